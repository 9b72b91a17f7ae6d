import { expect, test } from "vitest";
import { linkify } from "./linkify";

const links = (text: string) => linkify(text).flatMap((part) => (part.href ? [[part.text, part.href]] : []));

test.each([
  ["см. https://a.ru/b?c=1#d.", "https://a.ru/b?c=1#d", "https://a.ru/b?c=1#d"],
  [
    "(https://ru.wikipedia.org/wiki/Нить_(значения))",
    "https://ru.wikipedia.org/wiki/Нить_(значения)",
    undefined,
  ],
  ["www.example.com, да", "www.example.com", "https://www.example.com/"],
  ["пишите на ivan.p+1@example.co.uk!", "ivan.p+1@example.co.uk", "mailto:ivan.p+1@example.co.uk"],
  ["«https://a.ru»", "https://a.ru", "https://a.ru/"],
])("%s", (text, shown, href) => {
  const [found] = links(text);
  expect(found?.[0]).toBe(shown);
  if (href) expect(found?.[1]).toBe(href);
});

test.each([
  "javascript:alert(1)",
  "data:text/html,x",
  "<img src=x onerror=alert(1)>",
  "a@b",
  "1.2.3",
  "https://",
])("%s is only text", (text) => expect(links(text)).toEqual([]));

test("no letter of the text is lost or changed", () => {
  const text = "Раз https://a.ru/x), два www.b.com… три c@d.ru?!\nhttps://a.ru";
  expect(
    linkify(text)
      .map((part) => part.text)
      .join(""),
  ).toBe(text);
});
