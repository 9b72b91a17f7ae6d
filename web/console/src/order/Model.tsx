import { Button, Progress, SegmentedControl } from "@mantine/core";
import type { Bits, ModelChange, ModelRevision, ModelSide, ModelStatus } from "@nitka/api-client/model";
import { dayAndClock } from "@nitka/ui/time";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Fragment, useState } from "react";
import { desk, queryClient } from "../app/api";
import { useLanguage, useT } from "../i18n";
import { useMinute } from "../parts/clock";
import { showValue } from "../parts/customerName";
import { Empty } from "../parts/Empty";
import { Skeleton } from "../parts/Skeleton";
import { sentence, Trouble } from "../parts/Trouble";
import { notice } from "../shell/notices";
import { Brief } from "./Brief";
import { ListOf } from "./ListOf";
import own from "./model.module.css";
import { isMoving, isShown } from "./modelRules";
import css from "./order.module.css";
import { modelChangesQuery, modelQuery } from "./queries";
import { useRows } from "./useRows";

const OPS = ["all", "merge", "split"] as const;

function useValue() {
  const t = useT();
  return (node: { type: string; value: string }) =>
    node.type === "record" ? t("model.record", { who: node.value }) : showValue(node.type, node.value, t);
}

function Side({ side }: { side: ModelSide }) {
  const t = useT();
  const value = useValue();
  const told = side.identifiers.map(value).join(", ");
  return (
    <span className={own.side}>
      {side.customer && <Brief one={side.customer} head />}
      <span className="dim">{side.more > 0 ? t("model.more", { told, n: side.more }) : told}</span>
    </span>
  );
}

/** What was weighed by one of the two versions. */
function Weighed({ label, bits }: { label: string; bits: Bits | null }) {
  const { locale, t } = useLanguage();
  const figure = new Intl.NumberFormat(locale, { minimumFractionDigits: 1 });
  const said = bits
    ? t("model.bits", { one: figure.format(bits.one), two: figure.format(bits.two) })
    : t("model.apart");
  return (
    <>
      <dt className="dim">{label}</dt>
      <dd>{said}</dd>
    </>
  );
}

function Row({ one, of }: { one: ModelChange; of: ModelRevision }) {
  const t = useT();
  const value = useValue();
  const sides = one.op === "merge" ? one.before : one.after;
  const [whole] = one.before;
  return (
    <li className={css.row} data-row={one.id}>
      <span className={css.main}>
        <span className={css.two}>
          <b>{t(`model.${one.op}`)}</b>
          {one.op === "split" && whole?.customer && <Brief one={whole.customer} head />}
        </span>
        {sides.map((side, index) => (
          <Fragment key={side.customer?.id ?? index}>
            <Side side={side} />
          </Fragment>
        ))}
        <dl className={own.weighed}>
          {one.by.length > 0 && (
            <>
              <dt className="dim">{t("model.by")}</dt>
              <dd>{[...new Set(one.by.map(value))].join(", ")}</dd>
            </>
          )}
          <Weighed label={t("model.version", { n: of.from_version })} bits={one.old} />
          <Weighed label={t("model.version", { n: of.version })} bits={one.new} />
        </dl>
      </span>
      <span className="dim">{t("model.touches", { n: one.touches })}</span>
    </li>
  );
}

function Figures({ one }: { one: ModelRevision }) {
  const { locale, t } = useLanguage();
  const figure = new Intl.NumberFormat(locale);
  const { counts } = one;
  if (!counts) return null;
  if (counts.merges + counts.splits + counts.freed + counts.lost === 0) return <p>{t("model.nothing")}</p>;
  const told = [
    ["model.merges", counts.merges],
    ["model.splits", counts.splits],
    ["model.before", counts.customers_before],
    ["model.after", counts.customers_after],
    ["model.moved", counts.touches],
    ["model.freed", counts.freed],
    ["model.lost", counts.lost],
  ] as const;
  return (
    <dl className={own.figures}>
      {told.map(([name, n]) => (
        <div key={name}>
          <dt className="dim">{t(name)}</dt>
          <dd>{figure.format(n)}</dd>
        </div>
      ))}
    </dl>
  );
}

