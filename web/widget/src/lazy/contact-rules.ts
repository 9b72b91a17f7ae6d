export interface Problem {
  field: "text" | "reach";
  what: "needText" | "needReach" | "badEmail" | "badPhone";
}

export type Reach = { email: string } | { phone: string };

// Only plain slips are caught here; whether an address works shows when we write to it.
const EMAIL = /^[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$/;

export const isEmail = (reach: string) => EMAIL.test(reach);

/** Finds the first thing wrong with what was typed, or tells whether it is an e-mail or a phone. */
export function checkContact(text: string, reach: string): Problem | { reach: Reach } {
  if (!text) return { field: "text", what: "needText" };
  if (!reach) return { field: "reach", what: "needReach" };
  if (/[@a-zа-яё]/i.test(reach)) {
    return isEmail(reach) ? { reach: { email: reach } } : { field: "reach", what: "badEmail" };
  }
  const digits = reach.replace(/\D/g, "").length;
  return digits >= 10 && digits <= 15 ? { reach: { phone: reach } } : { field: "reach", what: "badPhone" };
}
