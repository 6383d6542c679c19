import { newId } from '../../../shared/ids.ts'
import { ok, refuse, type Result } from '../../../shared/result.ts'
import type {
  SeriesChanged,
  SeriesChoice,
  seriesContract,
  SeriesOccurrence,
  SeriesPattern,
  SeriesSlot,
} from '../../../shared/series.ts'
import type { LocalDate, LocalDateTime } from '../../../shared/time.ts'
import type { RefusalCode } from '../../../shared/words/refusals.ts'
import type { Tx } from '../../db/unit-of-work.ts'
import type { EventBus } from '../../events/event-bus.ts'
import { placeBooking, type PlacedBooking } from '../appointments/index.ts'
import { requireClient } from '../clients/index.ts'
import type { HandledInputOf, StaffCaller } from '../handlers.ts'
import { decideInBook } from '../decide-in-book.ts'
import { readStudio } from '../studio/index.ts'
import { findAlternatives } from './find-alternatives.ts'
import { planDates } from './plan-dates.ts'

type Input = HandledInputOf<(typeof seriesContract)['series.create']>

/** For so many dates something else is looked for: with more in the way, it is the pattern that is wrong. */
const mostSearches = 26

/** Says for every date of a series whether it is free. To be rehearsed: it books them. */
export function previewSeries(
  tx: Tx,
  bus: EventBus,
  pattern: SeriesPattern,
  caller: StaffCaller,
): SeriesOccurrence[] {
  const { time_zone: timeZone } = readStudio(tx.database)
  const { trainerId } = pattern
  const place = (slot: SeriesSlot) => bookDate(tx, bus, pattern, slot, caller)
  // First all that is free, so that no alternative is offered that another date takes.
  const tried = planDates(pattern, timeZone).map((planned) => ({
    ...planned,
    trainerId,
    placed: place({ trainerId, start: planned.start }),
  }))
  let searches = 0
  return tried.map(({ placed, ...slot }) => {
    const isSought = !placed.ok && !isUncovered(placed) && searches < mostSearches
    if (isSought) searches += 1
    return {
      ...slot,
      problem: placed.ok ? null : placed.error,
      alternatives: isSought ? findAlternatives(tx, slot, timeZone, place) : [],
    }
  })
}

/**
 * Books every date of a series that was not skipped, or none. The rows are made, not computed: each
 * is a session like any other. Refuses `series_too_short` and `series_conflict`, which names the date.
 */
export function createSeries(
  tx: Tx,
  bus: EventBus,
  input: Input,
  caller: StaffCaller,
): Result<SeriesChanged> {
  const client = requireClient(tx.database, input.clientId)
  if (!client.ok) return client
  const { time_zone: timeZone } = readStudio(tx.database)
  const { until } = input
  const inBook = until.kind === 'date' ? decideInBook(until.date, tx.now, timeZone) : ok(null)
  if (!inBook.ok) return inBook
  const seriesId = newId()
  const { trainerId } = input
  const dates = planDates(input, timeZone).map(({ start }) => ({ trainerId, start }))
  const slots = applyChoices(dates, input.choices)
  if (!slots.ok) return slots
  const first = slots.value[0]
  if (!first) return refuse('series_too_short', {})
  tx.database.insert('series', {
    id: seriesId,
    client_id: input.clientId,
    service_id: input.serviceId,
    weekdays: JSON.stringify(input.weekdays.toSorted((a, b) => a - b)),
    interval_weeks: input.intervalWeeks,
    created_at: tx.now,
    created_by: caller.actor.id,
  })
  const appointmentIds: string[] = []
  for (const { slot } of slots.value) {
    const placed = bookDate(tx, bus, input, slot, caller, { seriesId, note: input.note })
    if (!placed.ok) return refuseDate(slot, placed.error.message)
    appointmentIds.push(placed.value.id)
  }
  const { clientId, serviceId, weekdays, intervalWeeks } = input
  bus.publish('series.created', {
    seriesId,
    clientId,
    serviceId,
    weekdays: weekdays.toSorted((a, b) => a - b),
    intervalWeeks,
    appointmentIds,
  })
  return ok({
    seriesId,
    count: appointmentIds.length,
    date: first.slot.start.slice(0, 10) as LocalDate,
    undo: {
      command: 'series.cancelFollowing',
      input: { appointmentId: appointmentIds[0], by: 'studio', reason: 'booked_by_mistake' },
    },
  })
}

