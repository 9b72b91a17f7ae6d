import type { Message } from "@nitka/api-client/types";
import { clock, fullWhen } from "@nitka/ui/time";
import { memo, useState } from "react";
import { useMe } from "../app/session";
import { FoundUnder } from "../found/FoundUnder";
import { Marked } from "../found/Marked";
import { type T, useLanguage } from "../i18n";
import { channelName } from "../parts/channelName";
import { straight } from "../parts/customerName";
import { ChannelIcon, TouchIcon } from "../parts/Icon";
import { Attachments, isPicture } from "./Attachments";
import { Delivery } from "./Delivery";
import { EmailFrame } from "./EmailFrame";
import css from "./message.module.css";
import { beginning, linked, shownInside, worthHtml } from "./text";
import thread from "./thread.module.css";

function authorName(message: Message, customer: string, me: string, t: T): string {
  const { kind, id, name } = message.author;
  if (kind === "customer") return name ? straight(name) : customer;
  if (id === me) return t("thread.you");
  return name ?? t(`author.${kind}`);
}

function Quoted({ text }: { text: string }) {
  const { t } = useLanguage();
  const [open, setOpen] = useState(false);
  return (
    <div>
      <button
        type="button"
        className={css.dots}
        onClick={() => setOpen(!open)}
        aria-expanded={open}
        aria-label={t(open ? "thread.hideQuoted" : "thread.showQuoted")}
        title={t(open ? "thread.hideQuoted" : "thread.showQuoted")}
      >
        •••
      </button>
      {open && <blockquote className={css.quoted}>{text}</blockquote>}
    </div>
  );
}

/** The words; of very many only the beginning, until somebody wants them all. */
function Said({ id, text }: { id: string; text: string }) {
  const { t } = useLanguage();
  const [whole, setWhole] = useState(false);
  const first = whole ? null : beginning(text);
  if (first === null)
    return (
      <p className={css.text}>
        <Marked messageId={id} text={text} />
      </p>
    );
  return (
    <>
      <p className={css.text}>{linked(first)}…</p>
      <button type="button" className={`link ${css.whole}`} onClick={() => setWhole(true)}>
        {t("thread.showWhole", { n: text.length })}
      </button>
    </>
  );
}

function Words({ message }: { message: Message }) {
  const { t } = useLanguage();
  if (message.status === "retracted" || message.status === "cancelled") {
    return <p className={css.gone}>{t(`delivery.${message.status}`)}</p>;
  }
  const html = message.html && worthHtml(message.html) ? message.html : null;
  const inside = html ? shownInside(html) : [];
  const beside = message.attachments.filter((file) => !inside.includes(file.id) || !isPicture(file));
  return (
    <>
      {message.subject && message.direction === "in" && <p className={css.subject}>{message.subject}</p>}
      {html ? (
        <EmailFrame html={html} title={message.subject ?? channelName(message.channel, t)} />
      ) : (
        message.text && <Said id={message.id} text={message.text} />
      )}
      {beside.length > 0 && <Attachments files={beside} />}
      {message.quoted && <Quoted text={message.quoted} />}
    </>
  );
}

interface Props {
  message: Message;
  head: boolean;
  /** The next message of ours tells the same of its delivery. */
  quiet: boolean;
  customer: string;
}

/** A message, loud; or a note, which the customer never sees. */
export const MessageItem = memo(function MessageItem({ message, head, quiet, customer }: Props) {
  const { locale, t } = useLanguage();
  const me = useMe().account.id;
  const at = new Date(message.at);
  const note = message.direction === "note";
  return (
    <article className={css.message} data-direction={message.direction} data-head={head || undefined}>
      <time className={thread.time} dateTime={message.at} title={fullWhen(at, locale)}>
        {head ? clock(at, locale) : <span className={css.late}>{clock(at, locale)}</span>}
      </time>
      <span className={thread.node}>
        {head && (note ? <TouchIcon name="note" /> : <ChannelIcon name={message.channel} />)}
      </span>
      <div className={css.body}>
        {head && (
          <div className={css.author}>
            <b>{authorName(message, customer, me, t)}</b>
            <span className="faint">{note ? t("thread.noteMark") : channelName(message.channel, t)}</span>
          </div>
        )}
        <div className={css.bubble}>
          <Words message={message} />
        </div>
        {message.direction === "in" && <FoundUnder messageId={message.id} />}
        {message.direction === "out" && !quiet && <Delivery message={message} />}
      </div>
    </article>
  );
});
