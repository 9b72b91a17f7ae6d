import type { Conversation } from "@nitka/api-client/types";
import { shortWhen, wait } from "@nitka/ui/time";
import { IconMoon } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { memo } from "react";
import { useMe } from "../app/session";
import { useLanguage } from "../i18n";
import { customerTyping } from "../live/line";
import { Avatar } from "../parts/Avatar";
import { useMinute, useSecond } from "../parts/clock";
import { customerName } from "../parts/customerName";
import { ChannelIcon } from "../parts/Icon";
import { useStore } from "../parts/store";
import css from "./inbox.module.css";
import { type Tab, waitsTooLong } from "./order";

function Wait({ conversation, since }: { conversation: Conversation; since: string }) {
  const { locale, t } = useLanguage();
  const now = useSecond();
  const long = waitsTooLong(conversation, now);
  return (
    <span className={css.wait} data-long={long || undefined} title={t("inbox.waits")}>
      {wait(new Date(since), now, locale)}
    </span>
  );
}

function When({ at }: { at: string }) {
  const { locale } = useLanguage();
  return <span className="faint">{shortWhen(new Date(at), useMinute(), locale)}</span>;
}

function LastWord({ conversation }: { conversation: Conversation }) {
  const { t } = useLanguage();
  const typing = useStore(customerTyping, (now) => now.has(conversation.id));
  if (typing) return <span className={css.typing}>{t("thread.customerTyping")}</span>;
  const { direction, text } = conversation.last;
  const prefix = direction === "out" ? t("inbox.you") : direction === "note" ? t("inbox.note") : "";
  return (
    <span className="cut">
      {prefix && <span className="faint">{prefix} </span>}
      {text || t("inbox.noText")}
    </span>
  );
}

interface Props {
  conversation: Conversation;
  selected: boolean;
  tab: Tab;
}

/** One conversation in two lines: who and how long, then in what channel and what was said last. */
export const ConversationRow = memo(function ConversationRow({ conversation, selected, tab }: Props) {
  const { t } = useLanguage();
  const me = useMe();
  const { assignee, unread, waiting_since, last } = conversation;
  const others = assignee && (tab !== "mine" || assignee.id !== me.account.id) ? assignee : null;
  return (
    <Link
      to="/desk/c/$conversationId"
      params={{ conversationId: conversation.id }}
      search={(now) => now}
      className={css.row}
      aria-current={selected ? "true" : undefined}
      data-unread={unread > 0 || undefined}
    >
      <span className={css.mark}>
        {unread > 0 && <span className="hidden">{t("inbox.unread", { n: unread })}</span>}
      </span>
      <span className={css.who}>
        <span className={`cut ${css.name}`}>{customerName(conversation.customer, t)}</span>
        {conversation.status === "snoozed" && (
          <IconMoon size={13} aria-label={t("status.snoozed")} className="faint" />
        )}
        {waiting_since ? <Wait conversation={conversation} since={waiting_since} /> : <When at={last.at} />}
      </span>
      <span className={css.said}>
        <ChannelIcon name={last.channel} size={14} />
        <LastWord conversation={conversation} />
        {unread > 1 && <span className={css.count}>{unread}</span>}
        {others && <Avatar name={others.name ?? t("author.operator")} size={18} />}
      </span>
    </Link>
  );
});
