import type { Attachment, Message } from "./types";

/** A message as shown. `tick` says when we last heard of it; one is `confirmed` once the server itself has listed it. */
export interface Item extends Message {
  confirmed: boolean;
  tick: number;
}

export type Thread = readonly Item[];

const RANK: Record<string, number> = { queued: 1, sending: 1, received: 1, sent: 2, delivered: 3, read: 4 };

const rank = (status: string) => RANK[status] ?? 0;

/** Server order is by time; what only we know of stays at the end, for our clock may be wrong. */
function ordered(items: Item[]): Thread {
  return items
    .map((item, index) => ({ item, index }))
    .sort((a, b) => {
      if (a.item.confirmed !== b.item.confirmed) return a.item.confirmed ? -1 : 1;
      const time = a.item.confirmed ? Date.parse(a.item.at) - Date.parse(b.item.at) : 0;
      return time || a.index - b.index;
    })
    .map(({ item }) => item);
}

const same = (a: Message, b: Message) => a.id === b.id || (!!a.message_id && a.message_id === b.message_id);

/** Adds a message or brings it up to date; marks never go back from read to delivered. */
export function upsert(thread: Thread, message: Message, tick: number, confirmed = true): Thread {
  const known = thread.find((item) => same(item, message));
  if (!known) return ordered([...thread, { ...message, confirmed, tick }]);
  const fresh = confirmed ? { ...known, ...message } : { ...message, ...known };
  const status = rank(known.status) > rank(message.status) ? known.status : message.status;
  const next = { ...fresh, status, confirmed: confirmed || known.confirmed, tick };
  return ordered(thread.map((item) => (item === known ? next : item)));
}

/**
 * Takes what the server lists as the truth for the whole window. A confirmed message it no longer lists was retracted,
 * unless we heard of it after `asked`, the tick at which the question went out.
 */
export function replaceWindow(thread: Thread, listed: readonly Message[], asked: number): Thread {
  const gone = (item: Item) =>
    item.confirmed && item.tick <= asked && !listed.some((message) => same(item, message));
  return listed.reduce<Thread>(
    (result, message) => upsert(result, message, asked),
    thread.filter((item) => !gone(item)),
  );
}

/** Sets the mark of a message, and of the earlier ones of the same direction when it was read. */
export function mark(thread: Thread, id: string, status: string): Thread {
  const index = thread.findIndex((item) => item.id === id || item.message_id === id);
  const direction = thread[index]?.direction;
  return thread.map((item, i) => {
    const meant = i === index || (status === "read" && i < index && item.direction === direction);
    const forward = rank(status) > rank(item.status) || (status === "failed" && rank(item.status) < 3);
    return meant && forward ? { ...item, status } : item;
  });
}

export const without = (thread: Thread, id: string): Thread =>
  thread.filter((item) => item.id !== id && item.message_id !== id);

/** Answers that were not read yet; `readAt` is the time of the newest one that was, in this browser. */
export function unread(thread: Thread, readAt: string | null): number {
  const seen = readAt ? Date.parse(readAt) : 0;
  return thread.filter((m) => m.direction === "out" && m.status !== "read" && Date.parse(m.at) > seen).length;
}

export const lastAnswer = (thread: Thread): Item | undefined =>
  thread.findLast((item) => item.direction === "out");

export interface Shown {
  key: string;
  direction: "in" | "out";
  text: string;
  at: string;
  attachments: Attachment[];
  status: string;
  author: string | null;
  error: string | null;
}

export interface Group {
  key: string;
  day: string | null;
  direction: "in" | "out";
  author: string | null;
  messages: Shown[];
}

const GAP = 5 * 60_000;

/** Gathers what one side said in one breath; `day` is set on the first group of each day of the visitor's calendar. */
export function grouped(shown: readonly Shown[]): Group[] {
  const groups: Group[] = [];
  let day = "";
  for (const message of shown) {
    const last = groups.at(-1);
    const before = last?.messages.at(-1);
    const today = new Date(message.at).toDateString();
    const close = before && Date.parse(message.at) - Date.parse(before.at) < GAP;
    if (
      last &&
      close &&
      today === day &&
      last.direction === message.direction &&
      last.author === message.author
    ) {
      last.messages.push(message);
      continue;
    }
    const { key, direction, author } = message;
    groups.push({ key, day: today === day ? null : message.at, direction, author, messages: [message] });
    day = today;
  }
  return groups;
}
