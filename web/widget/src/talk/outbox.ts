import type { Store } from "../page/storage";
import type { Attachment, Draft, Traits } from "./types";

/** A message that the server has not acknowledged. Each has its own place in the store, so that tabs do not overwrite. */
export interface Entry extends Draft {
  at: string;
  files?: Attachment[];
  /** From the contact form: where to answer. */
  contact?: Traits;
  /** The tab that is sending it, and until when (ms) the others leave it to that tab. */
  owner: string;
  leased: number;
  /** A plain sentence when the server will not take it; null while it is on its way. */
  failed: string | null;
}

export const LEASE = 15_000;

const place = (id: string) => `out:${id}`;

/** What waits, in the order it was written. */
export function waiting(store: Store): Entry[] {
  return store
    .names("out:")
    .map((name) => store.get<Entry>(name))
    .filter((entry): entry is Entry => !!entry?.message_id)
    .sort((a, b) => a.at.localeCompare(b.at) || a.message_id.localeCompare(b.message_id));
}

/** Picks what this tab should send now: its own, or one whose tab is gone. Order holds: nothing overtakes. */
export function nextToSend(entries: readonly Entry[], me: string, now: number): Entry | null {
  const first = entries.find((entry) => !entry.failed);
  return first && (first.owner === me || first.leased < now) ? first : null;
}

/** Returns when (ms) the first entry of another tab falls to us, or null. */
export function nextLease(entries: readonly Entry[], me: string): number | null {
  const first = entries.find((entry) => !entry.failed);
  return first && first.owner !== me ? first.leased : null;
}

export const keep = (store: Store, entry: Entry) => store.set(place(entry.message_id), entry);

export const settle = (store: Store, id: string) => store.remove(place(id));

/** Keeps the entry with a change, unless it was settled meanwhile: an answer may come twice. */
export function change(store: Store, id: string, part: Partial<Entry>): void {
  const entry = store.get<Entry>(place(id));
  if (entry) keep(store, { ...entry, ...part });
}

/** Leaves this tab's entries to whoever comes next: called when the page goes. */
export function release(store: Store, me: string): void {
  for (const entry of waiting(store)) if (entry.owner === me) keep(store, { ...entry, leased: 0 });
}
