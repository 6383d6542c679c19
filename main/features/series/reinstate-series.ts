import type { ParsedInputOf, WayBack } from '../../../shared/contract.ts'
import { ok, refuse, type Result } from '../../../shared/result.ts'
import type {
  SeriesChanged,
  seriesContract,
  SeriesSession,
  SeriesSlot,
} from '../../../shared/series.ts'
import { localDateTimeOf, type LocalDate } from '../../../shared/time.ts'
import { words } from '../../../shared/words/index.ts'
import type { Tx } from '../../db/unit-of-work.ts'
import type { EventBus } from '../../events/event-bus.ts'
import {
  findAppointment,
  reinstateAppointment,
  rescheduleAppointment,
  type AppointmentRow,
} from '../appointments/index.ts'
import type { StaffCaller } from '../handlers.ts'
import { readStudio } from '../studio/index.ts'
import { applyChoices, refuseDate } from './create-series.ts'
import { findAlternatives } from './find-alternatives.ts'

type Reinstate = ParsedInputOf<(typeof seriesContract)['series.previewPutBack']>
type ReinstateChosen = ParsedInputOf<(typeof seriesContract)['series.putBack']>
/** Where a session stood before it was moved; null: it was cancelled, and its row knows. */
type FormerSlot = Reinstate['sessions'][number]['slot']

/** What goes back: its row as it is now, and where it stood. */
interface Returning extends SeriesSlot {
  readonly row: AppointmentRow
  readonly former: FormerSlot
}

/** Says for every session whether it can go back. To be rehearsed: it puts them back. */
export function previewReinstate(
  tx: Tx,
  bus: EventBus,
  input: Reinstate,
  caller: StaffCaller,
): Result<SeriesSession[]> {
  const { time_zone: timeZone } = readStudio(tx.database)
  const found = findReturning(tx, input, timeZone)
  if (!found.ok) return found
  const tried = found.value.map((session) => ({
    session,
    back: put(tx, bus, session, null, caller),
  }))
  return ok(
    tried.map(({ session, back }) => {
      const { trainerId, start, row } = session
      const slot = { trainerId, start }
      return {
        ...slot,
        appointmentId: row.id,
        isShifted: false,
        problem: back.ok ? null : back.error,
        alternatives: back.ok
          ? []
          : findAlternatives(tx, slot, timeZone, (to) => put(tx, bus, session, to, caller)),
      }
    }),
  )
}

/**
 * Takes back that sessions of a series were cancelled or moved: each stands again where it stood,
 * paid as before, or somewhere else that was chosen for it. All that were not left out, or none.
 * Refuses `series_changed`, `series_conflict` and `series_too_short`.
 */
export function reinstateSeries(
  tx: Tx,
  bus: EventBus,
  input: ReinstateChosen,
  caller: StaffCaller,
): Result<SeriesChanged> {
  const { time_zone: timeZone } = readStudio(tx.database)
  const found = findReturning(tx, input, timeZone)
  if (!found.ok) return found
  const slots = applyChoices(found.value, input.choices)
  if (!slots.ok) return slots
  const first = slots.value[0]
  if (!first) return refuse('series_too_short', {})
  const undone: { row: AppointmentRow; undo: WayBack | null }[] = []
  for (const { date: session, slot } of slots.value) {
    const isOwn = slot.start === session.start && slot.trainerId === session.trainerId
    const back = put(tx, bus, session, isOwn ? null : slot, caller)
    if (!back.ok) return refuseDate(slot, back.error.message)
    undone.push({ row: session.row, undo: back.value.undo })
  }
  const seriesId = undone[0]!.row.series_id!
  bus.publish('series.put_back', { seriesId, appointmentIds: undone.map(({ row }) => row.id) })
  return ok({
    seriesId,
    count: undone.length,
    date: first.slot.start.slice(0, 10) as LocalDate,
    undo: againOf(undone) ?? wayBack(undone),
  })
}

/** What takes moves back; null where a wall time cannot say where one of them came from. */
export function wayBack(
  moves: readonly { readonly row: { readonly id: string }; readonly undo: WayBack | null }[],
): WayBack | null {
  const sessions = moves.map(({ row, undo }) => {
    const input = undo?.input as NonNullable<FormerSlot> | undefined
    if (!input) return null
    const { trainerId, start, end, preferredRoomId, formerId } = input
    return { appointmentId: row.id, slot: { trainerId, start, end, preferredRoomId, formerId } }
  })
  return sessions.includes(null) ? null : { command: 'series.putBack', input: { sessions } }
}

/** Sessions that came back from a cancellation are cancelled again as they were. */
function againOf(
  undone: readonly { readonly row: AppointmentRow; readonly undo: WayBack | null }[],
): WayBack | null {
  const first = undone[0]?.row
  if (first?.status !== 'cancelled') return null
  const { cancelled_by: by, cancellation_reason: reason } = first
  const formers = undone.map(({ row: { id: appointmentId }, undo }) => {
    const { formerId } = (undo?.input ?? {}) as { readonly formerId?: string }
    return { appointmentId, formerId }
  })
  return {
    command: 'series.cancelFollowing',
    input: { appointmentId: first.id, by, reason, formers },
  }
}

/** The sessions by their id, in order. Refuses `series_changed` for what is in another state now. */
function findReturning(tx: Tx, input: Reinstate, timeZone: string): Result<Returning[]> {
  const returning: Returning[] = []
  for (const { appointmentId, slot: former } of input.sessions) {
    const found = findAppointment(tx.database, appointmentId)
    if (!found.ok) return found
    const row = found.value
    const isAsked = former ? row.status === 'booked' : row.status === 'cancelled'
    if (!isAsked || row.series_id === null) return refuse('series_changed', {})
    const { trainerId, start } = former ?? {
      trainerId: row.trainer_id,
      start: localDateTimeOf(row.start_time, timeZone),
    }
    returning.push({ row, former, trainerId, start })
  }
  return ok(returning.toSorted((a, b) => (a.start < b.start ? -1 : 1)))
}

/** @param to where it goes instead; null: where it stood. */
function put(
  tx: Tx,
  bus: EventBus,
  { row, former }: Returning,
  to: SeriesSlot | null,
  caller: StaffCaller,
) {
  const nothing = { allowOutsideHours: false, allowNoBuffer: false, allowClientOverlap: false }
  const appointmentId = row.id
  if (former === null) {
    const input = { appointmentId, ...nothing, ...(to && { to }) }
    return reinstateAppointment(tx, bus, input, caller)
  }
  if (to) return rescheduleAppointment(tx, bus, { appointmentId, ...nothing, ...to }, caller)
  // It stood there before, so whatever was allowed for it then is allowed now.
  const isManager = caller.actor.role === 'manager'
  const allowed = {
    allowOutsideHours: isManager,
    allowNoBuffer: isManager,
    allowClientOverlap: true,
    exceptionReason: row.exception_reason ?? words.booking.reinstateReason,
  }
  return rescheduleAppointment(tx, bus, { appointmentId, ...former, ...allowed }, caller)
}
