import type { groupsContract, SeatChanged } from '../../../shared/groups.ts'
import { newId } from '../../../shared/ids.ts'
import { ok, type Result } from '../../../shared/result.ts'
import { localDateOf } from '../../../shared/time.ts'
import type { Tx } from '../../db/unit-of-work.ts'
import type { EventBus } from '../../events/event-bus.ts'
import {
  checkClientFree,
  dayOf,
  endWaiting,
  publishSeated,
  slotOf,
  termsOf,
  touchAppointment,
} from '../appointments/index.ts'
import { markClientSeen } from '../clients/index.ts'
import type { HandledInputOf, StaffCaller } from '../handlers.ts'
import { chooseFunding, holdFunding } from '../packages/index.ts'
import { readPolicy } from '../studio/index.ts'
import { chooseForGroup } from './choose-client.ts'
import { decideSeat } from './decide-seat.ts'
import { seatPrice } from './read-group.ts'

/**
 * Gives a client a seat: at today's price and on today's terms, which are copied onto it. Whoever was
 * waiting for it leaves the list in the same transaction, and stands there again when that is undone.
 *
 * Refuses `session_full` (a trigger refuses the last seat a second time, whoever writes),
 * `already_seated`, `client_busy` unless both are wanted, and what `chooseFunding` refuses.
 */
export function addSeat(
  tx: Tx,
  bus: EventBus,
  input: HandledInputOf<(typeof groupsContract)['groups.addSeat']>,
  caller: StaffCaller,
): Result<SeatChanged> {
  const chosen = chooseForGroup(tx, bus, input)
  if (!chosen.ok) return chosen
  const { group, client, inGroup } = chosen.value
  const { row } = group
  const seat = decideSeat(group, inGroup)
  if (!seat.ok) return seat
  const slot = { startTime: row.start_time, endTime: row.end_time, timeZone: row.time_zone }
  const overlap = checkClientFree(tx, { ...slot, moving: row.id }, client, input)
  if (!overlap.ok) return overlap

  const session = { clientId: client.id, serviceId: row.service_id, date: dayOf(row) }
  const funding = chooseFunding(tx.database, input.funding, session)
  if (!funding.ok) return funding

  const id = newId()
  const priceMinor = seatPrice(tx.database, row.service_id)
  tx.database.insert('seats', {
    id,
    appointment_id: row.id,
    client_id: client.id,
    status: 'booked',
    note: null,
    price_minor: priceMinor,
    currency: row.currency,
    ...termsOf(readPolicy(tx.database, localDateOf(tx.now, row.time_zone))),
    ...funding.value.columns,
    created_at: tx.now,
    created_by: caller.actor.id,
  })
  holdFunding(tx, bus, funding.value, { appointmentId: row.id, seatId: id })
  markClientSeen(tx, client.id)
  const waitlistId = endWaiting(tx, row.id, client.id, 'seated')
  bus.publish('seat.booked', {
    ...slotOf(row),
    seatId: id,
    clientId: client.id,
    priceMinor,
    currency: row.currency,
    ...(funding.value.columns.payment_status === 'covered' && { covered: true }),
    ...overlap.value,
    ...(waitlistId !== null && { waitlistId }),
  })
  if (waitlistId !== null) {
    publishSeated(bus, row, { waitlistId, clientId: client.id, seatId: id })
  }
  touchAppointment(tx, row)
  const seatKey = { appointmentId: row.id, seatId: id }
  return ok({
    ...seatKey,
    date: dayOf(row),
    undo: {
      command: 'appointments.cancel',
      input: {
        ...seatKey,
        by: 'studio',
        reason: 'booked_by_mistake',
        refund: false,
        ...(waitlistId !== null && { waitlistId }),
      },
    },
  })
}
