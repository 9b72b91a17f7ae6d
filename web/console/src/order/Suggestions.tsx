import { Button, SegmentedControl } from "@mantine/core";
import type { Suggestion, SuggestionState } from "@nitka/api-client/stewardship";
import { dayAndClock } from "@nitka/ui/time";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useLanguage, useT } from "../i18n";
import { useKeys } from "../keys/keys";
import { useMinute } from "../parts/clock";
import { customerName } from "../parts/customerName";
import { Empty } from "../parts/Empty";
import { Skeleton } from "../parts/Skeleton";
import { Trouble } from "../parts/Trouble";
import { Beside } from "./Beside";
import css from "./order.module.css";
import { suggestionsQuery } from "./queries";
import { after, chance } from "./rules";
import { useDecide } from "./useDecide";
import { Waterfall } from "./Waterfall";

const STATES = ["open", "accepted", "dismissed"] as const;
type Shown = (typeof STATES)[number];

function Row({ one, chosen, onPick }: { one: Suggestion; chosen: boolean; onPick(): void }) {
  const { locale, t } = useLanguage();
  const row = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (chosen) row.current?.scrollIntoView({ block: "nearest" });
  }, [chosen]);
  // Once merged both sides answer with one name: what the records said tells them apart.
  const merged = one.a.id === one.b.id;
  return (
    <li ref={row}>
      <button type="button" className={css.pair} aria-current={chosen || undefined} onClick={onPick}>
        <span className={css.names}>
          <span className="cut">{customerName(one.a, t)}</span>
          {!merged && <span className="cut">{customerName(one.b, t)}</span>}
        </span>
        <span className="dim">
          {t("suggest.chance", { percent: chance(one.score).toLocaleString(locale) })}
        </span>
      </button>
    </li>
  );
}

function Decided({ one }: { one: Suggestion }) {
  const { locale, t } = useLanguage();
  const now = useMinute();
  if (!one.decided_at || one.state === "open") return null;
  const when = dayAndClock(new Date(one.decided_at), now, locale);
  return (
    <p className="dim">
      {t("suggest.decidedBy", { who: one.decided_by?.name ?? t("author.operator"), when })}
    </p>
  );
}

function Detail({ one, act }: { one: Suggestion; act: Act }) {
  const t = useT();
  return (
    <article className={`scroll ${css.detail}`} aria-label={t("suggest.beside")}>
      <header className={css.decide}>
        <h2>
          {customerName(one.a, t)} {one.a.id !== one.b.id && <>· {customerName(one.b, t)}</>}
        </h2>
        {one.state === "open" ? (
          <>
            <Button onClick={act.accept} rightSection={<kbd className="keyed">A</kbd>}>
              {t("suggest.accept")}
            </Button>
            <Button variant="default" onClick={act.dismiss} rightSection={<kbd className="keyed">D</kbd>}>
              {t("suggest.dismiss")}
            </Button>
          </>
        ) : (
          <Button variant="default" onClick={act.undo} rightSection={<kbd className="keyed">U</kbd>}>
            {t("suggest.takeBack")}
          </Button>
        )}
      </header>
      <Decided one={one} />
      <Waterfall suggestion={one} />
      {one.a.id !== one.b.id && <Beside suggestion={one} />}
    </article>
  );
}

interface Act {
  accept(): void;
  dismiss(): void;
  undo(): void;
}

function List({ state }: { state: Shown }) {
  const t = useT();
  const query = useInfiniteQuery(suggestionsQuery(state satisfies SuggestionState));
  const items = query.data?.pages.flatMap((page) => page.items) ?? [];
  const [picked, setPicked] = useState<string>();
  const at = Math.max(
    0,
    items.findIndex((one) => one.id === picked),
  );
  const one = items[at];
  const { decide, takeBack, undoLatest } = useDecide(state);
  const then = (act: (chosen: Suggestion) => Promise<void>) => () => {
    if (!one) return;
    setPicked(after(items, one.id));
    void act(one);
  };
  const step = (by: number) => () => setPicked(items[Math.min(Math.max(at + by, 0), items.length - 1)]?.id);
  const open = state === "open";
  const act: Act = {
    accept: open ? then((chosen) => decide(chosen, "accept")) : () => undefined,
    dismiss: open ? then((chosen) => decide(chosen, "dismiss")) : () => undefined,
    undo: open ? () => void undoLatest() : then(takeBack),
  };
  useKeys({ KeyJ: step(1), KeyK: step(-1), KeyA: act.accept, KeyD: act.dismiss, KeyU: act.undo });
  useEffect(() => {
    if (at >= items.length - 10 && query.hasNextPage && !query.isFetchingNextPage) void query.fetchNextPage();
  });
  if (query.isPending) return <Skeleton lines={10} gap={20} />;
  if (query.isError) return <Trouble error={query.error} retry={() => void query.refetch()} />;
  if (!one) return <Empty title={t(`suggest.empty.${state}`)}>{t(`suggest.emptyHint.${state}`)}</Empty>;
  return (
    <div className={css.columns}>
      <ul className={`scroll ${css.pairs}`} aria-label={t("suggest.list")}>
        {items.map((item) => (
          <Row key={item.id} one={item} chosen={item.id === one.id} onPick={() => setPicked(item.id)} />
        ))}
      </ul>
      <Detail key={one.id} one={one} act={act} />
    </div>
  );
}

/** Pairs that are likely one person, decided one after another without leaving the keys. */
export default function Suggestions() {
  const t = useT();
  const [state, setState] = useState<Shown>("open");
  return (
    <>
      <div className={css.tools}>
        <SegmentedControl
          size="xs"
          aria-label={t("suggest.state")}
          value={state}
          onChange={(value) => setState(value as Shown)}
          data={STATES.map((value) => ({ value, label: t(`suggest.state.${value}`) }))}
        />
      </div>
      <List key={state} state={state} />
    </>
  );
}
