import type { ParsedInputOf } from '../../../shared/contract.ts'
import type { groupsContract, WaitlistChanged } from '../../../shared/groups.ts'
import { newId } from '../../../shared/ids.ts'
import { ok, refuse, type Result } from '../../../shared/result.ts'
import { sql, type StudioDatabase } from '../../db/studio-database.ts'
import type { Tx } from '../../db/unit-of-work.ts'
import type { EventBus } from '../../events/event-bus.ts'
import {
  endWaiting,
  findAppointment,
  slotOf,
  touchAppointment,
  waitAgain,
} from '../appointments/index.ts'
import { markClientSeen } from '../clients/index.ts'
import type { StaffCaller } from '../handlers.ts'
import { chooseForGroup } from './choose-client.ts'
import { decideWaiting } from './decide-seat.ts'
import { findGroup, findGroupInBook } from './group-row.ts'

/** Puts a client at the end of a full session's line. */
export function joinWaitlist(
  tx: Tx,
  bus: EventBus,
  input: ParsedInputOf<(typeof groupsContract)['groups.joinWaitlist']>,
  caller: StaffCaller,
): Result<WaitlistChanged> {
  const chosen = chooseForGroup(tx, bus, input)
  if (!chosen.ok) return chosen
  const { group, client, inGroup } = chosen.value
  const { row } = group
  const allowed = decideWaiting(group, inGroup)
  if (!allowed.ok) return allowed

  const id = newId()
  tx.database.insert('waitlist', {
    id,
    appointment_id: row.id,
    client_id: client.id,
    status: 'waiting',
    created_at: tx.now,
    created_by: caller.actor.id,
  })
  markClientSeen(tx, client.id)
  bus.publish('waitlist.joined', { ...slotOf(row), waitlistId: id, clientId: client.id })
  touchAppointment(tx, row)
  return ok({
    appointmentId: row.id,
    waitlistId: id,
    undo: { command: 'groups.leaveWaitlist', input: { waitlistId: id } },
  })
}

/** Takes a client off the list. Whoever joins again stands at its end. */
export function leaveWaitlist(
  tx: Tx,
  bus: EventBus,
  { waitlistId }: { readonly waitlistId: string },
): Result<WaitlistChanged> {
  const found = findWaiting(tx, waitlistId)
  if (!found.ok) return found
  const { entry, row } = found.value
  endWaiting(tx, row.id, entry.client_id, 'left')
  bus.publish('waitlist.left', { ...slotOf(row), waitlistId, clientId: entry.client_id })
  touchAppointment(tx, row)
  return ok({
    appointmentId: row.id,
    waitlistId,
    undo: { command: 'groups.rejoinWaitlist', input: { waitlistId } },
  })
}

/**
 * Takes it back that a client left the list. Refuses what {@link standInLineAgain} refuses, and, unless it
 * undoes their leaving, `outside_book` for a session that is over for long.
 */
export function rejoinWaitlist(
  tx: Tx,
  bus: EventBus,
  { waitlistId, asLeft }: { readonly waitlistId: string; readonly asLeft?: string | undefined },
): Result<WaitlistChanged> {
  const appointmentId = sessionOf(tx, waitlistId)
  if (appointmentId === undefined) return refuse('not_waiting', {})
  const inBook = asLeft === undefined ? findGroupInBook(tx, appointmentId) : ok(null)
  return inBook.ok ? standInLineAgain(tx, bus, waitlistId) : inBook
}

/**
 * Puts a client back where they stood in the line, with what they were offered. A seat may be free
 * meanwhile; it stays theirs to refuse. Refuses what {@link waitAgain} refuses, and what a session is
 * refused for that does not take place.
 */
export function standInLineAgain(
  tx: Tx,
  bus: EventBus,
  waitlistId: string,
): Result<WaitlistChanged> {
  const appointmentId = sessionOf(tx, waitlistId)
  if (appointmentId === undefined) return refuse('not_waiting', {})
  const found = findGroup(tx.database, appointmentId)
  if (!found.ok) return found
  const { row } = found.value
  const back = waitAgain(tx, bus, row, waitlistId, 'left')
  if (!back.ok) return back
  touchAppointment(tx, row)
  return ok({
    appointmentId: row.id,
    waitlistId,
    undo: { command: 'groups.leaveWaitlist', input: { waitlistId } },
  })
}

/**
 * Offers a free seat to a waiting client by e-mail; the outbox's handler hears it. The seat is not
 * held: the desk gives it when they have answered.
 */
export function offerSeat(
  tx: Tx,
  bus: EventBus,
  { waitlistId }: { readonly waitlistId: string },
): Result<WaitlistChanged> {
  const found = findWaiting(tx, waitlistId)
  if (!found.ok) return found
  const { entry, row } = found.value
  const group = findGroupInBook(tx, row.id)
  if (!group.ok) return group
  if (group.value.taken >= group.value.capacity) return refuse('no_seat_to_offer', {})
  const client = tx.database.one(
    sql
      .selectFrom('clients')
      .select(['name', 'email', 'messages_consent'])
      .where('id', '=', entry.client_id),
  )
  if (client.email === null || client.messages_consent === 0) {
    return refuse('cannot_be_written_to', { client: client.name })
  }
  tx.database.run(
    sql.updateTable('waitlist').set({ offered_at: tx.now }).where('id', '=', waitlistId),
  )
  bus.publish('waitlist.offered', { ...slotOf(row), waitlistId, clientId: entry.client_id })
  touchAppointment(tx, row)
  return ok({ appointmentId: row.id, waitlistId, undo: null })
}

/** How a client stands in the line: waiting or not, and what they were offered. */
export function placeInLine(
  database: StudioDatabase,
  { waitlistId }: { readonly waitlistId: string },
): unknown {
  return database.first(
    sql
      .selectFrom('waitlist')
      .select(['status', 'offered_at', 'created_at'])
      .where('id', '=', waitlistId),
  )
}

/** The session a place in a line is of. */
function sessionOf(tx: Tx, waitlistId: string): string | undefined {
  return tx.database
    .prepare('SELECT appointment_id FROM waitlist WHERE id = ?')
    .pluck()
    .get(waitlistId) as string | undefined
}

function findWaiting(tx: Tx, waitlistId: string) {
  const entry = tx.database.first(
    sql
      .selectFrom('waitlist')
      .selectAll()
      .where('id', '=', waitlistId)
      .where('status', '=', 'waiting'),
  )
  if (!entry) return refuse('not_waiting', {})
  const found = findAppointment(tx.database, entry.appointment_id)
  return found.ok ? ok({ entry, row: found.value }) : found
}
