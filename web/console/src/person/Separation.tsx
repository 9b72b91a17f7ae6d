import { Button } from "@mantine/core";
import type { Cut, SeparatedPart } from "@nitka/api-client/stewardship";
import { IconChevronRight } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { desk, queryClient } from "../app/api";
import { useLanguage, useT } from "../i18n";
import { separationQuery } from "../order/queries";
import { Skeleton } from "../parts/Skeleton";
import { sentence, Trouble } from "../parts/Trouble";
import { notice } from "../shell/notices";
import { offerUndo } from "../shell/undo";
import { refreshIdentity } from "./IdentityHistory";
import css from "./person.module.css";
import { Known, Reasons } from "./Reasons";

async function refresh(): Promise<void> {
  await Promise.all([queryClient.invalidateQueries({ queryKey: ["order"] }), refreshIdentity()]);
}

function useSplit(customerId: string) {
  const t = useT();
  const [busy, setBusy] = useState(false);
  const split = async (cut: Cut) => {
    const part = cut.parts[0];
    if (!part) return;
    setBusy(true);
    try {
      const because = cut.links[0]?.because ?? "";
      const event = await desk.customers.split(customerId, part.identifier_ids, t("cut.reason", { because }));
      offerUndo(t("split.done"), async () => {
        await desk.customers.undo(event.id);
        await refresh();
      });
      await refresh();
    } catch (error) {
      notice(sentence(error, t), true);
    } finally {
      setBusy(false);
    }
  };
  return { busy, split };
}

function Part({ part, number }: { part: SeparatedPart; number: number }) {
  const t = useT();
  return (
    <ul className={css.half} aria-label={t("cut.part", { n: number })}>
      {part.identifiers.map((one) => (
        <Known key={one.id} node={one} />
      ))}
      {part.identifiers.length === 0 && <li className="faint">{t("cut.nameless")}</li>}
    </ul>
  );
}

function Place({ cut, busy, onSplit }: { cut: Cut; busy: boolean; onSplit(): void }) {
  const t = useT();
  const links = cut.links.length + cut.more_links;
  return (
    <li className={css.place}>
      <span className="dim">{links === 1 ? t("cut.without") : t("cut.withoutMany", { n: links })}</span>
      <Reasons links={cut.links} />
      {cut.more_links > 0 && <div className="faint">{t("cut.more", { n: cut.more_links })}</div>}
      <div className={css.parts}>
        {cut.parts.map((part, index) => (
          <Part key={part.identifier_ids[0]} part={part} number={index + 1} />
        ))}
      </div>
      <Button variant="default" size="compact-xs" loading={busy} onClick={onSplit}>
        {t("cut.do")}
      </Button>
    </li>
  );
}

/** Where this customer would come apart, the weakest place first; each can be split there at once, and taken back. */
export function Cuts({ customerId }: { customerId: string }) {
  const { locale, t } = useLanguage();
  const query = useQuery(separationQuery(customerId, locale));
  const { busy, split } = useSplit(customerId);
  if (query.isPending) return <Skeleton lines={4} />;
  if (query.isError) return <Trouble error={query.error} retry={() => void query.refetch()} />;
  if (query.data.cuts.length === 0) return <p className={`dim ${css.plainText}`}>{t("cut.none")}</p>;
  return (
    <ol className={css.places}>
      {query.data.cuts.map((cut) => (
        <Place
          key={cut.parts[0]?.identifier_ids.join()}
          cut={cut}
          busy={busy}
          onSplit={() => void split(cut)}
        />
      ))}
    </ol>
  );
}

/** «Что бы их разделило?», answered in its place. */
export function SeparationQuestion({ customerId, count }: { customerId: string; count: number }) {
  const t = useT();
  const [open, setOpen] = useState(false);
  if (count < 2) return null;
  return (
    <div className={css.why}>
      <button type="button" className="link" aria-expanded={open} onClick={() => setOpen(!open)}>
        {t("cut.question")} <IconChevronRight size={13} className={css.arrow} aria-hidden />
      </button>
      {open && <Cuts customerId={customerId} />}
    </div>
  );
}
