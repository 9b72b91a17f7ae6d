import type { WhyLink } from "@nitka/api-client/types";
import { expect, it } from "vitest";
import { reasons } from "./why";

const node = (id: string) => ({ id, type: "email", value: id });

function link(a: string, b: string, touch: string, part: Partial<WhyLink> = {}): WhyLink {
  return {
    a: node(a),
    b: node(b),
    kind: "together",
    assurance: "asserted",
    evidence: { touch },
    text: `${a} и ${b}`,
    because: "В одном сообщении чата, 5 марта 2026 г.",
    ...part,
  };
}

it("each piece of evidence is told once, with all that it ties together", () => {
  const told = reasons([
    link("device", "email", "t1"),
    link("device", "phone", "t1"),
    link("email", "phone", "t1"),
    link("device", "crm", "t2"),
  ]);
  expect(told.map((one) => one.nodes.map(({ id }) => id))).toEqual([
    ["device", "email", "phone"],
    ["device", "crm"],
  ]);
});

it("what is proven otherwise, or decided by somebody, stands by itself", () => {
  const told = reasons([
    link("a", "b", "t1", { assurance: "verified" }),
    link("b", "c", "t1"),
    link("c", "d", "t1", {
      kind: "merge",
      evidence: { at: "2026-03-05" },
      because: "Объединено оператором.",
    }),
  ]);
  expect(told.map((one) => one.assurance)).toEqual(["verified", "asserted", "asserted"]);
});
