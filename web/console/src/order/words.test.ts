import { expect, it } from "vitest";
import type { T } from "../i18n";
import { featureName } from "./words";

const t = ((key: string, values?: { name: string }) => values?.name ?? key) as unknown as T;

it("a trait is called in words, however its source writes it", () => {
  expect(featureName(t, "birth_date")).toBe("feature.birth_date");
  expect(featureName(t, "birthDate")).toBe("feature.birth_date");
  expect(featureName(t, "shoe size")).toBe("shoe size");
});
