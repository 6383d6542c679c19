import { useCallback, useState, type ReactNode } from 'react'
import type { Undo } from '../../shared/contract.ts'
import type { Failure } from '../../shared/result.ts'
import { words } from '../../shared/words/index.ts'
import {
  useSlotTaken,
  type BookingRequest,
  type GroupBack,
} from '../features/appointments/use-slot-taken.ts'
import { LostSeatsDialog } from '../features/groups/lost-seats-dialog.tsx'
import { ReinstateDialog, type Reinstate } from '../features/series/reinstate-dialog.tsx'
import { useToasts } from '../ui/toast.tsx'
import { useCommand } from './api.ts'
import { useFailureToast } from './failure-toast.ts'

/** What could not be taken back whole, and waits for a choice. */
type Asked =
  | { readonly kind: 'series'; readonly input: Reinstate }
  | { readonly kind: 'group'; readonly input: GroupBack }

/**
 * What happens when something cannot be taken back because of what was booked meanwhile: one session
 * is offered the nearest free time; of many, those that cannot come back are shown with a choice.
 *
 * @param onBook opens the booking form
 */
export function useRefusedUndo(onBook: (request: BookingRequest) => void): {
  readonly onRefused: (undo: Undo, failure: Failure) => Promise<boolean>
  readonly dialog: ReactNode
} {
  const toasts = useToasts()
  const report = useFailureToast()
  const { run } = useCommand('groups.reinstate')
  const [asked, setAsked] = useState<Asked | null>(null)
  const onPutThere = useCallback(
    (input: GroupBack) => {
      void run(input).then((result) => {
        if (result.ok) {
          toasts.show({ tone: 'success', title: words.undo.done['groups.reinstate'] })
        } else if (result.error.code === 'seat_cannot_return') setAsked({ kind: 'group', input })
        else report(result.error)
      })
    },
    [run, report, toasts],
  )
  const offerNearest = useSlotTaken(onBook, onPutThere)
  const onRefused = useCallback(
    async (undo: Undo, failure: Failure) => {
      if (undo.command === 'series.putBack' && failure.code === 'series_conflict') {
        setAsked({ kind: 'series', input: undo.input as Reinstate })
        return true
      }
      if (undo.command === 'groups.reinstate' && failure.code === 'seat_cannot_return') {
        setAsked({ kind: 'group', input: undo.input as GroupBack })
        return true
      }
      return offerNearest(undo, failure)
    },
    [offerNearest],
  )
  const close = () => setAsked(null)
  function done(title: string): void {
    close()
    toasts.show({ tone: 'success', title })
  }
  const dialog =
    asked?.kind === 'series' ? (
      <ReinstateDialog
        input={asked.input}
        onClose={close}
        onDone={({ count }) => done(words.series.reinstated(count))}
      />
    ) : asked?.kind === 'group' ? (
      <LostSeatsDialog
        input={asked.input}
        onClose={close}
        onDone={(_, service) => done(words.groups.back(service))}
      />
    ) : null
  return { onRefused, dialog }
}
