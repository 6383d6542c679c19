import { useCallback, useEffect, useRef, useState, type RefObject } from 'react'
import type { DayView } from '../../../shared/appointments.ts'
import { minuteOf } from './day-geometry.ts'
import type { Cursor } from './grid-moves.ts'
import { isSameSlot, type SlotDraft } from './slot-draft.ts'
import { slotOf } from './use-desk.ts'

/**
 * Puts the keyboard's focus into the grid: where the cursor is, or on a session as soon as the day
 * shows it where it was booked.
 */
export function useFocusInGrid(
  scroller: RefObject<HTMLDivElement | null>,
  day: DayView | undefined,
  setCursor: (cursor: Cursor) => void,
) {
  const [asked, setAsked] = useState(0)
  const wanted = useRef<{ id: string; slot: SlotDraft } | null>(null)

  useEffect(() => {
    if (asked > 0) scroller.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus()
  }, [asked, scroller])

  useEffect(() => {
    const target = wanted.current
    if (!target || !day) return
    const card = day.appointments.find((candidate) => candidate.id === target.id)
    if (!card || !isSameSlot(slotOf(card, day.timeZone), target.slot)) return
    wanted.current = null
    setCursor({ trainerId: card.trainerId, minute: minuteOf(day, card.startTime) })
    scroller.current?.querySelector<HTMLElement>(`[data-appointment="${card.id}"]`)?.focus()
  })

  // What had the focus may be gone with the day that was left, or taken back: stay in the grid.
  const wasInGrid = useRef(false)
  useEffect(() => {
    const note = (event: FocusEvent) => {
      wasInGrid.current =
        event.target instanceof Node && scroller.current?.contains(event.target) === true
    }
    document.addEventListener('focusin', note)
    return () => document.removeEventListener('focusin', note)
  }, [scroller])
  useEffect(() => {
    if (!wasInGrid.current || document.activeElement !== document.body) return
    scroller.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus({ preventScroll: true })
  }, [day, scroller])

  const focusCursor = useCallback(() => setAsked((count) => count + 1), [])
  const focusSession = useCallback((id: string, slot: SlotDraft) => {
    wanted.current = { id, slot }
  }, [])
  return { focusCursor, focusSession }
}
