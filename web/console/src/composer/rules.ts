import type { Address, CannedAnswer, Draft, Recipient } from "@nitka/api-client/types";

export const sameRecipient = (a: Recipient, b: Recipient) =>
  a.connection_id === b.connection_id && a.identifier_id === b.identifier_id;

/**
 * The address an answer goes to: the one asked for, else where the customer is now, else the best that can be used;
 * `null` also where only a person can tell who the customer is.
 */
export function pickAddress(
  addresses: readonly Address[],
  wanted: Recipient | null | undefined,
): Address | null {
  const usable = addresses.filter((address) => address.available);
  const asked = wanted && addresses.find((address) => sameRecipient(address, wanted));
  if (asked) return asked;
  const current = usable.find((address) => address.current);
  if (mustChoose(addresses)) return null;
  return current ?? [...usable].sort(byProof)[0] ?? addresses[0] ?? null;
}

/** Whether the last words came from somebody who may or may not be the customer, and nothing says which. */
export const mustChoose = (addresses: readonly Address[]) =>
  addresses.some((address) => address.latest) && !addresses.some((address) => address.current);

/** Where the last words came from, when that is not where the answer goes: they may be somebody else's. */
export function spokeElsewhere(addresses: readonly Address[], chosen: Address | null): Address | null {
  const latest = addresses.find((address) => address.latest);
  return !latest || latest.current || latest === chosen ? null : latest;
}

function byProof(a: Address, b: Address): number {
  return Number(b.path === "verified") - Number(a.path === "verified") || byLastWord(a, b);
}

function byLastWord(a: Address, b: Address): number {
  return (b.last_in_at ?? "").localeCompare(a.last_in_at ?? "");
}

/**
 * Whether to warn: something said here would reach an address that is joined to the customer whose conversation it is
 * only by claims or by what we saw. `null` is no reason to.
 */
export function claimWarning(address: Address | null): "asserted" | "observed" | null {
  if (!address) return null;
  return address.path === "asserted" || address.path === "observed" ? address.path : null;
}

export type Obstacle = "empty" | "uploading" | "choose" | "no-address" | "unavailable" | null;

/**
 * Why the message cannot be sent now. A note needs no address; one that is not known yet (`undefined`) is chosen by the
 * server in the same way.
 */
export function obstacle(
  draft: { text: string; note: boolean; files: number; uploading: number },
  address: Address | null | undefined,
  addresses: readonly Address[] = [],
): Obstacle {
  if (draft.uploading > 0) return "uploading";
  if (draft.text.trim() === "" && draft.files === 0) return "empty";
  if (draft.note || address === undefined) return null;
  if (!address) return addresses.length > 0 ? "choose" : "no-address";
  return address.available ? null : "unavailable";
}

/** The word after a `/` that begins the line or follows a space, up to the caret; `null` when none is being typed. */
export function cannedPrefix(text: string, caret: number): { query: string; from: number } | null {
  const found = /(?:^|\s)\/([^\s/]*)$/.exec(text.slice(0, caret));
  if (!found) return null;
  const query = found[1] ?? "";
  return { query, from: caret - query.length - 1 };
}

/** Canned answers for what was typed: by shortcut first, then by words of the title and the text. */
export function findCanned(answers: readonly CannedAnswer[], query: string, limit = 8): CannedAnswer[] {
  const wanted = query.toLocaleLowerCase();
  const rank = (answer: CannedAnswer) => {
    if (answer.shortcut.toLocaleLowerCase().startsWith(wanted)) return 0;
    if (answer.title.toLocaleLowerCase().includes(wanted)) return 1;
    return answer.text.toLocaleLowerCase().includes(wanted) ? 2 : 3;
  };
  return answers
    .map((answer) => ({ answer, rank: rank(answer) }))
    .filter((found) => found.rank < 3)
    .sort((a, b) => a.rank - b.rank || a.answer.shortcut.localeCompare(b.answer.shortcut))
    .slice(0, limit)
    .map((found) => found.answer);
}

/** Puts a canned answer in the place of the `/word`; `{name}` becomes the customer's first name, or goes away with its comma. */
export function insertCanned(
  text: string,
  at: { from: number; caret: number },
  answer: CannedAnswer,
  customer: string | null,
): { text: string; caret: number } {
  const first = customer?.trim().split(/\s+/)[0];
  const words = first ? answer.text.replaceAll("{name}", first) : answer.text.replace(/,?\s*\{name\}/g, "");
  const before = text.slice(0, at.from);
  return { text: before + words + text.slice(at.caret), caret: before.length + words.length };
}

/** A draft worth keeping on the server differs from what it keeps already. */
export function draftChanged(kept: Draft, now: Draft): boolean {
  return (
    kept.text !== now.text ||
    Boolean(kept.note) !== Boolean(now.note) ||
    JSON.stringify(kept.to ?? null) !== JSON.stringify(now.to ?? null)
  );
}
