import { expect, test } from "vitest";
import { size } from "../lazy/size";
import { words as en } from "./en";
import { words as ru } from "./ru";
import { clock, day, opening } from "./times";
import { fill, listed, pickLanguage, plural } from "./words";

const now = new Date("2025-11-20T15:00:00+03:00"); // a Thursday

test.each([
  [["ru-RU"], "ru"],
  [[undefined, "", "en_US"], "en"],
  [["kk", "ru"], "ru"],
  [["de", null], "en"],
])("of %j one speaks %s", (wishes, language) => expect(pickLanguage(wishes)).toBe(language));

test.each([
  [1, "непрочитанное сообщение"],
  [2, "непрочитанных сообщения"],
  [5, "непрочитанных сообщений"],
  [11, "непрочитанных сообщений"],
  [21, "непрочитанное сообщение"],
])("%i %s", (count, form) => expect(plural("ru", count, ru.unread)).toBe(form));

test("English has one and many", () => {
  expect([1, 2, 5].map((count) => plural("en", count, en.unread))).toEqual([
    "unread message",
    "unread messages",
    "unread messages",
  ]);
});

test.each([
  ["2025-11-20T18:00:00+03:00", "сегодня в 18:00", "today at 18:00"],
  ["2025-11-21T09:00:00+03:00", "завтра в 9:00", "tomorrow at 9:00"],
  ["2025-11-24T09:30:00+03:00", "в понедельник в 9:30", "on Monday at 9:30"],
  ["2025-12-12T09:00:00+03:00", "12 декабря в 9:00", "12 December at 9:00"],
])("back at %s", (at, russian, english) => {
  expect(opening(ru, at, now).replace(/ 0/, " ")).toBe(russian);
  expect(opening(en, at, now).replace(/ 0/, " ")).toBe(english);
});

test("days have names while they are near", () => {
  expect(day(ru, "2025-11-20T00:01:00+03:00", now)).toBe("сегодня");
  expect(day(ru, "2025-11-19T23:59:00+03:00", now)).toBe("вчера");
  expect(day(ru, "2025-11-10T12:00:00+03:00", now)).toBe("10 ноября");
  expect(day(en, "2024-11-10T12:00:00+03:00", now)).toBe("10 November 2024");
  expect(clock("ru", "2025-11-20T06:05:00Z")).toBe("09:05");
});

test("sizes are short", () => {
  expect(size("ru", 900)).toBe("900 Б");
  expect(size("ru", 1_468_006)).toBe("1,4 МБ");
  expect(size("en", 20 * 1024 * 1024)).toBe("20 MB");
});

test("names are listed as one would say them", () => {
  expect(listed(["Анна"], ru.and)).toBe("Анна");
  expect(listed(["Анна", "Пётр", "Иван"], ru.and)).toBe("Анна, Пётр и Иван");
});

test("only known places are filled", () =>
  expect(fill("до {n} знаков {x}", { n: 5 })).toBe("до 5 знаков {x}"));

test("both languages say the same things", () => {
  const keys = (value: unknown): unknown =>
    value && typeof value === "object" && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, keys(inner)]))
      : true;
  expect(keys(ru)).toEqual(keys(en));
});