function useDecision() {
  const t = useT();
  const [busy, setBusy] = useState(false);
  const act = async (what: "approve" | "refuse" | "again", version: number) => {
    setBusy(true);
    try {
      queryClient.setQueryData(modelQuery.queryKey, await desk.model[what](version));
      await queryClient.invalidateQueries({ queryKey: ["order"] });
    } catch (error) {
      notice(sentence(error, t), true);
    } finally {
      setBusy(false);
    }
  };
  return { busy, act };
}

function Deeds({ one }: { one: ModelRevision }) {
  const t = useT();
  const { busy, act } = useDecision();
  const button = (what: "approve" | "refuse" | "again", main = false) => (
    <Button variant={main ? "filled" : "default"} loading={busy} onClick={() => void act(what, one.version)}>
      {t(`model.${what}`)}
    </Button>
  );
  if (one.state === "refused") return <div className={own.deeds}>{button("again")}</div>;
  if (one.state !== "waiting") return null;
  return (
    <div className={own.deeds}>
      {button("approve", true)}
      {button("refuse")}
      {button("again")}
    </div>
  );
}

/** Who decided, and when what is shown was found out. */
function When({ one }: { one: ModelRevision }) {
  const { locale, t } = useLanguage();
  const now = useMinute();
  const at = (moment: string) => dayAndClock(new Date(moment), now, locale);
  const said = [
    one.computed_at && t("model.computed", { when: at(one.computed_at) }),
    one.decided_at &&
      t("model.decided", { who: one.decided_by?.name ?? t("model.server"), when: at(one.decided_at) }),
    one.finished_at && one.state === "done" && t("model.finished", { when: at(one.finished_at) }),
  ].filter(Boolean);
  return said.length > 0 ? <p className="faint">{said.join(" · ")}</p> : null;
}

function Head({ one }: { one: ModelRevision }) {
  const t = useT();
  const share = one.total > 0 ? Math.min(one.done / one.total, 1) * 100 : 0;
  return (
    <section className={own.head}>
      <h2>{t("model.title", { n: one.version })}</h2>
      <p>{t(`model.state.${one.state}`, { n: one.from_version })}</p>
      {isMoving(one.state) && <Progress className={own.bar} aria-label={t("model.progress")} value={share} />}
      <Figures one={one} />
      <Deeds one={one} />
      <When one={one} />
    </section>
  );
}

function Changes({ of }: { of: ModelRevision }) {
  const t = useT();
  const [op, setOp] = useState<(typeof OPS)[number]>("all");
  const query = useInfiniteQuery(modelChangesQuery(op === "all" ? undefined : op, of.version, of.state));
  return (
    <>
      <div className={css.tools}>
        <SegmentedControl
          size="xs"
          aria-label={t("model.show")}
          value={op}
          onChange={(value) => setOp(value as typeof op)}
          data={OPS.map((value) => ({ value, label: t(`model.show.${value}`) }))}
        />
      </div>
      <ListOf query={query} empty={t("model.empty")} emptyHint={t("model.emptyHint")}>
        {(items) => (
          <ul className={css.rows} aria-label={t("model.list")}>
            {items.map((one) => (
              <Row key={one.id} one={one} of={of} />
            ))}
          </ul>
        )}
      </ListOf>
    </>
  );
}

function Inside({ status }: { status: ModelStatus }) {
  const t = useT();
  const { revision } = status;
  if (!revision)
    return <Empty title={t("model.upToDate")}>{t("model.upToDateHint", { n: status.version })}</Empty>;
  return (
    <>
      <Head one={revision} />
      {isShown(revision.state) && <Changes of={revision} />}
    </>
  );
}

/** What a new version of the model would change, for somebody to decide. */
export default function Model() {
  const query = useQuery(modelQuery);
  const rows = useRows();
  return (
    <div ref={rows.box} className={`scroll ${css.list}`}>
      {query.data ? (
        <Inside status={query.data} />
      ) : query.isError ? (
        <Trouble error={query.error} retry={() => void query.refetch()} />
      ) : (
        <Skeleton lines={10} gap={20} />
      )}
    </div>
  );
}
