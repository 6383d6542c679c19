import type { AppointmentCard, DayView, TrainerColumn } from '../../../shared/appointments.ts'
import {
  addMinutes,
  firstTimeAfterGap,
  minutesBetween,
  type Instant,
} from '../../../shared/time.ts'
import { refusals, type RefusalParams } from '../../../shared/words/refusals.ts'
import { slotMinutes, timeOf } from './day-geometry.ts'
import { draftAt, localStartOf, spanOf, type SlotDraft } from './slot-draft.ts'

/**
 * Something that stands in the way of a draft. The codes and the words are those that main refuses
 * with, so the desk reads the same sentence before and after the button.
 */
export type Conflict =
  | { readonly code: 'trainer_busy'; readonly params: RefusalParams<'trainer_busy'> }
  | { readonly code: 'client_busy'; readonly params: RefusalParams<'client_busy'> }
  | { readonly code: 'outside_hours'; readonly params: RefusalParams<'outside_hours'> }
  | { readonly code: 'time_does_not_exist'; readonly params: RefusalParams<'time_does_not_exist'> }

/** What the preview looks at. `day` is the draft's own day. */
export interface PreviewInput {
  readonly day: DayView
  readonly draft: SlotDraft
  /** Null until a client is chosen, and for a client who is not registered yet. */
  readonly clientId: string | null
  /** The appointment being moved: it is not in its own way. */
  readonly ignoreId: string | null
}

/**
 * Everything that main would say no to, worst first; empty when the slot is good. Only a preview:
 * main decides, because another desk may have booked meanwhile.
 */
export function previewConflicts({ day, draft, clientId, ignoreId }: PreviewInput): Conflict[] {
  const { timeZone } = day
  const span = spanOf(draft, timeZone)
  if (span === null) {
    const next = firstTimeAfterGap(localStartOf(draft), timeZone).slice(11)
    return [{ code: 'time_does_not_exist', params: { time: draft.time, timeZone, next } }]
  }
  const others = day.appointments.filter(
    (other) => other.id !== ignoreId && other.startTime < span.end && span.start < other.endTime,
  )
  const trainer = day.trainers.find((candidate) => candidate.id === draft.trainerId)
  const conflicts: Conflict[] = []

  const busy = others.find((other) => other.trainerId === draft.trainerId)
  if (busy && trainer) {
    conflicts.push({
      code: 'trainer_busy',
      params: { trainer: trainer.name, ...wallSpan(busy, timeZone) },
    })
  }
  if (trainer && !isInsideHours(trainer, span)) {
    conflicts.push({
      code: 'outside_hours',
      params: { trainer: trainer.name, hours: hoursText(trainer, timeZone) },
    })
  }
  const elsewhere = others.find(
    (other) => other.clientId === clientId && other.trainerId !== draft.trainerId,
  )
  if (elsewhere) {
    const name = day.trainers.find((candidate) => candidate.id === elsewhere.trainerId)?.name ?? ''
    conflicts.push({
      code: 'client_busy',
      params: { client: elsewhere.clientName, trainer: name, ...wallSpan(elsewhere, timeZone) },
    })
  }
  return conflicts
}

/** The conflict in words. */
export function conflictWords(conflict: Conflict): { message: string; nextStep: string } {
  switch (conflict.code) {
    case 'trainer_busy':
      return refusals.trainer_busy(conflict.params)
    case 'client_busy':
      return refusals.client_busy(conflict.params)
    case 'outside_hours':
      return refusals.outside_hours(conflict.params)
    case 'time_does_not_exist':
      return refusals.time_does_not_exist(conflict.params)
  }
}

/**
 * Up to three slots of the same length that are free: the trainer's next one that day, and other
 * trainers at the time that was asked for.
 */
export function suggestSlots(input: PreviewInput): SlotDraft[] {
  const { day, draft } = input
  const span = spanOf(draft, day.timeZone)
  if (span === null) return []
  const isGood = (candidate: SlotDraft) =>
    previewConflicts({ ...input, draft: candidate }).length === 0

  const suggestions: SlotDraft[] = []
  for (
    let start = nextQuarter(span.start, day.start);
    start < day.end;
    start = addMinutes(start, slotMinutes)
  ) {
    const later = draftAt(start, day.timeZone, draft)
    if (isGood(later)) {
      suggestions.push(later)
      break
    }
  }
  for (const trainer of day.trainers) {
    if (suggestions.length === 3) break
    const other = { ...draft, trainerId: trainer.id }
    if (trainer.id !== draft.trainerId && isGood(other)) suggestions.push(other)
  }
  return suggestions
}

/** When a trainer works that day, as `08:00 – 12:00, 13:00 – 17:00`; the day-off words when never. */
export function hoursText(trainer: TrainerColumn, timeZone: string, dayOff = 'day off'): string {
  if (trainer.hours.length === 0) return dayOff
  return trainer.hours
    .map((hours) => `${timeOf(hours.start, timeZone)} – ${timeOf(hours.end, timeZone)}`)
    .join(', ')
}

function isInsideHours(trainer: TrainerColumn, span: { start: Instant; end: Instant }): boolean {
  return trainer.hours.some((hours) => hours.start <= span.start && span.end <= hours.end)
}

function wallSpan(card: AppointmentCard, timeZone: string): { from: string; until: string } {
  return { from: timeOf(card.startTime, timeZone), until: timeOf(card.endTime, timeZone) }
}

function nextQuarter(instant: Instant, dayStart: Instant): Instant {
  const minute = minutesBetween(dayStart, instant)
  return addMinutes(dayStart, (Math.floor(minute / slotMinutes) + 1) * slotMinutes)
}
