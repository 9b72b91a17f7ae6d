import type { DataKind, Disclosure, KindDisclosure } from "@nitka/api-client/assurance";
import { useQuery } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext } from "react";
import { disclosureQuery } from "../app/queries";
import { useLanguage, useT } from "../i18n";
import css from "./person.module.css";

/** How far something is proven, the weakest first. */
const FIRMNESS: readonly string[] = ["observed", "asserted", "verified", "agent"];

const Current = createContext<Disclosure | null>(null);

/** Says to what stands within what may be told in this conversation; until it is known, nothing is marked. */
export function Telling({ conversationId, children }: { conversationId: string; children: ReactNode }) {
  const { locale } = useLanguage();
  const { data } = useQuery(disclosureQuery(conversationId, locale));
  return <Current value={data ?? null}>{children}</Current>;
}

/** Whether a kind of data may be told; null where there is no conversation to tell it in. */
export function useTelling(kind: DataKind): KindDisclosure | null {
  return useContext(Current)?.kinds.find((one) => one.kind === kind) ?? null;
}

/** Whether something may not be told for want of proof, and not because it never is. */
export const unproven = (disclosure: Disclosure) =>
  disclosure.kinds.find((one) => one.lacking === "sender_unproven" || one.lacking === "not_linked") ?? null;

/** Whether an address of the customer may be named here: only what is proven to be the speaker's. */
export function useNameable(identifierId: string): boolean {
  const disclosure = useContext(Current);
  const needs = disclosure?.kinds.find((one) => one.kind === "contacts")?.needs;
  if (!disclosure || !needs || disclosure.speaker?.identifier_id === identifierId) return true;
  if (needs === "nobody") return false;
  const proven = disclosure.identifiers.find((one) => one.id === identifierId)?.assurance ?? null;
  return proven !== null && FIRMNESS.indexOf(proven) >= FIRMNESS.indexOf(needs);
}

/** One calm line above what is locked. */
export function TellingNote() {
  const t = useT();
  const disclosure = useContext(Current);
  const lacking = disclosure && unproven(disclosure)?.lacking;
  if (!lacking) return null;
  return (
    <p className={css.telling} role="note">
      {t(lacking === "sender_unproven" ? "telling.sender" : "telling.unproven")}
    </p>
  );
}
