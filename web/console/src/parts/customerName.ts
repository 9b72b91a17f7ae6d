import type { Caller } from "@nitka/api-client/types";
import type { T } from "../i18n";

const TURNED = /[\u202a-\u202e\u2066-\u2069]/g;

/** A name without the marks that turn the direction of writing: they would make a file look like another, or garble ours. */
export const straight = (name: string) => name.replace(TURNED, "");

/** A name to call a customer by: theirs, else the identifier that the server finds best, else plainly «visitor». */
export function customerName({ name, known_by }: Pick<Caller, "name" | "known_by">, t: T): string {
  if (name) return straight(name);
  return known_by ? straight(showValue(known_by.type, known_by.value, t)) : t("customer.nameless");
}

/** Writes a Russian phone number as people read it; a browser is told by the end of its long id; all else stays as it is. */
export function showValue(type: string, value: string, t: T): string {
  if (type === "phone") {
    const found = /^\+7(\d{3})(\d{3})(\d{2})(\d{2})$/.exec(value);
    return found ? `+7 ${found[1]} ${found[2]}-${found[3]}-${found[4]}` : value;
  }
  return type === "device" ? t("identifier.device", { id: value.slice(-4) }) : value;
}
