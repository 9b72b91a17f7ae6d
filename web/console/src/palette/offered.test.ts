import { expect, it } from "vitest";
import { answers } from "./offered";

it.each([
  ["", true],
  ["наз анн", true],
  ["анн назн", true],
  ["Назначить: Анна", true],
  ["ким анна закрыть", false],
  ["значить", false],
])("«%s» leads to «Назначить: Анна Ким»: %s", (text, found) => {
  expect(answers("Назначить: Анна Ким", text)).toBe(found);
});

it("a long word may end otherwise than in the title", () => {
  expect(answers("Написать заметку", "заметка")).toBe(true);
  expect(answers("Объединить с другим клиентом", "клиентов")).toBe(true);
});
