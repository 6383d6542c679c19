import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
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
  return {
    entries: query.data?.pages.flatMap((page) => page.entries) ?? [],
    isLoading: query.isLoading,
    failure: failureOf(query.error),
    hasMore: query.hasNextPage,
    isLoadingMore: query.isFetchingNextPage,
    loadMore: () => void query.fetchNextPage(),
    refetch: () => void query.refetch(),
  }
}
