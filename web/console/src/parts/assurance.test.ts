import { expect, it } from "vitest";
import { provenAs } from "./assurance";

it("a browser that is known again proves nobody", () => {
  expect(provenAs("device", "verified")).toBe("recognised");
  expect(provenAs("device", "observed")).toBe("observed");
  expect(provenAs("device", "agent")).toBe("agent");
  expect(provenAs("email", "verified")).toBe("verified");
});
