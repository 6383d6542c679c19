import { createContext, use } from 'react'
import type { LocalDate } from '../../shared/time.ts'
import type { SlotDraft } from '../features/appointments/slot-draft.ts'
import type { Prefill } from '../features/appointments/use-desk.ts'

/** What the day's screen is asked to show from elsewhere. */
export type DayRequest =
  | {
      /** The booking form, filled in. Without a slot it takes the first free one of the day shown. */
      readonly kind: 'book'
      readonly draft: SlotDraft | null
      readonly prefill: Prefill
    }
  | {
      /** A session, opened on its day. */
      readonly kind: 'open'
      readonly appointmentId: string
      readonly date: LocalDate
    }

/** Filled by the shell. */
export const DayRequestContext = createContext<((request: DayRequest) => void) | null>(null)

/**
 * Goes to the day's screen and has it show something.
 *
 * @example
 * const openDay = useOpenDay()
 * openDay({ kind: 'open', appointmentId, date })
 */
export function useOpenDay(): (request: DayRequest) => void {
  const open = use(DayRequestContext)
  if (!open) throw new Error('useOpenDay needs the shell above it')
  return open
}
