import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type PointerEvent, useEffect, useRef } from "react";
import { countsQuery } from "../app/queries";
import { useT } from "../i18n";
import { Empty } from "../parts/Empty";
import { Skeleton } from "../parts/Skeleton";
import { Trouble } from "../parts/Trouble";
import { ConversationRow } from "./ConversationRow";
import css from "./inbox.module.css";
import { ListHead } from "./ListHead";
import type { ListSearch } from "./order";
import type { List } from "./useList";

const ROW = 60;

interface Props {
  list: List;
  search: ListSearch;
  selected: string | undefined;
}

/** Whether a hand moved the mouse: a pointer that only lies where something vanished holds nothing still. */
const onMove = (event: PointerEvent) =>
  event.pointerType === "mouse" && (event.movementX !== 0 || event.movementY !== 0);

function Rows({ list, search, selected }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count: list.items.length,
    getScrollElement: () => box.current,
    estimateSize: () => ROW,
    getItemKey: (index) => list.items[index]?.id ?? index,
    overscan: 8,
  });
  const shown = rows.getVirtualItems();
  const lastShown = shown.at(-1)?.index ?? 0;
  const { more } = list;
  useEffect(() => {
    if (lastShown >= list.items.length - 10) more();
  });
  const place = list.items.findIndex((item) => item.id === selected);
  // Only a step of the reader scrolls, never a change of the list.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the place of the selected row is read, not watched
  useEffect(() => {
    if (place >= 0) rows.scrollToIndex(place, { align: "auto" });
  }, [selected]);
  return (
    <div
      ref={box}
      className={`scroll ${css.rows}`}
      onPointerMove={(event) => onMove(event) && list.hold(true)}
      onPointerLeave={() => list.hold(false)}
    >
      <ul style={{ height: rows.getTotalSize(), position: "relative" }}>
        {shown.map((row) => {
          const item = list.items[row.index];
          return item ? (
            <li
              key={row.key}
              className={css.slot}
              style={{ height: ROW, transform: `translateY(${row.start}px)` }}
            >
              <ConversationRow conversation={item} selected={item.id === selected} tab={search.tab} />
            </li>
          ) : null;
        })}
      </ul>
    </div>
  );
}

/** Nothing is mine, but somebody waits: one step to there. */
function ToWaiting() {
  const t = useT();
  const waiting = useQuery(countsQuery).data?.waiting ?? 0;
  if (waiting === 0) return null;
  return (
    <p>
      <Link to="." search={(now: Partial<ListSearch>) => ({ ...now, tab: "waiting" as const })} replace>
        {t("inbox.toWaiting", { n: waiting })}
      </Link>
    </p>
  );
}

/** The left column. */
export function ConversationList({ list, search, selected }: Props) {
  const t = useT();
  const filtered = Boolean(search.q || search.channel || search.status || search.unread || search.assignee);
  return (
    <section className={css.list} aria-label={t("inbox.list")}>
      <ListHead search={search} />
      {list.newcomers > 0 && (
        <button type="button" className={css.newcomers} onClick={() => list.hold(false)}>
          {t("inbox.newcomers", { n: list.newcomers })}
        </button>
      )}
      {list.pending ? (
        <Skeleton lines={12} gap={24} />
      ) : list.error ? (
        <Trouble error={list.error} retry={list.retry} />
      ) : list.items.length === 0 ? (
        <Empty title={t(filtered ? "inbox.nothingFound" : `inbox.empty.${search.tab}`)}>
          {t(filtered ? "inbox.nothingFoundHint" : `inbox.emptyHint.${search.tab}`)}
          {!filtered && search.tab === "mine" && <ToWaiting />}
        </Empty>
      ) : (
        <Rows list={list} search={search} selected={selected} />
      )}
    </section>
  );
}
