/** What the widget says, in one language. Counted words come as one, few, many (or one, other). */
export interface Words {
  language: "ru" | "en";
  open: string;
  close: string;
  unread: string[];
  online: string;
  here: string;
  away: string;
  back: string;
  today: string;
  todayAt: string;
  tomorrowAt: string;
  yesterday: string;
  in: string;
  on: Record<number, string>;
  and: string;
  hello: string;
  log: string;
  you: string;
  write: string;
  send: string;
  attach: string;
  emoji: string;
  typing: string;
  older: string;
  marks: Record<string, string>;
  failed: string;
  retry: string;
  discard: string;
  offline: string;
  tooLong: string;
  partFailed: string;
}

export type Language = Words["language"];

/** Picks the language: what the page asks for, the page's own, the browser's, the workspace's; English if none is ours. */
export function pickLanguage(wishes: readonly (string | null | undefined)[]): Language {
  for (const wish of wishes) {
    const language = wish?.toLowerCase().split(/[-_]/)[0];
    if (language === "ru" || language === "en") return language;
  }
  return "en";
}

/** `{n}` and its like are replaced by what is given. */
export const fill = (text: string, values: Record<string, string | number>) =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));

/** The word that goes with a number: «1 сообщение, 2 сообщения, 5 сообщений». */
export function plural(language: Language, count: number, forms: readonly string[]): string {
  const rule = new Intl.PluralRules(language).select(count);
  return forms[rule === "one" ? 0 : rule === "few" ? 1 : forms.length - 1] ?? "";
}

/** Words with what a reader would say between them: «Анна, Пётр и Иван». */
export const listed = (names: readonly string[], and: string) =>
  names.length < 2 ? (names[0] ?? "") : `${names.slice(0, -1).join(", ")} ${and} ${names.at(-1)}`;
