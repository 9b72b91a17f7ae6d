import type { Http } from "./http";
import type { CustomerBrief } from "./stewardship";
import type { NodeRef, Page } from "./types";

export type RevisionState =
  | "clearing"
  | "comparing"
  | "drawing"
  | "waiting"
  | "switching"
  | "settling"
  | "applying"
  | "suggesting"
  | "done"
  | "refused";

/** What a version would change: groups that are joined and that come apart, and what goes along. */
export interface ModelCounts {
  merges: number;
  splits: number;
  customers_before: number;
  customers_after: number;
  touches: number;
  freed: number;
  lost: number;
}

/** The way to another version; `done` of about `total` of this state are behind it. */
export interface ModelRevision {
  version: number;
  from_version: number;
  state: RevisionState;
  done: number;
  total: number;
  counts: ModelCounts | null;
  computed_at: string | null;
  decided_by: { id: string; name: string | null } | null;
  decided_at: string | null;
  finished_at: string | null;
}

export interface ModelStatus {
  version: number;
  newest: number;
  revision: ModelRevision | null;
}

/** What speaks for one person and what against it. */
export interface Bits {
  one: number;
  two: number;
}

export interface ModelSide {
  customer: CustomerBrief | null;
  identifiers: NodeRef[];
  more: number;
}

export interface ModelChange {
  id: string;
  op: "merge" | "split";
  before: ModelSide[];
  after: ModelSide[];
  touches: number;
  old: Bits | null;
  new: Bits | null;
  by: NodeRef[];
  freed: NodeRef[];
  lost: NodeRef[];
}

/** By which version of the model customers are told apart. */
export function model({ request }: Http) {
  const decide = (version: number, what: "approve" | "refuse" | "again") =>
    request<ModelStatus>("POST", `/identity/model/${version}/${what}`);
  return {
    status: () => request<ModelStatus>("GET", "/identity/model"),
    changes: (op: ModelChange["op"] | undefined, page: { cursor?: string | null } = {}) =>
      request<Page<ModelChange>>("GET", "/identity/model/changes", { query: { op, ...page } }),
    approve: (version: number) => decide(version, "approve"),
    refuse: (version: number) => decide(version, "refuse"),
    again: (version: number) => decide(version, "again"),
  };
}
