import type { LiveEvent } from "@nitka/api-client/events";
import type { Conversation, Me } from "@nitka/api-client/types";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { type T, useT } from "../i18n";
import { onLiveEvent } from "../live/line";
import type { Pages } from "../live/rules";
import { customerName } from "../parts/customerName";

type Received = Extract<LiveEvent, { kind: "message_received" }>;
type Client = ReturnType<typeof useQueryClient>;

/** Conversations with unread words that are this operator's or nobody's, of those in memory. */
function unreadCount(client: Client, me: string): number {
  const unread = new Set<string>();
  for (const [, list] of client.getQueriesData<Pages<Conversation>>({ queryKey: ["conversations"] })) {
    for (const item of list?.pages.flatMap((page) => page.items) ?? []) {
      if (item.unread > 0 && (!item.assignee || item.assignee.id === me)) unread.add(item.id);
    }
  }
  return unread.size;
}

/** Keeps the number of unread conversations in the window's title. */
export function useUnreadTitle(me: Me): void {
  const client = useQueryClient();
  useEffect(() => {
    const write = () => {
      const count = unreadCount(client, me.account.id);
      document.title = count > 0 ? `(${count}) Nitka` : "Nitka";
    };
    write();
    return client.getQueryCache().subscribe((change) => {
      if (change.type === "updated" && change.query.queryKey[0] === "conversations") write();
    });
  }, [client, me.account.id]);
}

export const canNotify = () => "Notification" in window && Notification.permission === "granted";
export const mayAskToNotify = () => "Notification" in window && Notification.permission === "default";

/** Who wrote: the conversation's customer where it is in memory, else as the event calls them. */
function senderName({ conversation_id, message }: Received, client: Client, t: T): string {
  const known = client.getQueryData<Conversation>(["conversation", conversation_id])?.customer;
  const { author, address } = message;
  return customerName(
    { name: author.name, known_by: known?.known_by ?? (address?.type === "email" ? address : null) },
    t,
  );
}

/** Shows the system's notification for a customer's word that the operator cannot see now. */
export function useNotifications(me: Me, open: (conversationId: string) => void): void {
  const client = useQueryClient();
  const t = useT();
  useEffect(
    () =>
      onLiveEvent((event) => {
        if (event.kind !== "message_received" || !document.hidden || !canNotify()) return;
        const known = client.getQueryData<Conversation>(["conversation", event.conversation_id]);
        if (known?.assignee && known.assignee.id !== me.account.id) return;
        const shown = new Notification(senderName(event, client, t), {
          body: event.message.text.slice(0, 180),
          tag: event.conversation_id,
          icon: "/icon.svg",
        });
        shown.onclick = () => {
          window.focus();
          open(event.conversation_id);
          shown.close();
        };
      }),
    [client, me.account.id, open, t],
  );
}
