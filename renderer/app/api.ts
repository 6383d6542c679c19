import { QueryClient, keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { use, useCallback, useEffect, useRef, useState } from 'react'
import type { InputOf, OutputOf, Undo } from '../../shared/contract.ts'
import {
  contracts,
  type CommandName,
  type Contracts,
  type QueryName,
} from '../../shared/contracts.ts'
import { newId } from '../../shared/ids.ts'
import type { Failure, Result } from '../../shared/result.ts'
import { topics, type Topic } from '../../shared/topics.ts'
import { useToasts } from '../ui/toast.tsx'
import { send } from './bridge.ts'
import { isOutdated, isUnread, nextIntent, settle, type Intent } from './command-intent.ts'
import { useFailureToast } from './failure-toast.ts'
import { minuteNow, onMinute } from './minute.ts'
import { insteadOf } from './not-undone.ts'
import { sharesTopic } from './topic-match.ts'
import { UndoContext, undoIn, type UndoStack } from './undo-context.ts'

/** A refusal on its way through TanStack Query, which knows only thrown errors. */
class QueryRefused extends Error {
  readonly failure: Failure

  constructor(failure: Failure) {
    super(failure.message)
    this.failure = failure
  }
}

/**
 * The renderer's copy of what queries answered. Nothing is read again by itself, only when main
 * says that one of its topics changed. `always`: the network has no part in talking to main.
 */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        networkMode: 'always',
        retry: false,
        staleTime: Number.POSITIVE_INFINITY,
        refetchOnWindowFocus: false,
        refetchOnReconnect: false,
      },
    },
  })
}

/**
 * Reads again what shows a changed topic, and nothing else; with the minute, what shows the time.
 * Returns how to stop.
 *
 * @param isOff true while nothing is to be read; whoever says so has all read again afterwards
 * @example
 * useEffect(() => refreshOnChange(client), [client])
 */
export function refreshOnChange(
  client: QueryClient,
  isOff: () => boolean = () => false,
): () => void {
  const readAgain = (changed: readonly Topic[]) => {
    if (isOff()) return
    void client.invalidateQueries({
      predicate: ({ meta }) => sharesTopic(changed, topicsIn(meta)),
    })
  }
  let minute = minuteNow()
  const stopClock = onMinute(() => {
    if (minute === minuteNow()) return
    minute = minuteNow()
    readAgain([topics.clock])
  })
  const stop = window.fitflow?.onChange(readAgain)
  return () => {
    stopClock()
    stop?.()
  }
}

/** What a screen knows about a query. */
export interface QueryState<T> {
  readonly data: T | undefined
  /** Why there is no fresh answer; older `data` may still be there. */
  readonly failure: Failure | null
  /** True only while there is nothing to show yet. */
  readonly isLoading: boolean
  readonly isFetching: boolean
  readonly refetch: () => void
}

/**
 * Reads from main, typed by the contract, and stays true: when one of the query's topics changes
 * it is read again.
 *
 * @param options.enabled false: not yet
 * @param options.keepPrevious keep showing the last input's answer until the new one is there
 * @example
 * const day = useQueryOf('appointments.day', { date }, { keepPrevious: true })
 * if (day.failure) return <ErrorState error={day.failure} onRetry={day.refetch} />
 */
export function useQueryOf<N extends QueryName>(
  name: N,
  input: InputOf<Contracts[N]>,
  options: { enabled?: boolean; keepPrevious?: boolean } = {},
): QueryState<OutputOf<Contracts[N]>> {
  const query = useQuery({
    queryKey: [name, input],
    queryFn: () => ask(name, input),
    meta: { topics: topicsOf(name, input) },
    enabled: options.enabled ?? true,
    ...(options.keepPrevious === true && { placeholderData: keepPreviousData }),
  })
  return {
    data: query.data,
    failure: query.error instanceof QueryRefused ? query.error.failure : null,
    isLoading: query.isLoading,
    isFetching: query.isFetching,
    refetch: () => void query.refetch(),
  }
}

/**
 * Asks once, outside a component: the next page of a list. Throws the refusal.
 *
 * @example
 * useInfiniteQuery({ queryFn: ({ pageParam }) => ask('activity.list', { beforeSeq: pageParam }), … })
 */
export async function ask<N extends QueryName>(
  name: N,
  input: InputOf<Contracts[N]>,
): Promise<OutputOf<Contracts[N]>> {
  const result = (await send({ name, input })) as Result<OutputOf<Contracts[N]>>
  if (!result.ok) throw new QueryRefused(result.error)
  return result.value
}

/** The failure inside an error thrown by {@link ask}; null for anything else. */
export function failureOf(error: unknown): Failure | null {
  return error instanceof QueryRefused ? error.failure : null
}

