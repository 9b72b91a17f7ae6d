import { describe, expect, it } from "vitest";
import { plural, translator } from "./i18n";

const dialogs = { one: "{n} диалог", few: "{n} диалога", many: "{n} диалогов", other: "{n} диалога" };

describe("plural", () => {
  it.each([
    [1, "{n} диалог"],
    [2, "{n} диалога"],
    [4, "{n} диалога"],
    [5, "{n} диалогов"],
    [0, "{n} диалогов"],
    [11, "{n} диалогов"],
    [12, "{n} диалогов"],
    [21, "{n} диалог"],
    [22, "{n} диалога"],
    [111, "{n} диалогов"],
    [1.5, "{n} диалога"],
  ])("%d in Russian", (n, form) => {
    expect(plural("ru", n, dialogs)).toBe(form);
  });

  it("gives way to `other` where a language has more forms than the text", () => {
    expect(plural("ru", 5, { one: "file", other: "files" })).toBe("files");
  });
});

describe("translator", () => {
  const texts = { hello: "Здравствуйте, {name}!", count: dialogs, plain: "Просто" } as const;
  const t = translator<typeof texts>("ru", texts);

  it("fills in names", () => {
    expect(t("hello", { name: "Анна" })).toBe("Здравствуйте, Анна!");
  });

  it("chooses the form and writes the number in the language's way", () => {
    expect(t("count", { n: 21 })).toBe("21 диалог");
    expect(t("count", { n: 12345 }).replace(/\s/g, " ")).toBe("12 345 диалогов");
  });

  it("leaves a value that looks like a place alone", () => {
    expect(t("hello", { name: "{name}" })).toBe("Здравствуйте, {name}!");
  });
});
