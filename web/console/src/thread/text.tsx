import type { ReactNode } from "react";

const ADDRESS = /(https?:\/\/[^\s<>"«»]+[^\s<>"«».,;:!?)\]}])/g;

/** The words with their web addresses made into links. Nothing else in a text is ever markup. */
export function linked(text: string): ReactNode[] {
  return text.split(ADDRESS).map((part, index) =>
    index % 2 === 1 ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: parts of one text never change places
      <a key={index} href={part} target="_blank" rel="noopener noreferrer">
        {part}
      </a>
    ) : (
      part
    ),
  );
}

const LONG = 2_500;
const SHOWN = 1_200;

/** The beginning of a text that is too long to be read through in passing, cut between words; `null` for all others. */
export function beginning(text: string): string | null {
  if (text.length <= LONG) return null;
  const space = text.lastIndexOf(" ", SHOWN);
  return text.slice(0, space > SHOWN / 2 ? space : SHOWN).trimEnd();
}

/** Whether HTML says more than the plain words: tables, pictures, links, a look of its own. */
export function worthHtml(html: string): boolean {
  return /<(table|img|style|a\s|h[1-6]|ul|ol|pre)|\sbgcolor=|background/i.test(html);
}

/** Whether a letter brings colours of its own, and so must lie on white paper in the dark too. */
export function hasOwnColours(html: string): boolean {
  return /bgcolor=|background|[\s;"']color\s*[:=]/i.test(html);
}

const REMOTE = /(<img\b[^>]*\s)data-src="(https?:)/i;

/** Whether a letter wants pictures from outside: they tell the sender that it was read, so they wait for a click. */
export function hasRemoteImages(html: string): boolean {
  return REMOTE.test(html);
}

const ATTACHED = /(<img\b[^>]*\s)data-file="([0-9a-f-]{36})"/gi;

/** Ids of the files that a letter shows among its words. */
export const shownInside = (html: string): string[] =>
  [...html.matchAll(ATTACHED)].map((found) => found[2] ?? "");

/**
 * The letter with its pictures: those that came with it at once, by the address that asks who is looking; those from
 * outside, which the server had put aside as `data-src`, only when they are wanted.
 */
export function withPictures(html: string, outside: boolean): string {
  const whole = html.replace(ATTACHED, '$1src="/api/v1/files/$2"');
  return outside ? whole.replace(new RegExp(REMOTE, "gi"), '$1src="$2') : whole;
}
