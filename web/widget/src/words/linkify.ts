export interface Part {
  text: string;
  href?: string;
}

// Address characters end where a sentence goes on: closing punctuation belongs to the text.
const LINK = /\bhttps?:\/\/[^\s<>"«»]+|\bwww\.[^\s<>"«»]+\.[^\s<>"«»]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+/giu;
const TAIL = /[.,!?:;…'’”]+$/;

/** Drops what closes a sentence, and a bracket that was not opened inside the address. */
function trimmed(raw: string): string {
  for (let link = raw; ; ) {
    let next = link.replace(TAIL, "");
    const open = next.split("(").length;
    if (next.endsWith(")") && next.split(")").length > open) next = next.slice(0, -1);
    if (next === link) return link;
    link = next;
  }
}

/** Returns where a link leads, or undefined when it is no address that one can safely follow. */
function target(link: string): string | undefined {
  if (!/^(https?:|www\.)/i.test(link)) return `mailto:${link}`;
  try {
    return new URL(/^www\./i.test(link) ? `https://${link}` : link).href;
  } catch {
    return undefined;
  }
}

/** Cuts a text into plain pieces and links. Only http, https and mailto are ever followed; the text stays as written. */
export function linkify(text: string): Part[] {
  const parts: Part[] = [];
  let at = 0;
  for (const found of text.matchAll(LINK)) {
    const link = trimmed(found[0]);
    const href = target(link);
    if (!href) continue;
    if (found.index > at) parts.push({ text: text.slice(at, found.index) });
    parts.push({ text: link, href });
    at = found.index + link.length;
  }
  if (at < text.length) parts.push({ text: text.slice(at) });
  return parts;
}
