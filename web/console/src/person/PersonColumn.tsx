import { ActionIcon } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { customerQuery } from "../app/queries";
import { useT } from "../i18n";
import { Skeleton } from "../parts/Skeleton";
import { Trouble } from "../parts/Trouble";
import { Around } from "./Around";
import { Consents } from "./Consents";
import { CustomerActions } from "./CustomerActions";
import { Identifiers } from "./Identifiers";
import { IdentityHistory } from "./IdentityHistory";
import { Memory } from "./Memory";
import { Name } from "./Name";
import { Purchases } from "./Purchases";
import css from "./person.module.css";
import { SeparationQuestion } from "./Separation";
import { Telling, TellingNote } from "./Telling";
import { TimelineSection } from "./TimelineSection";
import { Visits } from "./Visits";
import { Why } from "./Why";

interface Props {
  customerId: string;
  /** The conversation at hand: what may not be told there is marked with a lock. */
  conversationId?: string;
  /** On the profile page the timeline stands beside the column, not in it. */
  page?: boolean;
  onClose?(): void;
}

/** The right column: who this is, how we know it, and what is needed now. */
export function PersonColumn({ customerId, conversationId, page = false, onClose }: Props) {
  const t = useT();
  const query = useQuery(customerQuery(customerId));
  const customer = query.data;
  if (!customer)
    return query.isError ? (
      <Trouble error={query.error} retry={() => void query.refetch()} />
    ) : (
      <Skeleton lines={8} gap={16} />
    );
  const column = (
    <div className={`scroll ${css.column}`}>
      {onClose && (
        <ActionIcon className={css.close} onClick={onClose} aria-label={t("person.hide")}>
          <IconX size={15} />
        </ActionIcon>
      )}
      <Name customer={customer} />
      {conversationId && <TellingNote />}
      <Identifiers customer={customer} />
      <Why customerId={customer.id} count={customer.identifiers.length} />
      <SeparationQuestion customerId={customer.id} count={customer.identifiers.length} />
      <Around customer={customer} talking={conversationId !== undefined} />
      <Memory customer={customer} />
      <Purchases customerId={customer.id} />
      <Visits customerId={customer.id} />
      {!page && <TimelineSection customerId={customer.id} />}
      <Consents customerId={customer.id} />
      <IdentityHistory customerId={customer.id} />
      <CustomerActions customer={customer} page={page} />
    </div>
  );
  return conversationId ? <Telling conversationId={conversationId}>{column}</Telling> : column;
}
