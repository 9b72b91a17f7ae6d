import { Button } from "@mantine/core";
import type { Page } from "@nitka/api-client/types";
import type { InfiniteData, UseInfiniteQueryResult } from "@tanstack/react-query";
import { type ReactNode, useEffect } from "react";
import { useT } from "../i18n";
import { Empty } from "../parts/Empty";
import { Skeleton } from "../parts/Skeleton";
import { Trouble } from "../parts/Trouble";

interface Props<T> {
  query: UseInfiniteQueryResult<InfiniteData<Page<T>>>;
  empty: string;
  emptyHint: string;
  children(items: T[]): ReactNode;
}

/** A list of pages in each of its states. A page may come empty though more follow: it goes on by itself until something comes. */
export function ListOf<T>({ query, empty, emptyHint, children }: Props<T>) {
  const t = useT();
  const items = query.data?.pages.flatMap((page) => page.items) ?? [];
  const nothingYet = items.length === 0 && query.hasNextPage;
  const { isFetchingNextPage, fetchNextPage } = query;
  useEffect(() => {
    if (nothingYet && !isFetchingNextPage) void fetchNextPage();
  }, [nothingYet, isFetchingNextPage, fetchNextPage]);
  if (query.isError && !query.data) return <Trouble error={query.error} retry={() => void query.refetch()} />;
  if (query.isPending || nothingYet) return <Skeleton lines={10} gap={20} />;
  if (items.length === 0) return <Empty title={empty}>{emptyHint}</Empty>;
  return (
    <>
      {children(items)}
      {query.hasNextPage && (
        <Button variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()} m="md">
          {t("order.more")}
        </Button>
      )}
    </>
  );
}
