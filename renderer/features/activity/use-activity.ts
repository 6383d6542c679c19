import { useInfiniteQuery } from '@tanstack/react-query'
import type { ActivityEntry, ActivityPage } from '../../../shared/activity.ts'
import type { Failure } from '../../../shared/result.ts'
import { ask, failureOf, topicsOf } from '../../app/api.ts'

export interface ActivityList {
  /** Newest first, as many pages as were asked for. */
  readonly entries: readonly ActivityEntry[]
  readonly timeZone: string
  readonly isLoading: boolean
  readonly failure: Failure | null
  readonly hasMore: boolean
  readonly isLoadingMore: boolean
  readonly loadMore: () => void
  readonly refetch: () => void
}

/**
 * The event log from its newest entry backwards, a page at a time, read again whenever something
 * happens.
 *
 * @param family only events of that family; null for all
 */
export function useActivity(family: string | null): ActivityList {
  const query = useInfiniteQuery({
    queryKey: ['activity.list', family],
    queryFn: ({ pageParam }): Promise<ActivityPage> =>
      ask('activity.list', { beforeSeq: pageParam, family }),
    initialPageParam: null as number | null,
    getNextPageParam: (page) => page.nextBeforeSeq,
    meta: { topics: topicsOf('activity.list', {}) },
  })
  const first = query.data?.pages[0]
  return {
    entries: query.data?.pages.flatMap((page) => page.entries) ?? [],
    timeZone: first?.timeZone ?? 'UTC',
    isLoading: query.isLoading,
    failure: failureOf(query.error),
    hasMore: query.hasNextPage,
    isLoadingMore: query.isFetchingNextPage,
    loadMore: () => void query.fetchNextPage(),
    refetch: () => void query.refetch(),
  }
}
