import type { WayBack } from '../../../shared/contract.ts'
import { ok, refuse, type Result } from '../../../shared/result.ts'
import type { Versioned } from '../../../shared/expected-version.ts'
import type { StaffMessages } from '../../../shared/staff-messages.ts'
import { topics } from '../../../shared/topics.ts'
import { sql, type StudioDatabase } from '../../db/studio-database.ts'
import type { Tx } from '../../db/unit-of-work.ts'
import type { EventBus } from '../../events/event-bus.ts'
import { versionOf } from '../check-version.ts'
import type { StaffCaller } from '../handlers.ts'

/**
 * Where somebody is written to, and of what. Refuses `not_allowed` to whoever asks for somebody else
 * and is no manager, and `staff_not_found` for who is not on the list.
 */
export function readStaffMessages(
  database: StudioDatabase,
  staffId: string,
  { actor }: StaffCaller,
): Result<StaffMessages & Versioned> {
  if (actor.role !== 'manager' && actor.id !== staffId) {
    return refuse('not_allowed', { role: actor.role })
  }
  const row = database.first(
    sql
      .selectFrom('staff')
      .select([
        'email',
        'hears_booked as booked',
        'hears_moved as moved',
        'hears_cancelled as cancelled',
        'hears_within_hours as withinHours',
      ])
      .where('id', '=', staffId)
      .where('active', '=', 1),
  )
  if (!row) return refuse('staff_not_found', {})
  return ok({
    ...row,
    booked: row.booked === 1,
    moved: row.moved === 1,
    cancelled: row.cancelled === 1,
    version: versionOf(database, 'staffMessages', staffId),
  })
}

/**
 * Saves where somebody is written to, and of what. What was set aside before they had an address stays
 * so. The log is told what they chose, not the address. Refuses what {@link readStaffMessages} does.
 */
export function saveStaffMessages(
  tx: Tx,
  bus: EventBus,
  { staffId, ...wanted }: StaffMessages & { readonly staffId: string },
  caller: StaffCaller,
): Result<{ undo: WayBack }> {
  const before = readStaffMessages(tx.database, staffId, caller)
  if (!before.ok) return before
  const { email, booked, moved, cancelled, withinHours } = wanted
  tx.database.run(
    sql
      .updateTable('staff')
      .set({
        email,
        hears_booked: booked ? 1 : 0,
        hears_moved: moved ? 1 : 0,
        hears_cancelled: cancelled ? 1 : 0,
        hears_within_hours: withinHours,
      })
      .where('id', '=', staffId),
  )
  const hasAddress = email !== null
  bus.publish('staff.messages_changed', {
    staffId,
    hasAddress,
    booked,
    moved,
    cancelled,
    withinHours,
  })
  tx.touch(topics.staff)
  const was = before.value
  const back = {
    email: was.email,
    booked: was.booked,
    moved: was.moved,
    cancelled: was.cancelled,
    withinHours: was.withinHours,
  }
  return ok({ undo: { command: 'staff.saveMessages', input: { staffId, ...back } } })
}
