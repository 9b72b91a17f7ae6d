import type { Message, MessageStatus } from "@nitka/api-client/types";
import { IconAlertTriangle, IconCheck, IconChecks, IconClock, IconHelp } from "@tabler/icons-react";
import { useState } from "react";
import { desk, queryClient } from "../app/api";
import { resendLocal } from "../composer/outbox";
import { useT } from "../i18n";
import { retell } from "../i18n/retell";
import { writeThread } from "../live/cache";
import { changeMessage, isLocal } from "../live/rules";
import { sentence } from "../parts/Trouble";
import { notice } from "../shell/notices";
import css from "./message.module.css";

const ICONS: Partial<Record<MessageStatus, typeof IconCheck>> = {
  queued: IconClock,
  sending: IconClock,
  sent: IconCheck,
  delivered: IconChecks,
  read: IconChecks,
  failed: IconAlertTriangle,
  unknown: IconHelp,
};

function useResend(message: Message) {
  const t = useT();
  const [busy, setBusy] = useState(false);
  const resend = async () => {
    if (isLocal(message)) return resendLocal(message);
    setBusy(true);
    try {
      const told = await desk.messages.resend(message.id);
      writeThread(queryClient, message.conversation_id, (now) => changeMessage(now, message.id, told));
    } catch (error) {
      notice(sentence(error, t), true);
    } finally {
      setBusy(false);
    }
  };
  return { busy, resend };
}

/** What became of an answer: always a sign and a word, and for a failure the reason and a way out. */
export function Delivery({ message }: { message: Message }) {
  const t = useT();
  const { busy, resend } = useResend(message);
  const { status, error } = message;
  const Icon = ICONS[status];
  if (!Icon || status === "received" || status === "cancelled" || status === "retracted") return null;
  const trouble = status === "failed" || status === "unknown";
  return (
    <div className={css.delivery} data-status={status}>
      <Icon size={14} aria-hidden />
      <span>
        {t(`delivery.${status}`)}
        {trouble && error ? `: ${retell(error) ?? error}` : ""}
      </span>
      {trouble && (
        <button type="button" className="link" disabled={busy} onClick={() => void resend()}>
          {t("delivery.resend")}
        </button>
      )}
    </div>
  );
}
