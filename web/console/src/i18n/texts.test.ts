import type { Text } from "@nitka/ui/i18n";
import { describe, expect, it } from "vitest";
import { texts as english } from "./en";
import { retell, speakFor } from "./retell";
import { retold, texts as russian } from "./ru";

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
    const words = retold.map(([said]) =>
      typeof said === "string" ? said : said.source.replace(/^\^/, "").replace(/\(.*/, ""),
    );
    expect(words.filter((one) => !code.includes(one))).toEqual([]);
  });

  it("are told again with their figures, and only where there are words for them", () => {
    speakFor(retold);
    expect(retell("A file has at most 25 MB")).toBe("Файл слишком большой: предел 25 МБ.");
    expect(retell("The moon is down")).toBeNull();
  });
});
