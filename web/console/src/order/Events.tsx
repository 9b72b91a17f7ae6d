import { SegmentedControl } from "@mantine/core";
import type { EventFilter, NotedEvent } from "@nitka/api-client/stewardship";
import { dayAndClock } from "@nitka/ui/time";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { desk, queryClient } from "../app/api";
import { useLanguage, useT } from "../i18n";
import { useKeys } from "../keys/keys";
import { useMinute } from "../parts/clock";
import { customerName } from "../parts/customerName";
import { sentence } from "../parts/Trouble";
import { refreshIdentity } from "../person/IdentityHistory";
import { notice } from "../shell/notices";
import { Brief } from "./Brief";
import { ListOf } from "./ListOf";
import css from "./order.module.css";
import { eventsQuery } from "./queries";
import { useRows } from "./useRows";

const OPS = ["all", "merge", "split", "undo", "status"] as const;
const BY = ["all", "rule", "agent"] as const;

function useUndo() {
  const t = useT();
  return async ({ event }: NotedEvent) => {
    try {
      await desk.customers.undo(event.id);
      notice(t("identity.undone"));
      await Promise.all([
        queryClient.invalidateQueries({ queryKey: ["order"] }),
        queryClient.invalidateQueries({ queryKey: ["suggestions"] }),
        refreshIdentity(),
      ]);
    } catch (error) {
      notice(sentence(error, t), true);
    }
  };
}

function Row({ one, onUndo }: { one: NotedEvent; onUndo(): void }) {
  const { locale, t } = useLanguage();
  const now = useMinute();
  const { event } = one;
  // Each name is said once, though many of that name may have become one.
  const people = [...new Map(one.customers.map((brief) => [customerName(brief, t), brief])).values()];
  return (
    <li className={css.row} data-row={event.id}>
      <span className={css.main}>
        <span className={css.two}>
          <b>{t(`identity.${event.op}`)}</b>
          {people.slice(0, 4).map((brief) => (
            <Brief key={brief.id} one={brief} />
          ))}
        </span>
        {event.why && <span className="dim">{event.why}</span>}
      </span>
      <span className="dim">{event.who ? (event.who.name ?? t("author.operator")) : t("events.rule")}</span>
      <span className="faint">{dayAndClock(new Date(event.at), now, locale)}</span>
      <span className={css.end}>
        {event.undone_by ? (
          <span className="faint">{t("identity.wasUndone")}</span>
        ) : (
          <button type="button" data-head className="link" onClick={onUndo}>
            {t(event.op === "undo" ? "events.redo" : "common.undo")}
          </button>
        )}
      </span>
    </li>
  );
}

/** Everything that happened to identity, each with the way back. */
export default function Events() {
  const { locale, t } = useLanguage();
  const [op, setOp] = useState<(typeof OPS)[number]>("all");
  const [by, setBy] = useState<(typeof BY)[number]>("all");
  const filter: EventFilter = { op: op === "all" ? undefined : op, by: by === "all" ? undefined : by };
  const query = useInfiniteQuery(eventsQuery(filter, locale));
  const rows = useRows();
  const undo = useUndo();
  const chosen = query.data?.pages.flatMap((page) => page.items).find((one) => one.event.id === rows.at);
  useKeys({ KeyU: () => chosen && !chosen.event.undone_by && void undo(chosen) });
  return (
    <>
      <div className={css.tools}>
        <SegmentedControl
          size="xs"
          aria-label={t("events.op")}
          value={op}
          onChange={(value) => setOp(value as typeof op)}
          data={OPS.map((value) => ({ value, label: t(`events.op.${value}`) }))}
        />
        <SegmentedControl
          size="xs"
          aria-label={t("events.by")}
          value={by}
          onChange={(value) => setBy(value as typeof by)}
          data={BY.map((value) => ({ value, label: t(`events.by.${value}`) }))}
        />
      </div>
      <div ref={rows.box} className={`scroll ${css.list}`}>
        <ListOf query={query} empty={t("events.empty")} emptyHint={t("events.emptyHint")}>
          {(items) => (
            <ul className={css.rows}>
              {items.map((one) => (
                <Row key={one.event.id} one={one} onUndo={() => void undo(one)} />
              ))}
            </ul>
          )}
        </ListOf>
      </div>
    </>
  );
}
