import type { Http } from "./http";
import type { Customer, Identifier, Page, Recipient, TimelineItem } from "./types";

export type DataKind = "contacts" | "profile" | "messages" | "files" | "orders" | "visits" | "notes";
/** The least that must be proven of who speaks; `nobody`: the customer is never told. */
export type Need = "observed" | "asserted" | "verified" | "nobody";
type Assurance = Identifier["assurance"];

/** A one-time code. What it says is told to nobody but the address. */
export interface Code {
  id: string;
  type: "email" | "phone";
  value: string | null;
  standing: "open" | "used" | "replaced" | "tries" | "expired";
  sending: "queued" | "sending" | "sent" | "failed";
  error: string | null;
  tries_left: number;
  asked_at: string;
  expires_at: string;
}

export interface NewCode {
  identifier_id?: string;
  type?: "email" | "phone";
  value?: string;
  to?: Recipient;
}

/** A code that would prove more. */
export interface WayToRaise {
  type: "email" | "phone";
  value: string | null;
  identifier_id: string;
  to: Recipient;
  text: string;
}

export interface KindDisclosure {
  kind: DataKind;
  needs: Need;
  told: "all" | "part" | "none";
  lacking: "nothing" | "nobody_spoke" | "sender_unproven" | "not_linked" | "never_told";
  text: string;
}

export interface Speaker {
  connection_id: string;
  identifier_id: string;
  channel: string;
  type: string;
  value: string;
  assurance: Assurance;
}

/** What may be told to who speaks in a conversation. */
export interface Disclosure {
  conversation_id: string;
  speaker: Speaker | null;
  kinds: KindDisclosure[];
  identifiers: { id: string; assurance: Assurance | null }[];
  ways: WayToRaise[];
  code: Code | null;
  policy_version: number;
}

export interface DisclosurePolicy {
  needs: Record<DataKind, Need>;
  version: number;
  changed_at: string | null;
  changed_by: string | null;
}

export interface CustomerInConversation {
  customer: Customer;
  speaker: Speaker | null;
  withheld: DataKind[];
}

export interface TimelineInConversation {
  items: TimelineItem[];
  speaker: Speaker | null;
  next: string | null;
}

/** A code that could not be sent. */
export interface UnsentCode {
  id: string;
  type: Code["type"];
  value: string;
  at: string;
  error: string;
  attempts: number;
  by_visitor: boolean;
  connection: string | null;
  conversation_id: string | null;
}

export function assurance({ request }: Http) {
  return {
    disclosure: (id: string, to: string | undefined, locale: "ru" | "en") =>
      request<Disclosure>("GET", `/conversations/${id}/disclosure`, { query: { to, locale } }),
    sendCode: (id: string, body: NewCode) => request<Code>("POST", `/conversations/${id}/codes`, { body }),
    unsentCodes: () => request<Page<UnsentCode>>("GET", "/codes/unsent"),
    resendCode: (id: string) => request<Code>("POST", `/codes/${id}/resend`),
    policy: () => request<DisclosurePolicy>("GET", "/disclosure-policy"),
    changePolicy: (needs: DisclosurePolicy["needs"], version: number) =>
      request<DisclosurePolicy>("PUT", "/disclosure-policy", { body: { needs, version } }),
  };
}
