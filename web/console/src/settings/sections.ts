import type { Role } from "@nitka/api-client/types";

export const SECTIONS = [
  "me",
  "channels",
  "people",
  "widget",
  "canned",
  "telling",
  "words",
  "keys",
  "import",
  "quarantine",
  "audit",
] as const;
export type Section = (typeof SECTIONS)[number];

const FOR_OPERATORS: readonly Section[] = ["me", "canned"];
const FOR_OWNERS: readonly Section[] = ["words", "keys"];

/** What of the settings a role may see; the server decides the same for itself. */
export function sections(role: Role): readonly Section[] {
  if (role === "operator") return FOR_OPERATORS;
  return role === "owner" ? SECTIONS : SECTIONS.filter((one) => !FOR_OWNERS.includes(one));
}
