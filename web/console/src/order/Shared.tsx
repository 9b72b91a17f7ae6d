import type { SharedIdentifier } from "@nitka/api-client/stewardship";
import type { Identifier } from "@nitka/api-client/types";
import { dayName } from "@nitka/ui/time";
import { useInfiniteQuery } from "@tanstack/react-query";
import { desk, queryClient } from "../app/api";
import { type T, useLanguage, useT } from "../i18n";
import { useKeys } from "../keys/keys";
import { useMinute } from "../parts/clock";
import { showValue } from "../parts/customerName";
import { IdentifierIcon } from "../parts/Icon";
import { sentence } from "../parts/Trouble";
import { refreshIdentity } from "../person/IdentityHistory";
import { notice } from "../shell/notices";
import { offerUndo } from "../shell/undo";
import { ListOf } from "./ListOf";
import css from "./order.module.css";
import { sharedQuery } from "./queries";
import { useRows } from "./useRows";

const STATUSES = ["normal", "shared", "blocked"] as const;
const COUNTED = 1000;
const NAMED = ["user_id", "email", "phone", "device"] as const;

function company(one: SharedIdentifier, t: T, locale: string): string {
  const told = one.seen_with.slice(0, 3).map(({ type, count }) => {
    const named = NAMED.find((name) => name === type);
    return named ? t(`shared.crowd.${named}`, { n: count }) : t("shared.crowd.other", { type, n: count });
  });
  return new Intl.ListFormat(locale, { type: "conjunction" }).format(told);
}

async function set(identifier: Identifier, status: Identifier["status"]): Promise<void> {
  await desk.customers.changeIdentifier(identifier.id, status);
  await Promise.all([queryClient.invalidateQueries({ queryKey: ["order"] }), refreshIdentity()]);
}

function useSet() {
  const t = useT();
  return async (identifier: Identifier, status: Identifier["status"]) => {
    if (identifier.status === status) return;
    try {
      await set(identifier, status);
      offerUndo(t(`shared.done.${status}`), () => set({ ...identifier, status }, identifier.status));
    } catch (error) {
      notice(sentence(error, t), true);
    }
  };
}

function Row({ one, change }: { one: SharedIdentifier; change: ReturnType<typeof useSet> }) {
  const { locale, t } = useLanguage();
  const now = useMinute();
  const { identifier } = one;
  const value = showValue(identifier.type, identifier.value, t);
  const seen = company(one, t, locale);
  return (
    <li className={css.row} data-row={identifier.id}>
      <span className={css.main}>
        <b className={css.value} title={identifier.value}>
          <IdentifierIcon name={identifier.type} />
          <span className="cut">{value}</span>
        </b>
        <span className="dim">
          {t(`shared.reason.${one.reason}`)} {seen && t("shared.with", { what: seen })}
        </span>
      </span>
      <span className={css.number}>
        {one.people >= COUNTED
          ? t("shared.peopleMany", { n: COUNTED })
          : t("shared.people", { n: one.people })}
      </span>
      <span className="faint">{dayName(new Date(identifier.first_at), now, locale)}</span>
      <fieldset className={css.statuses} aria-label={t("shared.set", { value })}>
        {STATUSES.map((status) => (
          <button
            key={status}
            type="button"
            aria-pressed={identifier.status === status}
            data-head={identifier.status === status || undefined}
            onClick={() => void change(identifier, status)}
          >
            {t(`shared.${status}`)}
          </button>
        ))}
      </fieldset>
    </li>
  );
}

/** Identifiers that join nobody, why, and whose they are said to be. */
export default function Shared() {
  const t = useT();
  const query = useInfiniteQuery(sharedQuery);
  const rows = useRows();
  const change = useSet();
  const chosen = query.data?.pages.flatMap((page) => page.items).find((one) => one.identifier.id === rows.at);
  const say = (status: Identifier["status"]) => () => chosen && void change(chosen.identifier, status);
  useKeys({ KeyO: say("normal"), KeyS: say("shared"), KeyB: say("blocked") });
  return (
    <div ref={rows.box} className={`scroll ${css.list}`}>
      <ListOf query={query} empty={t("shared.empty")} emptyHint={t("shared.emptyHint")}>
        {(items) => (
          <>
            <p className={`dim ${css.hint}`}>
              {t("shared.hint")}{" "}
              <span className="keyed">
                <kbd>O</kbd> {t("shared.normal")} <kbd>S</kbd> {t("shared.shared")} <kbd>B</kbd>{" "}
                {t("shared.blocked")}
              </span>
            </p>
            <ul className={css.rows}>
              {items.map((one) => (
                <Row key={one.identifier.id} one={one} change={change} />
              ))}
            </ul>
          </>
        )}
      </ListOf>
    </div>
  );
}
