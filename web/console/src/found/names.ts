import type { T } from "../i18n";

const NAMED = ["phone", "email", "username", "order", "contract", "name", "device"] as const;

/** What is found, in a word. */
export function findingName(type: string, t: T): string {
  const known = NAMED.find((one) => one === type);
  return t(known ? `found.type.${known}` : "found.type.other");
}
