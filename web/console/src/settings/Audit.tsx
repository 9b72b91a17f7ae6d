import { Button } from "@mantine/core";
import type { AuditItem, TokenRole } from "@nitka/api-client/types";
import { dayAndClock, fullWhen } from "@nitka/ui/time";
import { useInfiniteQuery } from "@tanstack/react-query";
import { auditQuery } from "../app/queries";
import { type T, type Texts, useLanguage, useT } from "../i18n";
import { useMinute } from "../parts/clock";
import { Empty } from "../parts/Empty";
import { Skeleton } from "../parts/Skeleton";
import { Trouble } from "../parts/Trouble";
import css from "./settings.module.css";

const ACTIONS = [
  "auth.sign_in",
  "auth.password_reset",
  "auth.recovery_code",
  "auth.recovery_codes",
  "auth.second_factor_off",
  "auth.second_factor_on",
  "auth.second_step_refused",
  "canned_answers.add",
  "canned_answers.change",
  "canned_answers.drop",
  "codes.send",
  "connections.create",
  "connections.change",
  "connections.remove",
  "connections.reveal",
  "consents.record",
  "conversations.assign",
  "conversations.continue",
  "conversations.redeem",
  "conversations.status",
  "customers.block",
  "customers.merge",
  "customers.rename",
  "customers.split",
  "disclosure.change",
  "identifiers.status",
  "imports.check",
  "imports.remove",
  "imports.report",
  "imports.start",
  "imports.stop",
  "imports.upload",
  "messages.resend",
  "model.again",
  "model.approve",
  "model.refuse",
  "people.invite",
  "people.remove",
  "people.reset_link",
  "people.reset_second_factor",
  "people.revoke_invitation",
  "people.set_role",
  "quarantine.dropped",
  "quarantine.retried",
  "suggestions.accept",
  "suggestions.dismiss",
  "suggestions.answer",
  "tokens.create",
  "tokens.revoke",
  "workspace.create",
  "workspace.change",
  "workspace.second_factor_off",
  "workspace.second_factor_on",
] as const satisfies readonly Known[];

const ID = /^[0-9a-f]{8}-[0-9a-f-]{27}$/;

const STATUSES = ["open", "waiting", "snoozed", "closed", "spam"] as const;
const ROLES: readonly string[] = ["owner", "supervisor", "operator", "bot"] satisfies TokenRole[];

/** Statuses and roles as the desk calls them; all else as it was written. */
function word(value: unknown, t: T): string {
  const said = String(value);
  const status = STATUSES.find((one) => one === said);
  if (status) return t(`status.${status}`);
  return ROLES.includes(said) ? t(`role.${said as TokenRole}`) : said;
}

/** What is worth reading of the details: ids say nothing to people and are left to the API. */
function brief(value: unknown, t: T): string {
  if (value === null || value === undefined) return "";
  if (typeof value !== "object") return ID.test(String(value)) ? "" : word(value, t);
  const plain = Object.entries(value).filter(
    ([, one]) => one !== null && typeof one !== "object" && !ID.test(String(one)),
  );
  const { before, after } = Object.fromEntries(plain);
  const change =
    before !== undefined && after !== undefined ? [`${word(before, t)} → ${word(after, t)}`] : [];
  const rest = plain
    .filter(([key]) => change.length === 0 || (key !== "before" && key !== "after"))
    .map(([key, one]) => (ROLES.includes(String(one)) ? word(one, t) : `${key}: ${one}`));
  return [...change, ...rest].join(", ");
}

const PREFIX = "audit.action.";
type Known =
  Extract<keyof Texts, `${typeof PREFIX}${string}`> extends `${typeof PREFIX}${infer Action}`
    ? Action
    : never;
const KNOWN: ReadonlySet<string> = new Set(ACTIONS);

/** An action of a later version is shown by its own name. */
const isKnown = (action: string): action is Known => KNOWN.has(action);

function Row({ item }: { item: AuditItem }) {
  const { locale, t } = useLanguage();
  const now = useMinute();
  const at = new Date(item.at);
  return (
    <tr>
      <td className="faint" title={fullWhen(at, locale)}>
        {dayAndClock(at, now, locale)}
      </td>
      <td>{item.actor.name ?? item.actor.kind}</td>
      <td>{isKnown(item.action) ? t(`${PREFIX}${item.action}`) : item.action}</td>
      <td className="dim">{[brief(item.target, t), brief(item.details, t)].filter(Boolean).join(" · ")}</td>
    </tr>
  );
}

/** Who changed what and when. */
export default function Audit() {
  const t = useT();
  const query = useInfiniteQuery(auditQuery);
  if (query.isPending) return <Skeleton />;
  if (query.isError) return <Trouble error={query.error} retry={() => void query.refetch()} />;
  const items = query.data.pages.flatMap((page) => page.items);
  if (items.length === 0) return <Empty title={t("audit.empty")}>{t("audit.emptyHint")}</Empty>;
  return (
    <>
      <table className={css.table}>
        <thead>
          <tr>
            <th>{t("audit.when")}</th>
            <th>{t("audit.who")}</th>
            <th>{t("audit.what")}</th>
            <th>{t("audit.details")}</th>
          </tr>
        </thead>
        <tbody>
          {items.map((item) => (
            <Row key={item.id} item={item} />
          ))}
        </tbody>
      </table>
      {query.hasNextPage && (
        <Button
          variant="default"
          loading={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          {t("common.more")}
        </Button>
      )}
    </>
  );
}
