import type { ConversationFilter } from "@nitka/api-client/desk";
import type { Conversation } from "@nitka/api-client/types";

export type Tab = "mine" | "waiting" | "all";
export type StatusFilter = "live" | "open" | "waiting" | "snoozed" | "closed" | "spam";

/** What the list is asked for; stands in the address bar, so that it can be linked to. */
export interface ListSearch {
  tab: Tab;
  status?: StatusFilter;
  channel?: string;
  assignee?: string;
  unread?: boolean;
  q?: string;
}

/** Turns the tab and the filters into what the server is asked. */
export function listFilter(search: ListSearch): ConversationFilter {
  const filter: ConversationFilter = {};
  // What sleeps is out of the way until its time comes.
  if (search.tab === "waiting") filter.waiting = true;
  else filter.status = search.status && search.status !== "live" ? search.status : "open,waiting";
  if (search.tab === "mine") filter.assignee = "me";
  if (search.tab === "all" && search.assignee) filter.assignee = search.assignee;
  if (search.channel) filter.channel = search.channel;
  if (search.unread) filter.unread = true;
  if (search.q) filter.q = search.q;
  return filter;
}

/** Who waits longest stands first where waiting is the question, else the latest word does. */
export function sorted(items: readonly Conversation[], tab: Tab): Conversation[] {
  if (tab === "waiting") {
    return items
      .filter((item) => item.waiting_since !== null)
      .sort((a, b) => (a.waiting_since ?? "").localeCompare(b.waiting_since ?? "") || a.number - b.number);
  }
  return [...items].sort((a, b) => b.last.at.localeCompare(a.last.at) || b.number - a.number);
}

/**
 * Holds the list still while the pointer is over it: rows keep their places, those gone stay out, and newcomers wait
 * (their number is told) until the pointer leaves.
 */
export function held(
  shown: readonly string[],
  fresh: readonly Conversation[],
): { items: Conversation[]; waiting: number } {
  const byId = new Map(fresh.map((item) => [item.id, item]));
  const items = shown.flatMap((id) => byId.get(id) ?? []);
  return { items, waiting: fresh.length - items.length };
}

/** Minutes of waiting after which the time is shown as a warning. */
export const TOO_LONG = 5;

export function waitsTooLong(conversation: Conversation, now: Date): boolean {
  if (!conversation.waiting_since) return false;
  return now.getTime() - new Date(conversation.waiting_since).getTime() > TOO_LONG * 60_000;
}
