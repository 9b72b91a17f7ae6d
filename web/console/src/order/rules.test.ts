import type { Feature } from "@nitka/api-client/stewardship";
import type { Customer } from "@nitka/api-client/types";
import { describe, expect, it } from "vitest";
import { after, beside, chance, signed, waterfall } from "./rules";

const step = (feature: string, weight: number): Feature => ({
  feature,
  weight,
  level: null,
  a: null,
  b: null,
});
const customer = (fields: Partial<Customer>): Customer => ({
  id: "c",
  name: null,
  known_by: null,
  identifiers: [],
  traits: {},
  blocked: false,
  created_at: "2026-01-01T00:00:00Z",
  open_conversation_id: null,
  ...fields,
});
const known = (type: string, value: string) => ({
  id: value,
  type,
  namespace: "",
  value,
  assurance: "asserted" as const,
  status: "normal" as const,
  first_at: "2026-01-01T00:00:00Z",
});

describe("a score in per cent", () => {
  it.each([
    [0, 50],
    [4.5, 96],
    [8, 99.6],
    [60, 99.9],
    [-20, 1],
  ])("log2 odds of %d are %d %%, never certainty", (score, percent) => {
    expect(chance(score)).toBe(percent);
  });
});

describe("the waterfall", () => {
  it("lets each bar go on where the one before ended", () => {
    const { steps, zero, total } = waterfall([
      step("prior", -14),
      step("first_name", 6),
      step("birth_date", 12),
    ]);
    expect(total).toBe(4);
    expect(zero).toBeCloseTo(77.78, 1);
    expect(steps.map(({ left, width }) => [Math.round(left), Math.round(width)])).toEqual([
      [0, 78],
      [0, 33],
      [33, 67],
    ]);
  });

  it("stays within the chart when all speaks one way, and when nothing is said", () => {
    expect(waterfall([step("prior", -3), step("city", -1)]).steps.every((one) => one.left >= 0)).toBe(true);
    expect(waterfall([]).zero).toBe(0);
  });
});

describe("figures", () => {
  it("have their sign and stand straight", () => {
    expect(signed(6.1, "ru")).toBe("+6,1");
    expect(signed(-14, "en")).toBe("−14.0");
  });
});

describe("two profiles side by side", () => {
  const sasha = customer({
    name: "Саша",
    traits: { city: "Казань", plan: "gold" },
    identifiers: [known("email", "s@a.ru")],
  });
  const alex = customer({
    name: "Александр",
    traits: { city: "казань" },
    identifiers: [known("email", "a@a.ru")],
  });

  it("show what differs before what is the same and what one side only says", () => {
    expect(beside(sasha, alex).map(({ key, same }) => [key, same])).toEqual([
      ["name", false],
      ["email", false],
      ["city", true],
      ["plan", null],
    ]);
  });

  it("hold nothing against anybody for using two browsers", () => {
    const here = customer({ identifiers: [known("device", "1")] });
    const there = customer({ identifiers: [known("device", "2")] });
    expect(beside(here, there).find((one) => one.key === "device")?.same).toBeNull();
    expect(beside(here, here).find((one) => one.key === "device")?.same).toBe(true);
  });

  it("call it the same when one value of several is", () => {
    const both = customer({ identifiers: [known("email", "a@a.ru"), known("email", "b@a.ru")] });
    expect(beside(both, alex).find((one) => one.key === "email")?.same).toBe(true);
  });
});

describe("what is shown after a decision", () => {
  const items = [{ id: "1" }, { id: "2" }, { id: "3" }];
  it("is the next one, the last, or nothing", () => {
    expect(after(items, "2")).toBe("3");
    expect(after(items, "3")).toBe("2");
    expect(after([{ id: "1" }], "1")).toBeUndefined();
  });
});
