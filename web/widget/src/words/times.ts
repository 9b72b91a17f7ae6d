import type { Language, Words } from "./words";

const clocks = new Map<string, Intl.DateTimeFormat>();

function format(language: Language, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = language + JSON.stringify(options);
  const kept = clocks.get(key) ?? new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, options);
  clocks.set(key, kept);
  return kept;
}

/** Hours and minutes by the visitor's clock. */
export const clock = (language: Language, at: string) =>
  format(language, { hour: "2-digit", minute: "2-digit" }).format(new Date(at));

/** Whole days of the calendar from `now` to `at`; negative for the past. */
function daysAway(at: Date, now: Date): number {
  const midnight = (day: Date) => Date.UTC(day.getFullYear(), day.getMonth(), day.getDate());
  return (midnight(at) - midnight(now)) / 86_400_000;
}

/** «сегодня», «вчера», «12 ноября», with the year when it is another. */
export function day(words: Words, at: string, now: Date): string {
  const then = new Date(at);
  const away = daysAway(then, now);
  if (away === 0) return words.today;
  if (away === -1) return words.yesterday;
  const year = then.getFullYear() === now.getFullYear() ? undefined : "numeric";
  return format(words.language, { day: "numeric", month: "long", year }).format(then);
}

/** When the company is back: «завтра в 9:00», «в понедельник в 9:00», «12 ноября в 9:00». */
export function opening(words: Words, at: string, now: Date): string {
  const then = new Date(at);
  const away = daysAway(then, now);
  const hour = format(words.language, { hour: "numeric", minute: "2-digit" }).format(then);
  if (away <= 0) return `${words.todayAt} ${hour}`;
  if (away === 1) return `${words.tomorrowAt} ${hour}`;
  const name =
    away < 7
      ? words.on[then.getDay()]
      : format(words.language, { day: "numeric", month: "long" }).format(then);
  return `${name} ${words.in} ${hour}`;
}
