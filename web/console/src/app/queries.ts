import type { ConversationFilter } from "@nitka/api-client/desk";
import type { Conversation, Locale, Page } from "@nitka/api-client/types";
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { desk, queryClient } from "./api";

const first = null as string | null;

export const meQuery = queryOptions({
  queryKey: ["me"],
  queryFn: desk.auth.me,
  staleTime: Number.POSITIVE_INFINITY,
});

export const countsQuery = queryOptions({ queryKey: ["counts"], queryFn: desk.conversations.counts });

export const conversationsQuery = (filter: ConversationFilter) =>
  infiniteQueryOptions({
    queryKey: ["conversations", filter],
    queryFn: ({ pageParam }) => desk.conversations.list(filter, { limit: 50, cursor: pageParam }),
    initialPageParam: first,
    getNextPageParam: (page) => page.next,
  });

/** A conversation as a list in memory knows it, so that it opens at once and is refreshed behind. */
function listed(id: string): { known: Conversation; at: number } | undefined {
  for (const query of queryClient.getQueryCache().findAll({ queryKey: ["conversations"] })) {
    const list = query.state.data as { pages: Page<Conversation>[] } | undefined;
    const known = list?.pages.flatMap((page) => page.items).find((item) => item.id === id);
    if (known) return { known, at: query.state.dataUpdatedAt };
  }
  return undefined;
}

export const conversationQuery = (id: string) =>
  queryOptions({
    queryKey: ["conversation", id],
    queryFn: () => desk.conversations.get(id),
    initialData: () => listed(id)?.known,
    initialDataUpdatedAt: () => listed(id)?.at,
  });

/** Newest page first: older ones are fetched as the reader scrolls up. */
export const messagesQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: ["messages", id],
    queryFn: ({ pageParam }) =>
      desk.conversations.messages(id, { order: "desc", limit: 50, cursor: pageParam }),
    initialPageParam: first,
    getNextPageParam: (page) => page.next,
  });

export const addressesQuery = (id: string) =>
  queryOptions({ queryKey: ["addresses", id], queryFn: () => desk.conversations.addresses(id) });

/** What may be told to who wrote last in a conversation. */
export const disclosureQuery = (id: string, locale: Locale) =>
  queryOptions({
    queryKey: ["disclosure", id, locale],
    queryFn: () => desk.assurance.disclosure(id, undefined, locale),
  });

export const policyQuery = queryOptions({ queryKey: ["disclosure-policy"], queryFn: desk.assurance.policy });

export const customerQuery = (id: string) =>
  queryOptions({ queryKey: ["customer", id], queryFn: () => desk.customers.get(id) });

export const timelineQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: ["timeline", id],
    queryFn: ({ pageParam }) => desk.customers.timeline(id, { limit: 100, cursor: pageParam }),
    initialPageParam: first,
    getNextPageParam: (page) => page.next,
  });

export const whyQuery = (id: string, locale: Locale) =>
  queryOptions({ queryKey: ["why", id, locale], queryFn: () => desk.customers.why(id, locale) });

export const historyQuery = (id: string, locale: Locale) =>
  queryOptions({ queryKey: ["history", id, locale], queryFn: () => desk.customers.history(id, locale) });

export const customersQuery = (q: string) =>
  infiniteQueryOptions({
    queryKey: ["customers", q],
    queryFn: ({ pageParam }) => desk.customers.list({ q }, { limit: 50, cursor: pageParam }),
    initialPageParam: first,
    getNextPageParam: (page) => page.next,
  });

export const peopleQuery = queryOptions({ queryKey: ["people"], queryFn: desk.settings.people.list });
export const secondFactorQuery = queryOptions({ queryKey: ["second-factor"], queryFn: desk.twoStep.mine });
export const secondFactorDemandQuery = queryOptions({
  queryKey: ["people", "demand"],
  queryFn: desk.twoStep.demand,
});
export const cannedQuery = queryOptions({ queryKey: ["canned"], queryFn: desk.settings.canned.list });
export const tokensQuery = queryOptions({ queryKey: ["tokens"], queryFn: desk.settings.tokens.list });
export const channelKindsQuery = queryOptions({
  queryKey: ["channel-kinds"],
  queryFn: desk.settings.channelKinds,
  staleTime: Number.POSITIVE_INFINITY,
});
export const connectionsQuery = queryOptions({
  queryKey: ["connections"],
  queryFn: desk.settings.connections.list,
});
export const workspaceQuery = queryOptions({ queryKey: ["workspace"], queryFn: desk.settings.workspace });

export const quarantineQuery = infiniteQueryOptions({
  queryKey: ["quarantine"],
  queryFn: ({ pageParam }) => desk.settings.quarantine({ cursor: pageParam }),
  initialPageParam: first,
  getNextPageParam: (page) => page.next,
});

export const auditQuery = infiniteQueryOptions({
  queryKey: ["audit"],
  queryFn: ({ pageParam }) => desk.settings.audit({ limit: 100, cursor: pageParam }),
  initialPageParam: first,
  getNextPageParam: (page) => page.next,
});
