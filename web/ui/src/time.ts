/** How the desk writes times: short, in the reader's zone, with tabular figures in mind. */

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const formats = new Map<string, Intl.DateTimeFormat>();

function format(locale: string, name: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale} ${name}`;
  let found = formats.get(key);
  if (!found) {
    found = new Intl.DateTimeFormat(locale, options);
    formats.set(key, found);
  }
  return found;
}

function midnight(at: Date): number {
  return new Date(at.getFullYear(), at.getMonth(), at.getDate()).getTime();
}

/** Whole calendar days between two moments in the reader's zone; 0 is the same day. */
export function daysApart(earlier: Date, later: Date): number {
  return Math.round((midnight(later) - midnight(earlier)) / DAY);
}

/** `10:02` */
export function clock(at: Date, locale: string): string {
  return format(locale, "clock", { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(at);
}

/** `сегодня`, `вчера`, `24 ноября`, `24 ноября 2025 г.`: the name of a day. */
export function dayName(at: Date, now: Date, locale: string): string {
  const apart = daysApart(at, now);
  if (apart === 0 || apart === 1) {
    return new Intl.RelativeTimeFormat(locale, { numeric: "auto" }).format(-apart, "day");
  }
  if (at.getFullYear() === now.getFullYear()) {
    return format(locale, "day", { day: "numeric", month: "long" }).format(at);
  }
  return format(locale, "year", { day: "numeric", month: "long", year: "numeric" }).format(at);
}

/** For a narrow column: `10:31` today, `вчера`, `24 нояб.` this year, `24.11.25` before. */
export function shortWhen(at: Date, now: Date, locale: string): string {
  const apart = daysApart(at, now);
  if (apart === 0) return clock(at, locale);
  if (apart === 1) return dayName(at, now, locale);
  if (at.getFullYear() === now.getFullYear()) {
    return format(locale, "short", { day: "numeric", month: "short" }).format(at);
  }
  return format(locale, "old", { day: "2-digit", month: "2-digit", year: "2-digit" }).format(at);
}

/** The full moment, for tooltips: `22 ноября 2026 г. в 10:31:05`. */
export function fullWhen(at: Date, locale: string): string {
  return format(locale, "full", { dateStyle: "long", timeStyle: "medium" }).format(at);
}

/** `сегодня, 10:31`: a day and a time in a sentence. */
export function dayAndClock(at: Date, now: Date, locale: string): string {
  return `${dayName(at, now, locale)}, ${clock(at, locale)}`;
}

function unit(locale: string, value: number, name: "minute" | "hour" | "day"): string {
  return new Intl.NumberFormat(locale, { style: "unit", unit: name, unitDisplay: "short" }).format(value);
}

/** How long somebody waits: `0:48` under ten minutes (later it would look like a time of day), then `17 мин`, `2 ч`, `3 дн.` */
export function wait(since: Date, now: Date, locale: string): string {
  const passed = Math.max(0, now.getTime() - since.getTime());
  if (passed >= DAY) return unit(locale, Math.floor(passed / DAY), "day");
  if (passed >= HOUR) return unit(locale, Math.floor(passed / HOUR), "hour");
  if (passed >= 10 * MINUTE) return unit(locale, Math.floor(passed / MINUTE), "minute");
  const seconds = Math.floor(passed / SECOND);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

/** How long something lasted, never less than a minute: `4 мин`, `2 ч`. */
export function lasted(milliseconds: number, locale: string): string {
  if (milliseconds >= DAY) return unit(locale, Math.floor(milliseconds / DAY), "day");
  if (milliseconds >= HOUR) return unit(locale, Math.floor(milliseconds / HOUR), "hour");
  return unit(locale, Math.max(1, Math.round(milliseconds / MINUTE)), "minute");
}
