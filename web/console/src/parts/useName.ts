import type { Conversation } from "@nitka/api-client/types";
import { useQuery } from "@tanstack/react-query";
import { customerQuery } from "../app/queries";
import { useT } from "../i18n";
import { customerName } from "./customerName";

/** What the customer of an open conversation is called; who gave no name goes by a phone or an address. */
export function useName({ customer }: Conversation): string {
  const t = useT();
  const known = useQuery({ ...customerQuery(customer.id), enabled: !customer.name }).data;
  return customerName(customer.name ? customer : (known ?? customer), t);
}
