import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { ActivityEntry, ActivityPage } from '../../../shared/activity.ts'
import type { Failure } from '../../../shared/result.ts'
import { ask, failureOf, topicsOf } from '../../app/api.ts'
import { inputOf, type LogFilter } from './log-filter.ts'

export interface EventLog {
  /** Newest first, as many pages as were asked for. */
  readonly entries: readonly ActivityEntry[]
  readonly isLoading: boolean
  readonly failure: Failure | null
  readonly hasMore: boolean
  readonly isLoadingMore: boolean
  readonly loadMore: () => void
  readonly refetch: () => void
}

/** The log from its newest event backwards, a page at a time, read again whenever one is added. */
export function useEventLog(filter: LogFilter): EventLog {
  const input = inputOf(filter)
  const query = useInfiniteQuery({
    queryKey: ['events.list', input],
    queryFn: ({ pageParam }): Promise<ActivityPage> =>
      ask('events.list', { ...input, beforeSeq: pageParam }),
    initialPageParam: null as number | null,
    getNextPageParam: (page) => page.nextBeforeSeq,
    placeholderData: keepPreviousData,
    meta: { topics: topicsOf('events.list', input) },
  })
  const entries = query.data?.pages.flatMap((page) => page.entries) ?? []
  const { fetchNextPage, hasNextPage, isFetching, isError } = query
  // A page looks only so far back: one without anything shows nothing that could be scrolled to its end.
  const looksFurther = hasNextPage && query.data?.pages.at(-1)?.entries.length === 0
  useEffect(() => {
    if (looksFurther && !isFetching && !isError) void fetchNextPage()
  }, [looksFurther, isFetching, isError, fetchNextPage])
  return {
    entries,
    isLoading: query.isLoading || (looksFurther && entries.length === 0),
    failure: failureOf(query.error),
    hasMore: query.hasNextPage,
    isLoadingMore: query.isFetchingNextPage,
    loadMore: () => void query.fetchNextPage(),
    refetch: () => void query.refetch(),
  }
}