/** Says which dates would be paid by themselves after all. To be rehearsed: it books them. */
export function findPaidSingly(
  tx: Tx,
  bus: EventBus,
  input: Omit<Input, 'note'>,
  caller: StaffCaller,
): Result<LocalDateTime[]> {
  const { time_zone: timeZone } = readStudio(tx.database)
  const { trainerId } = input
  const dates = planDates(input, timeZone).map(({ start }) => ({ trainerId, start }))
  const slots = applyChoices(dates, input.choices)
  if (!slots.ok) return slots
  const singly: LocalDateTime[] = []
  for (const { date, slot } of slots.value) {
    const placed = bookDate(tx, bus, input, slot, caller)
    if (!placed.ok) return refuseDate(slot, placed.error.message)
    if (placed.value.isSingle) singly.push(date.start)
  }
  return ok(singly)
}

/**
 * Books one date, paid as was asked; where that does not cover it and `thenSingle` says so, by
 * itself. Nothing is overruled for a whole series.
 */
function bookDate(
  tx: Tx,
  bus: EventBus,
  { clientId, serviceId, funding, thenSingle }: SeriesPattern,
  { trainerId, start }: SeriesSlot,
  caller: StaffCaller,
  rest: { readonly seriesId?: string; readonly note?: string | undefined } = {},
): Result<PlacedBooking & { readonly isSingle: boolean }> {
  const nothing = { allowOutsideHours: false, allowNoBuffer: false, allowClientOverlap: false }
  const booking = { clientId, serviceId, trainerId, start, ...nothing, ...rest }
  const placed = placeBooking(tx, bus, { ...booking, funding }, caller)
  if (placed.ok) return ok({ ...placed.value, isSingle: false })
  if (!thenSingle || !isUncovered(placed)) return placed
  const single = placeBooking(tx, bus, { ...booking, funding: { kind: 'single' } }, caller)
  return single.ok ? ok({ ...single.value, isSingle: true }) : single
}

/** Whether all that is wrong is that what was bought ahead does not cover the date. */
function isUncovered(result: Result<unknown>): boolean {
  return !result.ok && uncovered.has(result.error.code)
}

const uncovered: ReadonlySet<RefusalCode> = new Set<RefusalCode>([
  'no_credit_left',
  'package_expired',
  'membership_not_valid',
  'membership_paused',
  'membership_used_up',
])

/**
 * The dates that are left after the choices, and where each is wanted; two may be at one time.
 * Refuses `series_changed` for a choice about a date that is not planned: the preview it was made in
 * is not this one.
 */
export function applyChoices<Planned extends SeriesSlot>(
  dates: readonly Planned[],
  choices: readonly SeriesChoice[],
): Result<{ readonly date: Planned; readonly slot: SeriesSlot }[]> {
  const planned = new Set<string>(dates.map(({ start }) => start))
  if (!choices.every((choice) => planned.has(choice.planned))) return refuse('series_changed', {})
  const chosen = new Map<string, SeriesChoice>(choices.map((choice) => [choice.planned, choice]))
  return ok(
    dates.flatMap((date) => {
      const choice = chosen.get(date.start)
      if (choice?.kind === 'skip') return []
      const { trainerId, start } = choice ?? date
      return [{ date, slot: { trainerId, start } }]
    }),
  )
}

/** Names the date of the series that cannot be, and why. */
export function refuseDate(slot: SeriesSlot, why: string) {
  return refuse('series_conflict', { date: slot.start.replace('T', ' '), why })
}
