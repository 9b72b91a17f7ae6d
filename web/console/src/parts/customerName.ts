import type { Customer } from "@nitka/api-client/types";
import type { T } from "../i18n";

const TURNED = /[\u202a-\u202e\u2066-\u2069]/g;

/** A name without the marks that turn the direction of writing: they would make a file look like another, or garble ours. */
export const straight = (name: string) => name.replace(TURNED, "");

/** A name to call a customer by: theirs, else the best identifier, else plainly «visitor». */
export function customerName(
  customer: { name: string | null } & Partial<Pick<Customer, "identifiers">>,
  t: T,
): string {
  if (customer.name) return straight(customer.name);
  const telling = customer.identifiers?.find((item) => item.type === "phone" || item.type === "email");
  return telling ? showValue(telling.type, telling.value, t) : t("customer.nameless");
}

/** Writes a Russian phone number as people read it; a browser is told by the end of its long id; all else stays as it is. */
export function showValue(type: string, value: string, t: T): string {
  if (type === "phone") {
    const found = /^\+7(\d{3})(\d{3})(\d{2})(\d{2})$/.exec(value);
    return found ? `+7 ${found[1]} ${found[2]}-${found[3]}-${found[4]}` : value;
  }
  return type === "device" ? t("identifier.device", { id: value.slice(-4) }) : value;
}
