import type { AppointmentCard, DayView, TrainerColumn } from '../../../shared/appointments.ts'
import {
  addMinutes,
  firstTimeAfterGap,
  minutesBetween,
  type Instant,
} from '../../../shared/time.ts'
import { words } from '../../../shared/words/index.ts'
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

  // In order, and none reaches into the next: the last one says when the trainer is free again.
  const busy = others.filter((other) => other.trainerId === draft.trainerId)
  const [first, last] = [busy[0], busy.at(-1)]
  if (first && last && trainer) {
    const params = wallSpan({ startTime: first.startTime, endTime: last.endTime }, timeZone)
    conflicts.push({ code: 'trainer_busy', params: { trainer: trainer.name, ...params } })
  }
  if (trainer && !isInsideHours(trainer, span)) {
    const hours = trainer.hours.map(({ start, end }) =>
      wallSpan({ startTime: start, endTime: end }, timeZone),
    )
    conflicts.push({ code: 'outside_hours', params: { trainer: trainer.name, hours } })
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
 * Up to three slots of the same length that are free: the trainer's own next one that day first,
 * then the earliest of the other trainers, from the time that was asked for.
 */
export function suggestSlots(input: PreviewInput): SlotDraft[] {
  const { day, draft } = input
  const from = spanOf(draft, day.timeZone)?.start
  if (from === undefined) return []
  const first = nextQuarter(from, day.start)

  function nextFree(trainerId: string): { start: Instant; slot: SlotDraft } | null {
    for (let start = first; start < day.end; start = addMinutes(start, slotMinutes)) {
      const slot = draftAt(start, day.timeZone, { ...draft, trainerId })
      if (previewConflicts({ ...input, draft: slot }).length === 0) return { start, slot }
    }
    return null
  }

  const own = nextFree(draft.trainerId)
  const others = day.trainers
    .filter((trainer) => trainer.id !== draft.trainerId)
    .flatMap((trainer) => nextFree(trainer.id) ?? [])
    .toSorted((a, b) => (a.start < b.start ? -1 : a.start > b.start ? 1 : 0))
  return [...(own ? [own] : []), ...others].slice(0, 3).map(({ slot }) => slot)
}

/** When a trainer works that day, as `08:00 – 12:00, 13:00 – 17:00`; the day-off words when never. */
export function hoursText(trainer: TrainerColumn, timeZone: string): string {
  if (trainer.hours.length === 0) return words.day.dayOff
  return trainer.hours
    .map(({ start, end }) => words.day.worksUntil(timeOf(start, timeZone), timeOf(end, timeZone)))
    .join(', ')
}

function isInsideHours(trainer: TrainerColumn, span: { start: Instant; end: Instant }): boolean {
  return trainer.hours.some((hours) => hours.start <= span.start && span.end <= hours.end)
}

function wallSpan(
  { startTime, endTime }: Pick<AppointmentCard, 'startTime' | 'endTime'>,
  timeZone: string,
): { from: string; until: string } {
  return { from: timeOf(startTime, timeZone), until: timeOf(endTime, timeZone) }
}

/** The quarter of an hour at or after a moment. */
function nextQuarter(instant: Instant, dayStart: Instant): Instant {
  const minute = minutesBetween(dayStart, instant)
  return addMinutes(dayStart, Math.ceil(minute / slotMinutes) * slotMinutes)
}
