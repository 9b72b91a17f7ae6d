import type { Http } from "./http";
import type { Page } from "./types";

export type ConsentState = "granted" | "refused";

/** What a customer said they allow or refuse; an empty channel or topic means any. */
export interface Statement {
  id: string;
  purpose: string;
  channel: string;
  topic: string;
  state: ConsentState;
  source: string;
  reason: string;
  touch_id: string | null;
  policy_version: string;
  author: { id: string; name: string | null } | null;
  at: string;
  recorded_at: string;
  subjects: string[];
}

export interface NewConsent {
  purpose: string;
  state: ConsentState;
  channel?: string;
  topic?: string;
  reason?: string;
}

/** What customers allow and refuse. */
export function consents({ request }: Http) {
  return {
    of: (customerId: string) => request<{ items: Statement[] }>("GET", `/customers/${customerId}/consents`),
    history: (customerId: string) =>
      request<Page<Statement>>("GET", `/customers/${customerId}/consents/history`),
    record: (customerId: string, body: NewConsent) =>
      request<{ items: Statement[] }>("POST", `/customers/${customerId}/consents`, { body }),
  };
}
