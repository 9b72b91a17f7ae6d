import type { SharedUse } from "@nitka/api-client/households";
import type { ModelChange, RevisionState } from "@nitka/api-client/model";
import type { EventFilter, SuggestionState } from "@nitka/api-client/stewardship";
import type { Locale } from "@nitka/api-client/types";
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { desk } from "../app/api";
import { isMoving } from "./modelRules";

const first = null as string | null;
const next = (page: { next: string | null }) => page.next;

export const suggestionsQuery = (state: SuggestionState) =>
  infiniteQueryOptions({
    queryKey: ["suggestions", state],
    queryFn: ({ pageParam }) => desk.stewardship.suggestions(state, { cursor: pageParam }),
    initialPageParam: first,
    getNextPageParam: next,
  });

export const sharedQuery = (use: SharedUse | undefined) =>
  infiniteQueryOptions({
    queryKey: ["order", "shared", use],
    queryFn: ({ pageParam }) => desk.stewardship.shared(use, { cursor: pageParam }),
    initialPageParam: first,
    getNextPageParam: next,
  });

export const sharedCountsQuery = queryOptions({
  queryKey: ["order", "shared", "counts"],
  queryFn: desk.stewardship.sharedCounts,
});

export const aroundQuery = (customerId: string) =>
  queryOptions({
    queryKey: ["around", customerId],
    queryFn: () => desk.households.around(customerId),
  });

/** Who has something shared, as the list tells it when a row is opened. */
export const havingQuery = (use: SharedUse, id: string) =>
  queryOptions({
    queryKey: ["order", "having", use, id],
    queryFn: async () => {
      if (use === "household") return { ...(await desk.households.household(id)), use };
      if (use === "organisation") return { ...(await desk.households.organisation(id)), use };
      return { ...(await desk.households.device(id)), use: "device" as const };
    },
  });

export const conflictsQuery = (locale: Locale) =>
  infiniteQueryOptions({
    queryKey: ["order", "conflicts", locale],
    queryFn: ({ pageParam }) => desk.stewardship.conflicts(locale, { cursor: pageParam }),
    initialPageParam: first,
    getNextPageParam: next,
  });

export const biggestQuery = (by: "identifiers" | "touches") =>
  queryOptions({ queryKey: ["order", "biggest", by], queryFn: () => desk.stewardship.biggest(by) });

export const eventsQuery = (filter: EventFilter, locale: Locale) =>
  infiniteQueryOptions({
    queryKey: ["order", "events", filter, locale],
    queryFn: ({ pageParam }) => desk.stewardship.events(filter, locale, { cursor: pageParam }),
    initialPageParam: first,
    getNextPageParam: next,
  });

/** Asked again every other second while the server is at work on it. */
export const modelQuery = queryOptions({
  queryKey: ["order", "model"],
  queryFn: () => desk.model.status(),
  refetchInterval: ({ state }) => {
    const revision = state.data?.revision;
    return revision && isMoving(revision.state) ? 2000 : false;
  },
});

export const modelChangesQuery = (op: ModelChange["op"] | undefined, version: number, state: RevisionState) =>
  infiniteQueryOptions({
    queryKey: ["order", "model", "changes", op, version, state],
    queryFn: ({ pageParam }) => desk.model.changes(op, { cursor: pageParam }),
    initialPageParam: first,
    getNextPageParam: next,
  });

export const likelyQuery = (customerId: string, locale: Locale) =>
  queryOptions({
    queryKey: ["likely", customerId, locale],
    queryFn: () => desk.stewardship.likely(customerId, locale),
  });

export const separationQuery = (customerId: string, locale: Locale) =>
  queryOptions({
    queryKey: ["separation", customerId, locale],
    queryFn: () => desk.stewardship.separation(customerId, locale),
  });
