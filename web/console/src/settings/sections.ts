import type { Role } from "@nitka/api-client/types";

export const SECTIONS = [
  "me",
  "channels",
  "people",
  "widget",
  "canned",
  "keys",
  "quarantine",
  "audit",
] as const;
export type Section = (typeof SECTIONS)[number];

const FOR_ALL: readonly Section[] = ["me", "canned"];

/** What of the settings a role may see; the server decides the same for itself. */
export function sections(role: Role): readonly Section[] {
  return role === "operator" ? FOR_ALL : SECTIONS;
}
