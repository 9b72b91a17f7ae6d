import type { SharedUse } from "@nitka/api-client/households";
import type { SharedIdentifier } from "@nitka/api-client/stewardship";
import type { Identifier } from "@nitka/api-client/types";
import { dayName } from "@nitka/ui/time";
import { IconChevronRight } from "@tabler/icons-react";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useState } from "react";
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
import { Having } from "./Having";
import { ListOf } from "./ListOf";
import css from "./order.module.css";
import { sharedCountsQuery, sharedQuery } from "./queries";
import { useRows } from "./useRows";

const STATUSES = ["normal", "shared", "blocked"] as const;
const USES = ["household", "home_device", "public_device", "organisation", "other"] as const;
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
  const [open, setOpen] = useState(false);
  const { identifier } = one;
  const value = showValue(identifier.type, identifier.value, t);
  const seen = company(one, t, locale);
  const people =
    one.people >= COUNTED ? t("shared.peopleMany", { n: COUNTED }) : t("shared.people", { n: one.people });
  const tells = one.use !== "other";
  return (
    <li className={`${css.row} ${open ? css.open : ""}`} data-row={identifier.id}>
      <span className={css.main}>
        <b className={css.value} title={identifier.value}>
          <IdentifierIcon name={identifier.type} />
          <span className="cut">{value}</span>
        </b>
        <span className="dim">
          {t(`use.one.${one.use}`)} {t(`shared.reason.${one.reason}`)}{" "}
          {seen && t("shared.with", { what: seen })}
        </span>
      </span>
      <span className={css.number}>
        {tells ? (
          <button
            type="button"
            className="link"
            data-head
            aria-expanded={open}
            aria-label={`${t("use.who", { value })}, ${people}`}
            onClick={() => setOpen(!open)}
          >
            {people} <IconChevronRight size={13} className={css.arrow} aria-hidden />
          </button>
        ) : (
          people
        )}
      </span>
      <span className="faint">{dayName(new Date(identifier.first_at), now, locale)}</span>
      <fieldset className={css.statuses} aria-label={t("shared.set", { value })}>
        {STATUSES.map((status) => (
          <button
            key={status}
            type="button"
            aria-pressed={identifier.status === status}
            data-head={(!tells && identifier.status === status) || undefined}
            onClick={() => void change(identifier, status)}
          >
            {t(`shared.${status}`)}
          </button>
        ))}
      </fieldset>
      {open && <Having use={one.use} id={identifier.id} label={t("use.who", { value })} />}
    </li>
  );
}

function Uses({ chosen, choose }: { chosen: SharedUse | undefined; choose(use?: SharedUse): void }) {
  const { locale, t } = useLanguage();
  const { data } = useQuery(sharedCountsQuery);
  const figure = (n: number) => {
    const text = n.toLocaleString(locale);
    return data?.more && n > 0 ? t("use.more", { n: text }) : text;
  };
  const every = data && USES.reduce((sum, use) => sum + data[use], 0);
  return (
    <fieldset className={css.uses} aria-label={t("use.filter")}>
      <button type="button" aria-pressed={chosen === undefined} onClick={() => choose()}>
        {t("use.all")} {every !== undefined && <span className="faint">{figure(every)}</span>}
      </button>
      {USES.map((use) => (
        <button key={use} type="button" aria-pressed={chosen === use} onClick={() => choose(use)}>
          {t(`use.${use}`)} {data && <span className="faint">{figure(data[use])}</span>}
        </button>
      ))}
    </fieldset>
  );
}

/** Identifiers that join nobody: what they are, why, who has them, and whose they are said to be. */
export default function Shared() {
  const t = useT();
  const [use, setUse] = useState<SharedUse>();
  const query = useInfiniteQuery(sharedQuery(use));
  const rows = useRows();
  const change = useSet();
  const chosen = query.data?.pages.flatMap((page) => page.items).find((one) => one.identifier.id === rows.at);
  const say = (status: Identifier["status"]) => () => chosen && void change(chosen.identifier, status);
  useKeys({ KeyO: say("normal"), KeyS: say("shared"), KeyB: say("blocked") });
  return (
    <div ref={rows.box} className={`scroll ${css.list}`}>
      <Uses chosen={use} choose={setUse} />
      <ListOf
        query={query}
        empty={t(use ? "use.nothing" : "shared.empty")}
        emptyHint={t(use ? "use.nothingHint" : "shared.emptyHint")}
      >
        {(items) => (
          <>
            <p className={`dim ${css.hint}`}>
              {t("shared.hint")}{" "}
              <span className="keyed">
                <kbd>Enter</kbd> {t("use.open")} <kbd>O</kbd> {t("shared.normal")} <kbd>S</kbd>{" "}
                {t("shared.shared")} <kbd>B</kbd> {t("shared.blocked")}
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
