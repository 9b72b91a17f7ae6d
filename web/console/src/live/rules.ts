import type { ConversationFilter } from "@nitka/api-client/desk";
import type {
  Caller,
  Conversation,
  Message,
  MessageStatus,
  Page,
  TimelineItem,
} from "@nitka/api-client/types";

/** Pages as TanStack Query keeps an infinite list. */
export interface Pages<T> {
  pages: Page<T>[];
  pageParams: unknown[];
}

export const LOCAL = "local:";
export const isLocal = (message: Message) => message.id.startsWith(LOCAL);

/** A push can arrive after a fetch that was newer: the greater version stays. */
export function newer(known: Conversation | undefined, told: Conversation): Conversation {
  if (known && known.version > told.version) return known;
  const { customer } = told;
  // By what a nameless customer is known, a push does not say.
  const silent = customer.name === null && customer.known_by === undefined;
  if (!known || !silent || known.customer.id !== customer.id) return told;
  return { ...told, customer: { ...customer, known_by: known.customer.known_by } };
}

/** The conversation with its customer called as they are called now. */
export function named(conversation: Conversation, { id, name, known_by }: Caller): Conversation {
  const { customer } = conversation;
  const same = customer.name === name && customer.known_by?.value === known_by?.value;
  if (customer.id !== id || (same && customer.known_by !== undefined)) return conversation;
  return { ...conversation, customer: { id, name, known_by } };
}

/** Whether a conversation belongs to a list; `q` cannot be judged here and keeps what the server put in. */
export function belongs(conversation: Conversation, filter: ConversationFilter, me: string): boolean {
  const { status, assignee } = filter;
  if (status && !status.split(",").includes(conversation.status)) return false;
  if (filter.waiting && !(conversation.status === "open" && conversation.waiting_since)) return false;
  if (assignee === "me" && conversation.assignee?.id !== me) return false;
  if (assignee === "none" && conversation.assignee) return false;
  if (assignee && assignee !== "me" && assignee !== "none" && conversation.assignee?.id !== assignee)
    return false;
  if (filter.unread && conversation.unread === 0) return false;
  if (filter.channel && conversation.last.channel !== filter.channel) return false;
  return !filter.customer_id || conversation.customer.id === filter.customer_id;
}

export function mapItems<T>(pages: Pages<T>, change: (items: T[], index: number) => T[]): Pages<T> {
  return {
    ...pages,
    pages: pages.pages.map((page, index) => ({ ...page, items: change(page.items, index) })),
  };
}

/** Puts a told conversation into a list: changed where it stands, added on top, or taken out. */
export function placeConversation(
  list: Pages<Conversation>,
  told: Conversation,
  filter: ConversationFilter,
  me: string,
): Pages<Conversation> {
  const known = list.pages.flatMap((page) => page.items).find((item) => item.id === told.id);
  const fresh = newer(known, told);
  if (known && fresh === known) return list;
  const fits = belongs(fresh, filter, me);
  if (!known) {
    if (!fits || filter.q) return list;
    return mapItems(list, (items, index) => (index === 0 ? [fresh, ...items] : items));
  }
  return mapItems(list, (items) =>
    items.flatMap((item) => (item.id !== told.id ? [item] : fits ? [fresh] : [])),
  );
}

const RANK: Record<MessageStatus, number> = {
  queued: 0,
  sending: 1,
  unknown: 2,
  sent: 3,
  delivered: 4,
  read: 5,
  received: 5,
  failed: 6,
  cancelled: 7,
  retracted: 8,
};

/** Receipts come out of order: «delivered» never takes back «read». A resend starts again from `queued`. */
export function laterStatus(known: MessageStatus, told: MessageStatus): MessageStatus {
  if ((known === "failed" || known === "unknown") && (told === "queued" || told === "sending")) return told;
  return RANK[told] >= RANK[known] ? told : known;
}

/** The local copy that a told message settles: the same words, of the same author, not yet settled. */
function settles(local: Message, told: Message): boolean {
  return (
    isLocal(local) &&
    local.text === told.text &&
    local.direction === told.direction &&
    local.author.id === told.author.id
  );
}

/** Puts a message into a thread of pages, newest page first: once, whatever the number of times it is told. */
export function placeMessage(thread: Pages<Message>, told: Message): Pages<Message> {
  let placed = false;
  const replaced = mapItems(thread, (items) =>
    items.map((item) => {
      if (placed || !(item.id === told.id || settles(item, told))) return item;
      placed = true;
      return { ...told, status: item.id === told.id ? laterStatus(item.status, told.status) : told.status };
    }),
  );
  if (placed) return replaced;
  return mapItems(thread, (items, index) => (index === 0 ? [told, ...items] : items));
}

/** Takes the local copy away and puts the server's message, unless the push was quicker and already did. */
export function settleMessage(thread: Pages<Message>, localId: string, told: Message): Pages<Message> {
  const all = thread.pages.flatMap((page) => page.items);
  if (all.some((item) => item.id === told.id)) {
    return placeMessage(dropMessage(thread, localId), told);
  }
  if (!all.some((item) => item.id === localId)) return placeMessage(thread, told);
  return mapItems(thread, (items) => items.map((item) => (item.id === localId ? told : item)));
}

const SKEW = 10_000;

/** Whether the server has a local copy's words already, though its answer to us is still on the way. */
function arrived(copy: Message, item: Message): boolean {
  const after = new Date(item.at).getTime() - new Date(copy.at).getTime();
  return !isLocal(item) && settles(copy, item) && after > -SKEW;
}

/** Puts back what a fetch does not know of: local copies (in the order of writing) still on their way, or refused. */
export function keepLocal(thread: Pages<Message>, copies: readonly Message[]): Pages<Message> {
  const known = thread.pages.flatMap((page) => page.items);
  const lost = copies.filter((copy) => !known.some((item) => item.id === copy.id || arrived(copy, item)));
  if (lost.length === 0) return thread;
  return mapItems(thread, (items, index) => (index === 0 ? [...lost.toReversed(), ...items] : items));
}

export function dropMessage(thread: Pages<Message>, id: string): Pages<Message> {
  return mapItems(thread, (items) => items.filter((item) => item.id !== id));
}

export function changeMessage(thread: Pages<Message>, id: string, change: Partial<Message>): Pages<Message> {
  return mapItems(thread, (items) => items.map((item) => (item.id === id ? { ...item, ...change } : item)));
}

export function setStatus(
  thread: Pages<Message>,
  id: string,
  status: MessageStatus,
  error: string | null,
): Pages<Message> {
  return mapItems(thread, (items) =>
    items.map((item) => {
      if (item.id !== id) return item;
      const later = laterStatus(item.status, status);
      return later === item.status ? item : { ...item, status: later, error };
    }),
  );
}

export function placeTouch(timeline: Pages<TimelineItem>, item: TimelineItem): Pages<TimelineItem> {
  if (timeline.pages.some((page) => page.items.some((known) => known.id === item.id))) return timeline;
  return mapItems(timeline, (items, index) => (index === 0 ? [item, ...items] : items));
}

/** All messages of the pages, oldest first; what is still on its way stands last. */
export function threadOf(pages: Pages<Message> | undefined): Message[] {
  const messages = pages?.pages.flatMap((page) => page.items).reverse() ?? [];
  return messages.sort((a, b) => Number(isLocal(a)) - Number(isLocal(b)) || a.seq - b.seq);
}
