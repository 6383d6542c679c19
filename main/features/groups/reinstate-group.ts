import type { AppointmentChanged } from '../../../shared/appointments.ts'
import type { ParsedInputOf } from '../../../shared/contract.ts'
import type { groupsContract, LostSeat } from '../../../shared/groups.ts'
import { ok, refuse, type Result } from '../../../shared/result.ts'
import type { RefusalCode } from '../../../shared/words/refusals.ts'
import { sql } from '../../db/studio-database.ts'
import type { Tx } from '../../db/unit-of-work.ts'
import type { EventBus } from '../../events/event-bus.ts'
import {
  dayOf,
  findAppointment,
  keepFormer,
  reinstateAppointment,
  slotOf,
  standAgain,
  touchAppointment,
  uncancelled,
} from '../appointments/index.ts'
import type { StaffCaller } from '../handlers.ts'
import { standInLineAgain } from './waitlist.ts'

type Input = ParsedInputOf<(typeof groupsContract)['groups.reinstate']>

/**
 * Takes the cancellation of a whole session back: its slot, the seats that were cancelled with it,
 * each paid as before, and the line behind them in its old order. All of it or nothing; what was
 * refunded stays refunded.
 *
 * Refuses what a slot is refused for, and `seat_cannot_return`, which names the client: whoever asks
 * again may leave that seat out.
 */
export function reinstateGroup(
  tx: Tx,
  bus: EventBus,
  input: Input,
  caller: StaffCaller,
): Result<AppointmentChanged> {
  const { appointmentId, seatIds, waitlistIds } = input
  const found = findAppointment(tx.database, appointmentId)
  if (!found.ok) return found
  const before = found.value
  if (before.capacity === null) return refuse('not_a_group', {})
  if (before.status !== 'cancelled') return refuse('appointment_not_cancelled', {})
  const formerId = keepFormer(tx, before, [], null)
  const stood = standAgain(tx, bus, before, input, caller)
  if (!stood.ok) return stood
  const { appointment, exceptions } = stood.value
  tx.database.run(sql.updateTable('appointments').set(uncancelled).where('id', '=', appointmentId))
  bus.publish('appointment.reinstated', { ...slotOf(appointment), ...exceptions })
  const formers: unknown[] = [{ appointmentId, formerId }]
  for (const seatId of seatIds) {
    const seat = { appointmentId, seatId }
    const back = sitAgain(tx, bus, seat, caller)
    if (!back.ok) {
      const why = back.error.message
      return refuse('seat_cannot_return', { client: nameOf(tx, seatId), why })
    }
    const kept = (back.value.undo?.input ?? {}) as { readonly formerId?: string }
    formers.push({ ...seat, formerId: kept.formerId })
  }
  for (const waitlistId of waitlistIds) {
    const back = standInLineAgain(tx, bus, waitlistId)
    // Two clients became one, or somebody was erased meanwhile: that place in the line is no more.
    if (!back.ok && !gone.has(back.error.code)) return back
  }
  touchAppointment(tx, before)
  touchAppointment(tx, appointment)
  const { cancellation_reason: reason } = before
  return ok({
    appointmentId,
    date: dayOf(appointment),
    undo: { command: 'groups.cancel', input: { appointmentId, reason, refund: false, formers } },
  })
}

const gone: ReadonlySet<string> = new Set<RefusalCode>([
  'already_seated',
  'already_waiting',
  'client_erased',
])

/** The seats of a cancelled session that cannot come back, and why. To be rehearsed: it tries them. */
export function lostSeats(
  tx: Tx,
  bus: EventBus,
  input: Input,
  caller: StaffCaller,
): Result<LostSeat[]> {
  const { appointmentId, seatIds } = input
  const back = reinstateGroup(tx, bus, { ...input, seatIds: [], waitlistIds: [] }, caller)
  if (!back.ok) return back
  return ok(
    seatIds.flatMap((seatId) => {
      const again = sitAgain(tx, bus, { appointmentId, seatId }, caller)
      return again.ok ? [] : [{ seatId, clientName: nameOf(tx, seatId), problem: again.error }]
    }),
  )
}

function sitAgain(
  tx: Tx,
  bus: EventBus,
  seat: { readonly appointmentId: string; readonly seatId: string },
  caller: StaffCaller,
): Result<AppointmentChanged> {
  const nothing = { allowOutsideHours: false, allowNoBuffer: false, allowClientOverlap: false }
  return reinstateAppointment(tx, bus, { ...seat, ...nothing }, caller)
}

function nameOf(tx: Tx, seatId: string): string {
  return tx.database.one(
    sql
      .selectFrom('seats as s')
      .innerJoin('clients as c', 'c.id', 's.client_id')
      .select('c.name')
      .where('s.id', '=', seatId),
  ).name
}
