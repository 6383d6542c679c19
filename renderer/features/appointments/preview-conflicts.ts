import type { AppointmentCard, DayView, TrainerColumn } from '../../../shared/appointments.ts'
import {
  firstRoomAmong,
  gapBetween,
  isTooClose,
  overlaps,
  whyUnavailable,
  type Buffers,
  type BufferedSlot,
} from '../../../shared/availability.ts'
import type { Catalog, Room } from '../../../shared/catalog.ts'
import {
  addMinutes,
  firstTimeAfterGap,
  minutesBetween,
  type Instant,
} from '../../../shared/time.ts'
import { sayWallSpan, sayWallTime } from '../../../shared/wall-span.ts'
import { refusals, type RefusalParams } from '../../../shared/words/refusals.ts'
import { slotMinutes } from './day-geometry.ts'
import { draftAt, localStartOf, spanOf, type SlotDraft } from './slot-draft.ts'

/**
 * Something that stands in the way of a draft. The codes and the words are those that main refuses
 * with, so the desk reads the same sentence before and after the button.
 */
export type Conflict =
  | { readonly code: 'trainer_busy'; readonly params: RefusalParams<'trainer_busy'> }
  | { readonly code: 'client_busy'; readonly params: RefusalParams<'client_busy'> }
  | { readonly code: 'studio_closed'; readonly params: RefusalParams<'studio_closed'> }
  | { readonly code: 'trainer_away'; readonly params: RefusalParams<'trainer_away'> }
  | { readonly code: 'buffer_needed'; readonly params: RefusalParams<'buffer_needed'> }
  | { readonly code: 'room_busy'; readonly params: RefusalParams<'room_busy'> }
  | { readonly code: 'outside_hours'; readonly params: RefusalParams<'outside_hours'> }
  | { readonly code: 'time_does_not_exist'; readonly params: RefusalParams<'time_does_not_exist'> }

/** What a session needs beside its time. */
export interface SlotNeeds extends Buffers {
  /** One of these; none: it needs no room. */
  readonly rooms: readonly Room[]
}

const nothing: SlotNeeds = { bufferBeforeMinutes: 0, bufferAfterMinutes: 0, rooms: [] }

/**
 * What a session of a service needs; a booked one keeps the buffers it was booked with.
 *
 * @param roomId the one room that was chosen.
 */
export function needsOf(
  catalog: Catalog | undefined,
  serviceId: string | undefined,
  booked: Buffers | null = null,
  roomId: string | null = null,
): SlotNeeds {
  const service = catalog?.services.find(({ id }) => id === serviceId)
  const { bufferBeforeMinutes, bufferAfterMinutes } = booked ?? service ?? nothing
  const rooms = service?.rooms ?? []
  const wanted = roomId === null ? rooms : rooms.filter(({ id }) => id === roomId)
  return { bufferBeforeMinutes, bufferAfterMinutes, rooms: wanted }
}

/** What the preview looks at. `day` is the draft's own day. */
export interface PreviewInput {
  readonly day: DayView
  readonly draft: SlotDraft
  /** Null until a client is chosen, and for a client who is not registered yet. */
  readonly clientId: string | null
  /** The appointment being moved: it is not in its own way. */
  readonly ignoreId: string | null
  readonly needs?: SlotNeeds | undefined
}

/**
 * Everything that main would say no to, worst first; empty when the slot is good. Only a preview:
 * main decides, because another desk may have booked meanwhile.
 */
