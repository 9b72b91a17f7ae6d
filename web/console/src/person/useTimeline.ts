import type { TimelineItem } from "@nitka/api-client/types";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { timelineQuery } from "../app/queries";

/** The customer's touches that are in memory, newest first; the thread and the column share them. */
export function useTimeline(customerId: string) {
  const query = useInfiniteQuery(timelineQuery(customerId));
  const items = useMemo<TimelineItem[]>(
    () => query.data?.pages.flatMap((page) => page.items) ?? [],
    [query.data],
  );
  return { items, query };
}
