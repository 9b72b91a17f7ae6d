import { expect, it } from "vitest";
import { answers } from "./offered";

it.each([
  ["", true],
  ["наз анн", true],
  ["анн назн", true],
  ["Назначить: Анна", true],
  ["ким анна закрыть", false],
  ["назначение", true],
  ["значить", false],
])("«%s» leads to «Назначить: Анна Ким»: %s", (text, found) => {
  expect(answers("Назначить: Анна Ким", text)).toBe(found);
});
