import type { Finding } from "@nitka/api-client/findings";
import { expect, test } from "vitest";
import { current, pieces } from "./rules";

const finding = (more: Partial<Finding>): Finding => ({
  id: "1",
  message_id: "m",
  kind: "own",
  type: "phone",
  value: "+79161234567",
  part: "text",
  from: 0,
  to: 0,
  quote: "",
  confidence: 0.9,
  state: "open",
  known: null,
  event_id: null,
  decided_by: null,
  decided_at: null,
  at: "2026-01-01T00:00:00Z",
  ...more,
});

test("quotes are found by code points, also after an emoji", () => {
  const found = [finding({ from: 2, to: 5 })];
  expect(pieces("👋 мой т", found)).toEqual([
    { text: "👋 ", quoted: false },
    { text: "мой", quoted: true },
    { text: " т", quoted: false },
  ]);
});

test("quotes that overlap are marked once, what lies outside of the text not at all", () => {
  const found = [
    finding({ from: 2, to: 4 }),
    finding({ from: 0, to: 3 }),
    finding({ from: 90, to: 99 }),
    finding({ from: 0, to: 5, part: "signature" }),
  ];
  expect(pieces("abcdef", found).map((one) => [one.text, one.quoted])).toEqual([
    ["abc", true],
    ["d", true],
    ["ef", false],
  ]);
});

test("a key decides on the latest that is open", () => {
  const found = [finding({ id: "a" }), finding({ id: "b" }), finding({ id: "c", state: "taken" })];
  expect(current(found)?.id).toBe("b");
  expect(current([])).toBeUndefined();
});