/** The topics a query's answer depends on; goes into `meta` so that {@link refreshOnChange} sees it. */
export function topicsOf<N extends QueryName>(
  name: N,
  input: InputOf<Contracts[N]>,
): readonly Topic[] {
  const contract = contracts[name]
  const parsed = contract.input.safeParse(input)
  if (!parsed.success) return []
  // Each entry's `topics` takes its own parsed input; the pair is lost when looked up by a generic name.
  return (contract.topics as (input: unknown) => readonly Topic[])(parsed.data)
}

/** A command as a form holds it. */
export interface Command<I, O> {
  /** Carries it out. A second call while the first runs is the first: it answers the same. */
  readonly run: (input: I) => Promise<Result<O>>
  readonly isPending: boolean
  /** Why the last run was refused; null while running and after success. */
  readonly failure: Failure | null
  /** Forgets the refusal, for example when the person corrects the field. */
  readonly clear: () => void
}

/**
 * Writes through main, typed by the contract. The id under which it is sent is minted per intent
 * (see {@link nextIntent}), so a double click is one command and a retry is not a second one.
 *
 * @param options.toastFailures say a refusal in a toast, for a press that has no form to show it in
 * @example
 * const pay = useCommand('payments.take')
 * const result = await pay.run({ appointmentId, amountMinor, tender })
 * if (result.ok) showReceipt(result.value.receiptNumber)
 * // <FormError error={pay.failure} />  <Button isPending={pay.isPending} …/>
 */
export function useCommand<N extends CommandName>(
  name: N,
  options: { toastFailures?: boolean } = {},
): Command<InputOf<Contracts[N]>, OutputOf<Contracts[N]>> {
  const [isPending, setPending] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  const intent = useRef<Intent | null>(null)
  const running = useRef<{
    input: string
    commandId: string
    answer: Promise<Result<OutputOf<Contracts[N]>>>
  } | null>(null)
  const last = useRef<typeof running.current>(null)
  const isMounted = useRef(true)
  const report = useFailureToast()
  const undoStack = use(UndoContext)
  const client = useQueryClient()
  const { settle: settleToast } = useToasts()
  const { toastFailures = false } = options

  useEffect(() => {
    isMounted.current = true
    return () => {
      isMounted.current = false
    }
  }, [])

  const run = useCallback(
    (input: InputOf<Contracts[N]>): Promise<Result<OutputOf<Contracts[N]>>> => {
      const json = JSON.stringify(input)
      if (running.current?.input === json) return running.current.answer
      if (last.current && isUnread(intent.current, Date.now())) return last.current.answer

      const started = nextIntent(intent.current, json, Date.now(), newId)
      intent.current = started
      setPending(true)
      setFailure(null)
      const answer = (async () => {
        const result = (await send({ name, input, commandId: started.commandId })) as Result<
          OutputOf<Contracts[N]>
        >
        if (intent.current === started) intent.current = settle(started, result, Date.now())
        if (running.current?.commandId === started.commandId) running.current = null
        if (!result.ok && toastFailures) report(result.error)
        // It was decided on something that is not so any more: it is shown as it is now.
        if (!result.ok && isOutdated(result.error)) void client.invalidateQueries()
        const undo = result.ok ? undoIn(result.value) : null
        if (undo) undoStack?.push(undo)
        else if (result.ok && insteadOf(name)) undoStack?.pass(name)
        if (result.ok) settleToast()
        if (isMounted.current) {
          setPending(false)
          setFailure(result.ok ? null : result.error)
        }
        return result
      })()
      running.current = { input: json, commandId: started.commandId, answer }
      last.current = running.current
      return answer
    },
    [name, report, toastFailures, undoStack, client, settleToast],
  )

  const clear = useCallback(() => setFailure(null), [])
  return { run, isPending, failure, clear }
}

/**
 * Runs the command that a result named as its reverse, as Ctrl+Z would. A refusal is said in a toast.
 *
 * @example
 * const undo = useUndo()
 * toasts.show({ title, action: { label: words.ui.undo, onPress: () => void undo(result.value.undo) } })
 */
export function useUndo(): (undo: Undo) => Promise<Result<unknown>> {
  const stack = use(UndoContext)
  if (!stack) throw new Error('useUndo needs an UndoProvider above it')
  return stack.take
}

/**
 * Puts something into the stack of Ctrl+Z whose reverse main did not name, because what is in it is
 * not to be remembered there.
 *
 * @returns takes the reverse, and what does it again afterwards
 */
export function useUndoable(): UndoStack['push'] {
  const stack = use(UndoContext)
  if (!stack) throw new Error('useUndoable needs an UndoProvider above it')
  return stack.push
}

function topicsIn(meta: Record<string, unknown> | undefined): readonly Topic[] {
  return Array.isArray(meta?.['topics']) ? meta['topics'] : []
}
