import type { Assurance } from "@nitka/api-client/types";

/**
 * How far an identifier is proven, as one reads it. A browser with its secret is the same browser as before; of whoever
 * sits at it, that proves nothing.
 */
export const provenAs = (type: string, assurance: Assurance): Assurance | "recognised" =>
  type === "device" && assurance === "verified" ? "recognised" : assurance;
