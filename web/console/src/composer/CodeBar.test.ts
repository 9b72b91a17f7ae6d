import type { Code } from "@nitka/api-client/assurance";
import { translator } from "@nitka/ui/i18n";
import { describe, expect, it } from "vitest";
import type { Texts } from "../i18n";
import { texts } from "../i18n/ru";
import { codeWords } from "./CodeBar";

const t = translator<Texts>("ru", texts);
const NOW = Date.parse("2026-05-01T12:00:00Z");
const code = (more: Partial<Code>): Code => ({
  id: "c",
  type: "email",
  value: "vera@customer.example",
  standing: "open",
  sending: "sent",
  error: null,
  tries_left: 5,
  asked_at: "2026-05-01T11:59:00Z",
  expires_at: "2026-05-01T12:09:00Z",
  ...more,
});

describe("what is said of a code", () => {
  it.each([
    [{}, "Код отправлен на vera@customer.example"],
    [{ sending: "queued" }, "Отправляем код"],
    [{ sending: "failed", error: "нет связи" }, "не ушёл: нет связи"],
    [{ sending: "failed", error: null }, "не ушёл."],
    [{ tries_left: 1 }, "осталась 1 попытка"],
    [{ tries_left: 4 }, "осталось 4 попытки"],
    [{ standing: "tries", tries_left: 0 }, "слишком часто вводили неверно"],
    [{ standing: "expired", tries_left: 0 }, "не ввели вовремя"],
  ] as [Partial<Code>, string][])("%o", (more, words) => {
    expect(codeWords(code(more), t, NOW)).toContain(words);
  });

  it("is nothing once it was typed, replaced, or long ago", () => {
    expect(codeWords(null, t, NOW)).toBeNull();
    expect(codeWords(code({ standing: "used" }), t, NOW)).toBeNull();
    expect(codeWords(code({ standing: "replaced" }), t, NOW)).toBeNull();
    expect(codeWords(code({}), t, NOW + 2 * 3_600_000)).toBeNull();
  });
});
