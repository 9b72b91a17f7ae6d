export const SECTIONS = ["suggestions", "shared", "conflicts", "biggest", "events", "model"] as const;
export type OrderSection = (typeof SECTIONS)[number];

/** Operators see the hint in a conversation; the lists are for who keeps customers in order. */
export const keepsOrder = (role: "owner" | "supervisor" | "operator") => role !== "operator";
