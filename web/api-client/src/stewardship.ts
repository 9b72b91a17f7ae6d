import type { SharedUse } from "./households";
import type { Http } from "./http";
import type {
  Assurance,
  Customer,
  Identifier,
  IdentityEvent,
  KnownBy,
  Locale,
  NodeRef,
  Page,
  WhyLink,
} from "./types";

export type SuggestionState = "open" | "accepted" | "dismissed" | "outdated";

/** One step of the waterfall, in bits; the first is the prior, of which neither side says anything. */
export interface Feature {
  feature: string;
  weight: number;
  level: string | null;
  a: string | null;
  b: string | null;
}

/** A customer in a line; `live_id` is who answers for the id today. */
export interface CustomerBrief {
  id: string;
  name: string | null;
  known_by: KnownBy | null;
  live_id: string | null;
}

/** Two customers who are likely one person; `score` is log2 of the odds. */
export interface Suggestion {
  id: string;
  state: SuggestionState;
  score: number;
  features: Feature[];
  a: Customer;
  b: Customer;
  made_at: string;
  decided_at: string | null;
  decided_by: { id: string; name: string | null } | null;
  event_id: string | null;
}

export interface Likely {
  suggestion_id: string;
  score: number;
  other: CustomerBrief;
  features: Omit<Feature, "a" | "b">[];
}

export interface Question {
  feature: string;
  text: string;
  bits: number;
}

export interface LikelyOnes {
  items: Likely[];
  question: Question | null;
}

export type Outcome = "same" | "near" | "differ" | "unknown";

export interface SharedIdentifier {
  identifier: Identifier;
  use: SharedUse;
  reason: "agent" | "crowd" | "contest" | "value";
  people: number;
  seen_with: { type: string; count: number }[];
}

/** How many of the newest thousand are what; `more`: there are more than that. */
export type SharedCounts = Record<SharedUse, number> & { more: boolean };

export interface IdentityConflict {
  a: CustomerBrief;
  b: CustomerBrief;
  reason: "cannot" | "anchors" | "size" | "claims" | "waits";
  anchors: NodeRef[];
  note: string;
  link: WhyLink;
  links: number;
}

export interface BigProfile {
  customer: CustomerBrief;
  identifiers: number;
  touches: number;
  held: { assurance: Assurance; links: number }[];
}

export interface NotedEvent {
  event: IdentityEvent;
  customers: CustomerBrief[];
}

/** `identifier_ids` also names what is not shown, as browsers without a name. */
export interface SeparatedPart {
  identifier_ids: string[];
  identifiers: Identifier[];
}

export interface Cut {
  parts: SeparatedPart[];
  links: WhyLink[];
  more_links: number;
  assurance: Assurance;
}

export interface EventFilter {
  op?: IdentityEvent["op"];
  by?: "rule" | "agent";
}

type Paged = { limit?: number; cursor?: string | null };

/** Keeping in order who is who. */
export function stewardship({ request }: Http) {
  const suggestion = (id: string, what: string, body?: unknown) =>
    request<Suggestion>("POST", `/suggestions/${id}/${what}`, { body });
  return {
    suggestions: (state: SuggestionState, page: Paged = {}) =>
      request<Page<Suggestion>>("GET", "/suggestions", { query: { state, ...page } }),
    accept: (id: string, reason = "") => suggestion(id, "accept", { reason }),
    dismiss: (id: string, reason = "") => suggestion(id, "dismiss", { reason }),
    takeBack: (id: string) => suggestion(id, "undo"),
    answer: (id: string, body: { customer_id: string; feature: string; answer: string }) =>
      request<{ outcome: Outcome }>("POST", `/suggestions/${id}/answer`, { body }),
    likely: (customerId: string, locale: Locale) =>
      request<LikelyOnes>("GET", `/customers/${customerId}/likely`, { query: { locale } }),
    separation: (customerId: string, locale: Locale) =>
      request<{ cuts: Cut[] }>("GET", `/customers/${customerId}/separation`, { query: { locale } }),
    shared: (use: SharedUse | undefined, page: Paged = {}) =>
      request<Page<SharedIdentifier>>("GET", "/identity/shared", { query: { use, ...page } }),
    sharedCounts: () => request<SharedCounts>("GET", "/identity/shared/counts"),
    conflicts: (locale: Locale, page: Paged = {}) =>
      request<Page<IdentityConflict>>("GET", "/identity/conflicts", { query: { locale, ...page } }),
    biggest: (by: "identifiers" | "touches") =>
      request<Page<BigProfile>>("GET", "/identity/biggest", { query: { by } }),
    events: (filter: EventFilter, locale: Locale, page: Paged = {}) =>
      request<Page<NotedEvent>>("GET", "/identity/events", { query: { ...filter, locale, ...page } }),
  };
}
