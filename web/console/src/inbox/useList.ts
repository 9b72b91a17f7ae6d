import type { Conversation } from "@nitka/api-client/types";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useMemo, useRef, useState } from "react";
import { conversationsQuery } from "../app/queries";
import { held, type ListSearch, listFilter, sorted } from "./order";

export interface List {
  items: Conversation[];
  /** How many stand aside until the pointer leaves the list. */
  newcomers: number;
  pending: boolean;
  error: unknown;
  hold(on: boolean): void;
  more(): void;
  retry(): void;
}

/** The list as it is shown: sorted, and still while the pointer is over it. */
export function useList(search: ListSearch): List {
  const filter = listFilter(search);
  const query = useInfiniteQuery({
    ...conversationsQuery(filter),
    placeholderData: search.q ? keepPreviousData : undefined,
  });
  const [holding, setHolding] = useState(false);
  const what = JSON.stringify([filter, search.tab, query.data?.pages.length]);
  const shown = useRef<{ what: string; ids: string[] }>({ what: "", ids: [] });

  const fresh = useMemo(
    () => sorted(query.data?.pages.flatMap((page) => page.items) ?? [], search.tab),
    [query.data, search.tab],
  );
  const still = holding && shown.current.what === what && shown.current.ids.length > 0;
  const { items, waiting } = still ? held(shown.current.ids, fresh) : { items: fresh, waiting: 0 };
  shown.current = { what, ids: items.map((item) => item.id) };

  return {
    items,
    newcomers: waiting,
    pending: query.isPending,
    error: query.data ? null : query.error,
    hold: setHolding,
    more: () => {
      if (query.hasNextPage && !query.isFetchingNextPage) void query.fetchNextPage();
    },
    retry: () => void query.refetch(),
  };
}
