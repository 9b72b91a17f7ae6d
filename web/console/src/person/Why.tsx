import type { NodeRef } from "@nitka/api-client/types";
import { IconChevronRight } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { whyQuery } from "../app/queries";
import { useLanguage, useT } from "../i18n";
import { showValue } from "../parts/customerName";
import { IdentifierIcon } from "../parts/Icon";
import { Skeleton } from "../parts/Skeleton";
import { Trouble } from "../parts/Trouble";
import { AssuranceWord } from "./Identifiers";
import css from "./person.module.css";
import { reasons } from "./why";

function Node({ node }: { node: NodeRef }) {
  const t = useT();
  return (
    <li className={css.node}>
      <IdentifierIcon name={node.type} size={13} />
      <span className="cut" title={node.value}>
        {showValue(node.type, node.value, t)}
      </span>
    </li>
  );
}

function Links({ customerId }: { customerId: string }) {
  const { locale, t } = useLanguage();
  const query = useQuery(whyQuery(customerId, locale));
  if (query.isPending) return <Skeleton lines={3} />;
  if (query.isError) return <Trouble error={query.error} retry={() => void query.refetch()} />;
  if (query.data.links.length === 0) return <p className={`dim ${css.plainText}`}>{t("why.alone")}</p>;
  return (
    <ol className={`${css.links} ${css.reasons}`}>
      {reasons(query.data.links).map(({ key, nodes, because, assurance }) => (
        <li key={key}>
          <span>{because}</span>
          <AssuranceWord assurance={assurance} />
          <ul className={css.tied}>
            {nodes.map((node) => (
              <Node key={node.id} node={node} />
            ))}
          </ul>
        </li>
      ))}
    </ol>
  );
}

/** «Почему это один человек?», answered in its place. */
export function Why({ customerId, count }: { customerId: string; count: number }) {
  const t = useT();
  const [open, setOpen] = useState(false);
  if (count < 2) return null;
  return (
    <div className={css.why}>
      <button type="button" className="link" aria-expanded={open} onClick={() => setOpen(!open)}>
        {t("why.question")} <IconChevronRight size={13} className={css.arrow} aria-hidden />
      </button>
      {open && <Links customerId={customerId} />}
    </div>
  );
}
