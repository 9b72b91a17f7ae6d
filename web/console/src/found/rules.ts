import type { Finding } from "@nitka/api-client/findings";

/** What still says something to people: what was dismissed is gone, what was confirmed is known. */
export const shown = (one: Finding): boolean => one.state === "open" || one.state === "taken";

/** The one that a key decides on: the latest that nobody has decided yet. */
export const current = (found: readonly Finding[]): Finding | undefined =>
  found.findLast((one) => one.state === "open");

export interface Piece {
  text: string;
  quoted: boolean;
}

/** The text cut where quotes begin and end. The server counts code points, the browser UTF-16 units. */
export function pieces(text: string, found: readonly Finding[]): Piece[] {
  const letters = Array.from(text);
  const marks = found
    .filter((one) => one.part === "text" && one.from < one.to && one.to <= letters.length)
    .toSorted((a, b) => a.from - b.from);
  const cut: Piece[] = [];
  let at = 0;
  const add = (to: number, quoted: boolean) => {
    if (to > at) cut.push({ text: letters.slice(at, to).join(""), quoted });
    at = Math.max(at, to);
  };
  for (const { from, to } of marks) {
    add(from, false);
    add(to, true);
  }
  add(letters.length, false);
  return cut;
}
