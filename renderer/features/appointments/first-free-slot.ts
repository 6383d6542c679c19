import type { DayView } from '../../../shared/appointments.ts'
import type { Instant } from '../../../shared/time.ts'
import { dayLength, instantOfMinute, minuteOf, slotMinutes } from './day-geometry.ts'
import type { Cursor } from './grid-moves.ts'
import { previewConflicts, suggestSlots } from './preview-conflicts.ts'
import { draftAt, type SlotDraft } from './slot-draft.ts'

/**
 * Where a new booking starts when nobody pointed at a slot: where the keyboard stands if that is
 * free, else the next free time from there or from now. Null on a day without trainers.
 */
export function firstFreeSlot(
  day: DayView,
  cursor: Cursor | null,
  durationMinutes: number,
  now: Instant,
): SlotDraft | null {
  const trainer =
    day.trainers.find((candidate) => candidate.id === cursor?.trainerId) ??
    day.trainers.find((candidate) => candidate.hours.length > 0) ??
    day.trainers[0]
  if (!trainer) return null

  const isToday = now >= day.start && now < day.end
  const opening = trainer.hours[0] ? minuteOf(day, trainer.hours[0].start) : 9 * 60
  const current = isToday ? Math.max(opening, minuteOf(day, now)) : opening
  const minute = Math.min(cursor?.minute ?? current, dayLength(day) - slotMinutes)
  const start = instantOfMinute(day, Math.ceil(minute / slotMinutes) * slotMinutes)
  const draft = draftAt(start, day.timeZone, { trainerId: trainer.id, durationMinutes })

  const input = { day, draft, clientId: null, ignoreId: null }
  if (previewConflicts(input).length === 0) return draft
  return suggestSlots(input)[0] ?? draft
}
