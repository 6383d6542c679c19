import { useInfiniteQuery } from '@tanstack/react-query'
import type { Outbox, OutboxMessage } from '../../../shared/messages.ts'
import type { Failure } from '../../../shared/result.ts'
import { ask, failureOf, topicsOf } from '../../app/api.ts'

/** Which messages are shown. */
export type Shown = 'all' | 'waiting' | 'sent' | 'failed' | 'skipped'

export interface OutboxList {
  /** How sending goes and how many there are; undefined until the first answer. */
  readonly state: Pick<Outbox, 'sending' | 'problem' | 'counts'> | undefined
  /** Newest first, as many pages as were asked for. */
  readonly messages: readonly OutboxMessage[]
  readonly isLoading: boolean
  readonly failure: Failure | null
  readonly hasMore: boolean
  readonly isLoadingMore: boolean
  readonly loadMore: () => void
  readonly refetch: () => void
}

/** The outbox, a page at a time, read again whenever a message changes its state. */
export function useOutbox(show: Shown): OutboxList {
  const query = useInfiniteQuery({
    queryKey: ['messages.outbox', show],
    queryFn: ({ pageParam }) => ask('messages.outbox', { show, before: pageParam }),
    initialPageParam: null as number | null,
    getNextPageParam: (page) => page.nextBefore,
    meta: { topics: topicsOf('messages.outbox', {}) },
  })
  return {
    state: query.data?.pages[0],
    messages: query.data?.pages.flatMap((page) => page.messages) ?? [],
    isLoading: query.isLoading,
    failure: failureOf(query.error),
    hasMore: query.hasNextPage,
    isLoadingMore: query.isFetchingNextPage,
    loadMore: () => void query.fetchNextPage(),
    refetch: () => void query.refetch(),
  }
}
