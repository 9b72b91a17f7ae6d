import type { Text } from "@nitka/ui/i18n";
import { describe, expect, it } from "vitest";
import { texts as english, retold as retoldInEnglish } from "./en";
import { retell, speakFor } from "./retell";
import { retold, texts as russian, sentences } from "./ru";

/** Where what the desk asks for is decided; and of it, what only programs and command lines ask for. */
const DESK =
  /\/nitka\/(channels\/(administration|files)|connectors\/\w+\/(settings|oauth|connector)|conversations|customers|entrypoints\/api|pipeline\/(endpoints|held)|platform\/(auth|blobs))/;
const PROGRAMS =
  /api\/ingest|conversations\/(visitor|codes\/words|disclosure\/rules)|administration\/workspaces|api\/(request|openapi|crossing)|customers\/(evaluation|why)/;
const SAID =
  /\b(?:BadInput|Conflict|Forbidden|NotFound|NotSignedIn|TooLarge|TooMany|Unavailable|SendResult\([^)]*error=|return |_[A-Z_]+ = )\(?\s*f?"([A-Z][^"\n]* [^"\n]*)"/g;
/** What no button of the desk can lead to. */
const FOR_PROGRAMS = [
  "NITKA_",
  "Nitka ",
  "A value in the request is out of range",
  "An identifier is written",
  "Name 2 to",
  "Say `me`",
  "Send the header",
  "The body broke off",
  "The field `file`",
  "There are these statuses",
  "This Idempotency-Key",
  "This belongs to people",
  "This cursor",
  "This page is not allowed",
  "This token",
];

const forms = (text: Text): string[] => (typeof text === "string" ? [text] : Object.values(text));
const places = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((found) => found[1]).sort();

describe("the two languages", () => {
  it("fill in the same values in every text and every form", () => {
    for (const [key, text] of Object.entries(english)) {
      const wanted = places(forms(text)[0] ?? "");
      for (const form of [...forms(text), ...forms(russian[key as keyof typeof english])]) {
        expect(places(form), key).toEqual(wanted);
      }
    }
  });

  it("give Russian numbers all their forms", () => {
    for (const [key, text] of Object.entries(russian)) {
      if (typeof text !== "string") expect(Object.keys(text), key).toEqual(["one", "few", "many", "other"]);
    }
  });
});

describe("the server's sentences", () => {
  const files = import.meta.glob<string>("../../../../src/nitka/**/*.py", {
    query: "?raw",
    import: "default",
    eager: true,
  });
  const code = Object.values(files).join("\n");

  it("are still said by the server", () => {
    const words = sentences.map(([said]) =>
      typeof said === "string" ? said : said.source.replace(/^\^/, "").replace(/\(.*/, ""),
    );
    expect(words.filter((one) => !code.includes(one))).toEqual([]);
  });

  it("are told again with their figures, and only where there are words for them", () => {
    speakFor(retold);
    expect(retell("A file has at most 25 MB")).toBe("Файл слишком большой: предел 25 МБ.");
    expect(retell("The moon is down")).toBeNull();
  });

  it("are all told in Russian where a person at the desk may get them", () => {
    speakFor(retold);
    const desk = Object.entries(files).filter(([path]) => DESK.test(path) && !PROGRAMS.test(path));
    const said = desk.flatMap(([, text]) => [...text.matchAll(SAID)].map((found) => found[1] ?? ""));
    expect(said.length).toBeGreaterThan(80);
    const unheard = said
      .map((one) => one.replaceAll(/\{[^}]+\}/g, "7"))
      .filter((one) => retell(one) === null && !FOR_PROGRAMS.some((words) => one.startsWith(words)));
    expect([...new Set(unheard)]).toEqual([]);
  });

  it.each([
    ["Expected `int` <= 65535", "Укажите число не больше 65535.", "Give a number of at most 65535."],
    [
      "Expected `str` of length <= 200",
      "Слишком длинно: предел 200 знаков.",
      "This is too long: at most 200 characters.",
    ],
    [
      "Expected `str` matching regex '^#[0-9a-fA-F]{6}$'",
      "Запишите цвет так: #1c5d99.",
      "Write a colour like #1c5d99.",
    ],
    [
      "Expected `str` matching regex '^https?://'",
      "Адрес начинается с https://.",
      "Give an address that begins with https://.",
    ],
    ["Object missing required field `password`", "Заполните это поле.", "Fill in this field."],
  ])("say what is wrong with a value in plain words: %s", (said, here, there) => {
    speakFor(retold);
    expect(retell(said)).toBe(here);
    speakFor(retoldInEnglish);
    expect(retell(said)).toBe(there);
  });
});
