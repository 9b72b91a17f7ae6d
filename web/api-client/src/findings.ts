import type { Http } from "./http";
import type { Page, Workspace } from "./types";

export type FindingKind = "own" | "former" | "trait" | "other" | "shared";
export type FindingState = "open" | "taken" | "confirmed" | "dismissed";

/** Something that a customer said of who they are; `from` and `to` are code points of the message's text. */
export interface Finding {
  id: string;
  message_id: string;
  kind: FindingKind;
  type: string;
  value: string;
  part: "text" | "signature";
  from: number;
  to: number;
  quote: string;
  confidence: number;
  state: FindingState;
  /** The other customer who has this identifier. */
  known: string | null;
  event_id: string | null;
  decided_by: { id: string; name: string | null } | null;
  decided_at: string | null;
  at: string;
}

/** What a message that was made up would say of its writer. */
export interface TriedFinding {
  kind: FindingKind;
  type: string;
  value: string;
  quote: string;
}

/** What customers said of themselves. */
export function findings({ request }: Http) {
  return {
    of: (conversationId: string) =>
      request<Page<Finding>>("GET", `/conversations/${conversationId}/findings`),
    tryOut: (text: string, words: Workspace["words"]) =>
      request<{ items: TriedFinding[] }>("POST", "/words/try", { body: { text, words } }),
    confirm: (id: string) => request<Finding>("POST", `/findings/${id}/confirm`),
    dismiss: (id: string) => request<Finding>("POST", `/findings/${id}/dismiss`),
  };
}
