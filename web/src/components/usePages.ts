import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useCallback, useMemo } from "react";
import { get, type Query } from "@/api/client";

interface PageOf<Row> {
  rows: Row[];
  next: string | null;
  total?: number;
  /** There are more than `total`: counting stopped there. */
  more?: boolean;
}

/** A list read page by page with the server's cursor. `key` and `query` make it a new list. */
export function usePages<Row>(key: readonly unknown[], path: string, query: Query) {
  const list = useInfiniteQuery({
    queryKey: [...key, query],
    queryFn: ({ pageParam, signal }) =>
      get<PageOf<Row>>(path, { ...query, cursor: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
  });
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.rows) ?? [], [list.data]);
  const { fetchNextPage, refetch } = list;
  const loadMore = useCallback(() => void fetchNextPage(), [fetchNextPage]);
  const retry = useCallback(() => void refetch(), [refetch]);
  return {
    rows,
    total: list.data?.pages[0]?.total,
    more: list.data?.pages[0]?.more ?? false,
    loading: list.isPending,
    error: list.isError && rows.length === 0 ? list.error : undefined,
    hasMore: list.hasNextPage,
    loadingMore: list.isFetchingNextPage,
    /** The next page could not be read: it is not asked for again by itself. */
    failedMore: list.isFetchNextPageError,
    loadMore,
    retry,
  };
}
