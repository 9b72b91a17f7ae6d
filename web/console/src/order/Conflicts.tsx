import { Button } from "@mantine/core";
import type { IdentityConflict } from "@nitka/api-client/stewardship";
import { useInfiniteQuery } from "@tanstack/react-query";
import { desk, queryClient } from "../app/api";
import { type T, useLanguage, useT } from "../i18n";
import { useKeys } from "../keys/keys";
import { showValue } from "../parts/customerName";
import { sentence } from "../parts/Trouble";
import { AssuranceWord } from "../person/Identifiers";
import { refreshIdentity } from "../person/IdentityHistory";
import { notice } from "../shell/notices";
import { offerUndo } from "../shell/undo";
import { Brief } from "./Brief";
import { ListOf } from "./ListOf";
import css from "./order.module.css";
import { conflictsQuery } from "./queries";
import { useRows } from "./useRows";

const ANCHORS = ["user_id", "crm_id", "loyalty"] as const;

/** Why the two are kept apart, in a sentence. */
function refusal({ reason, anchors, note }: IdentityConflict, t: T): string {
  if (reason === "cannot") return note ? t("conflict.cannotWhy", { note }) : t("conflict.cannot");
  if (reason !== "anchors") return t(`conflict.${reason}`);
  const [one, other] = anchors;
  const type = ANCHORS.find((known) => known === one?.type) ?? "user_id";
  return t(`conflict.anchors.${type}`, { one: one?.value ?? "", other: other?.value ?? "" });
}

const keyOf = (one: IdentityConflict) => `${one.a.id} ${one.b.id}`;

async function refresh(): Promise<void> {
  await Promise.all([queryClient.invalidateQueries({ queryKey: ["order"] }), refreshIdentity()]);
}

function useMerge() {
  const t = useT();
  return async (one: IdentityConflict) => {
    try {
      const event = await desk.customers.merge([one.a.id, one.b.id], t("conflict.reason"));
      offerUndo(t("merge.done"), async () => {
        await desk.customers.undo(event.id);
        await refresh();
      });
      await refresh();
    } catch (error) {
      notice(sentence(error, t), true);
    }
  };
}

function Row({ one, onMerge }: { one: IdentityConflict; onMerge(): void }) {
  const t = useT();
  const { link } = one;
  const ends = [link.a, link.b].map((end) => showValue(end.type, end.value, t)).join(" + ");
  return (
    <li className={css.row} data-row={keyOf(one)}>
      <span className={css.main}>
        <span className={css.two}>
          <Brief one={one.a} head /> <span className="faint">{t("conflict.and")}</span> <Brief one={one.b} />
        </span>
        <span>{refusal(one, t)}</span>
        <span className="dim">
          {link.because} · {ends} <AssuranceWord assurance={link.assurance} />
          {one.links > 1 && <> {t("conflict.links", { n: one.links - 1 })}</>}
        </span>
      </span>
      <Button variant="default" onClick={onMerge} rightSection={<kbd className="keyed">M</kbd>}>
        {t("conflict.merge")}
      </Button>
    </li>
  );
}

/** Evidence that joins nobody, and what forbids it. */
export default function Conflicts() {
  const { locale, t } = useLanguage();
  const query = useInfiniteQuery(conflictsQuery(locale));
  const rows = useRows();
  const merge = useMerge();
  const chosen = query.data?.pages.flatMap((page) => page.items).find((one) => keyOf(one) === rows.at);
  useKeys({ KeyM: () => chosen && void merge(chosen) });
  return (
    <div ref={rows.box} className={`scroll ${css.list}`}>
      <ListOf query={query} empty={t("conflict.empty")} emptyHint={t("conflict.emptyHint")}>
        {(items) => (
          <ul className={css.rows}>
            {items.map((one) => (
              <Row key={keyOf(one)} one={one} onMerge={() => void merge(one)} />
            ))}
          </ul>
        )}
      </ListOf>
    </div>
  );
}
