import type { Household } from "@nitka/api-client/households";
import type { Assurance } from "@nitka/api-client/types";
import { describe, expect, it } from "vitest";
import { neighbours } from "./around";

const thing = (id: string, type: string) => ({
  id,
  type,
  value: id,
  use: "household" as const,
  people: 2,
  first_at: "2026-03-01T09:00:00Z",
});
const member = (id: string, shares: Record<string, Assurance>) => ({
  customer: { id, name: id, known_by: null, live_id: id },
  shares: Object.entries(shares).map(([share, assurance]) => ({ id: share, assurance })),
});
const home: Household = {
  id: "phone",
  shared: [thing("phone", "phone"), thing("tablet", "device")],
  members: [
    member("vera", { tablet: "observed" }),
    member("boris", { phone: "verified", tablet: "observed" }),
    member("anna", { phone: "verified" }),
  ],
};

describe("who is around a customer", () => {
  it("are all others of the household, those first who share most", () => {
    expect(neighbours("boris", new Set(), [home]).map((one) => one.customer.id)).toEqual(["vera", "anna"]);
    const [first, second] = neighbours("anna", new Set(), [home]);
    expect([first?.customer.id, first?.ties.map((one) => one.thing.id)]).toEqual(["boris", ["phone"]]);
    expect([second?.customer.id, second?.ties]).toEqual(["vera", []]);
  });

  it("are told as unproven where one side has only said it; a device needs no proof", () => {
    const said: Household = { ...home, members: [member("anna", { phone: "asserted" }), ...home.members] };
    said.members.splice(3, 1);
    expect(neighbours("boris", new Set(), [said]).map((one) => one.ties.map((tie) => tie.sworn))).toEqual([
      [true],
      [false],
    ]);
    expect(neighbours("anna", new Set(), [said])[0]?.ties[0]?.sworn).toBe(true);
  });

  it("are also those whose device somebody unnamed writes from", () => {
    const guests = neighbours("guest", new Set(["tablet"]), [home]);
    expect(guests.map((one) => [one.customer.id, one.ties.length])).toEqual([
      ["vera", 1],
      ["boris", 1],
      ["anna", 0],
    ]);
  });

  it("are named once, in however many households", () => {
    const other = { ...home, id: "tablet" };
    expect(neighbours("boris", new Set(), [home, other])).toHaveLength(2);
  });
});
