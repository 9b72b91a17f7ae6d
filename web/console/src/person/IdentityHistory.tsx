import type { IdentityEvent } from "@nitka/api-client/types";
import { dayAndClock } from "@nitka/ui/time";
import { useQuery } from "@tanstack/react-query";
import { desk, queryClient } from "../app/api";
import { historyQuery } from "../app/queries";
import { useLanguage, useT } from "../i18n";
import { useMinute } from "../parts/clock";
import { Skeleton } from "../parts/Skeleton";
import { sentence, Trouble } from "../parts/Trouble";
import { notice } from "../shell/notices";
import css from "./person.module.css";
import { Section } from "./Section";

/** Everything that shows who is who is asked for anew. */
export async function refreshIdentity(): Promise<void> {
  const about = [
    "customer",
    "customers",
    "timeline",
    "why",
    "history",
    "consents",
    "likely",
    "separation",
    "around",
    "conversation",
    "conversations",
    "addresses",
  ];
  await Promise.all(about.map((what) => queryClient.invalidateQueries({ queryKey: [what] })));
}

function useUndo() {
  const t = useT();
  return async (event: IdentityEvent) => {
    try {
      await desk.customers.undo(event.id);
      notice(t("identity.undone"));
      await refreshIdentity();
    } catch (error) {
      notice(sentence(error, t), true);
    }
  };
}

function Events({ customerId }: { customerId: string }) {
  const { locale, t } = useLanguage();
  const now = useMinute();
  const query = useQuery(historyQuery(customerId, locale));
  const undo = useUndo();
  if (query.isPending) return <Skeleton lines={2} />;
  if (query.isError) return <Trouble error={query.error} retry={() => void query.refetch()} />;
  if (query.data.items.length === 0) return <p className={`dim ${css.plainText}`}>{t("identity.none")}</p>;
  return (
    <ol className={css.links}>
      {query.data.items.map((event) => (
        <li key={event.id}>
          <div>
            <b>{t(`identity.${event.op}`)}</b>{" "}
            <span className="faint">
              {dayAndClock(new Date(event.at), now, locale)}
              {event.who?.name && ` · ${event.who.name}`}
            </span>
          </div>
          {event.why && <div>{event.why}</div>}
          {event.undone_by ? (
            <span className="faint">{t("identity.wasUndone")}</span>
          ) : (
            <button type="button" className="link" onClick={() => void undo(event)}>
              {t(event.op === "undo" ? "events.redo" : "common.undo")}
            </button>
          )}
        </li>
      ))}
    </ol>
  );
}

/** When and why customers were joined and parted, each with the way back. */
export function IdentityHistory({ customerId }: { customerId: string }) {
  const t = useT();
  return (
    <Section title={t("identity.title")} closed>
      <Events customerId={customerId} />
    </Section>
  );
}