export function previewConflicts({
  day,
  draft,
  clientId,
  ignoreId,
  needs = nothing,
}: PreviewInput): Conflict[] {
  const { timeZone } = day
  const span = spanOf(draft, timeZone)
  if (span === null) {
    const next = firstTimeAfterGap(localStartOf(draft), timeZone).slice(11)
    return [{ code: 'time_does_not_exist', params: { time: draft.time, timeZone, next } }]
  }
  const slot: BufferedSlot = { startTime: span.start, endTime: span.end, ...needs }
  const all = day.appointments.filter((other) => other.id !== ignoreId)
  const others = all.filter((other) => overlaps(slot, other))
  const trainer = day.trainers.find((candidate) => candidate.id === draft.trainerId)
  const conflicts: Conflict[] = []

  // In order, and none reaches into the next: the last one says when the trainer is free again.
  const busy = others.filter((other) => other.trainerId === draft.trainerId)
  const [first, last] = [busy[0], busy.at(-1)]
  if (first && last && trainer) {
    const params = sayWallSpan({ startTime: first.startTime, endTime: last.endTime }, timeZone)
    conflicts.push({ code: 'trainer_busy', params: { trainer: trainer.name, ...params } })
  }
  if (trainer) {
    const outside = hoursConflict(day, trainer, slot)
    if (outside) conflicts.push(outside)
    const own = all.filter((other) => other.trainerId === trainer.id)
    const close = bufferConflict(own, trainer, slot, timeZone)
    if (close) conflicts.push(close)
  }
  const elsewhere = others.find(
    (other) =>
      clientId !== null && other.clientId === clientId && other.trainerId !== draft.trainerId,
  )
  if (elsewhere) {
    const name = day.trainers.find((candidate) => candidate.id === elsewhere.trainerId)?.name ?? ''
    conflicts.push({
      code: 'client_busy',
      params: { client: elsewhere.clientName, trainer: name, ...sayWallSpan(elsewhere, timeZone) },
    })
  }
  const rooms = roomConflict(needs.rooms, others, slot, timeZone)
  return rooms ? [...conflicts, rooms] : conflicts
}

function hoursConflict(day: DayView, trainer: TrainerColumn, slot: BufferedSlot): Conflict | null {
  const why = whyUnavailable(slot, { ...trainer, closures: day.closures })
  if (!why) return null
  const { timeZone } = day
  if (why.rule === 'outside_hours') {
    const hours = why.hours.map(({ start, end }) =>
      sayWallSpan({ startTime: start, endTime: end }, timeZone),
    )
    return { code: 'outside_hours', params: { trainer: trainer.name, hours } }
  }
  const until = sayWallTime(why.away.end, slot.startTime, timeZone)
  return why.rule === 'studio_closed'
    ? { code: why.rule, params: { reason: why.away.reason ?? '', until } }
    : { code: why.rule, params: { trainer: trainer.name, until } }
}

function bufferConflict(
  own: readonly AppointmentCard[],
  trainer: TrainerColumn,
  slot: BufferedSlot,
  timeZone: string,
): Conflict | null {
  const near = own.find((other) => isTooClose(slot, other))
  if (!near) return null
  const [previous, next] = near.startTime < slot.startTime ? [near, slot] : [slot, near]
  return {
    code: 'buffer_needed',
    params: {
      trainer: trainer.name,
      minutes: gapBetween(previous, next),
      ...sayWallSpan(near, timeZone),
      free: sayWallTime(firstRoomAmong(slot, own), slot.startTime, timeZone),
    },
  }
}

/** Only what overlaps the slot takes its room. */
function roomConflict(
  rooms: readonly Room[],
  others: readonly AppointmentCard[],
  slot: BufferedSlot,
  timeZone: string,
): Conflict | null {
  const ends = rooms.map(({ id }) => others.findLast((other) => other.roomId === id)?.endTime)
  const taken = ends.filter((end) => end !== undefined)
  if (rooms.length === 0 || taken.length < rooms.length) return null
  const first = taken.reduce((a, b) => (b < a ? b : a))
  const until = sayWallTime(first, slot.startTime, timeZone)
  return { code: 'room_busy', params: { rooms: rooms.map(({ name }) => name), until } }
}

/** The conflict in words. */
export function conflictWords(conflict: Conflict): { message: string; nextStep: string } {
  switch (conflict.code) {
    case 'trainer_busy':
      return refusals.trainer_busy(conflict.params)
    case 'client_busy':
      return refusals.client_busy(conflict.params)
    case 'studio_closed':
      return refusals.studio_closed(conflict.params)
    case 'trainer_away':
      return refusals.trainer_away(conflict.params)
    case 'buffer_needed':
      return refusals.buffer_needed(conflict.params)
    case 'room_busy':
      return refusals.room_busy(conflict.params)
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

/** The quarter of an hour at or after a moment. */
function nextQuarter(instant: Instant, dayStart: Instant): Instant {
  const minute = minutesBetween(dayStart, instant)
  return addMinutes(dayStart, Math.ceil(minute / slotMinutes) * slotMinutes)
}
