import { newId } from '../../../shared/ids.ts'
import { formatMoney, formatSigned, type Minor } from '../../../shared/money.ts'
import { ok, refuse, type Result } from '../../../shared/result.ts'
import { checkUsual } from '../../../shared/sane-amounts.ts'
import { localDateOf, localDateTimeOf } from '../../../shared/time.ts'
import { topics } from '../../../shared/topics.ts'
import { sql } from '../../db/studio-database.ts'
import type { Tx } from '../../db/unit-of-work.ts'
import type { EventBus } from '../../events/event-bus.ts'
import type { StaffCaller } from '../handlers.ts'
import { readPolicy, readStudio } from '../studio/index.ts'
import { lastCountOf } from './count-drawer.ts'
import { weighCount } from './decide.ts'
import { findOpenDrawer } from './move-cash.ts'

/**
 * Opens the drawer with the cash that lies in it. What the last count left is held against it, as a
 * count is: what went or came over night stands on the reports.
 *
 * Refuses `drawer_already_open`, `amount_unusual`, and `drawer_opening_reason_needed` when it is off by
 * more than the policy lets pass.
 */
export function openDrawer(
  tx: Tx,
  bus: EventBus,
  input: {
    readonly floatMinor: Minor
    readonly reason?: string | undefined
    readonly sureOfMinor?: Minor | undefined
  },
  caller: StaffCaller,
): Result<{ drawerId: string }> {
  const { time_zone: timeZone, currency } = readStudio(tx.database)
  const open = findOpenDrawer(tx.database)
  if (open) {
    const { name } = tx.database.one(
      sql.selectFrom('staff').select('name').where('id', '=', open.opened_by),
    )
    const since = localDateTimeOf(open.opened_at, timeZone).replace('T', ' ')
    return refuse('drawer_already_open', { by: name, since })
  }
  const usual = checkUsual([input.floatMinor], input.sureOfMinor, currency)
  if (!usual.ok) return usual
  const today = localDateOf(tx.now, timeZone)
  const carried = lastCountOf(tx.database)
  const { drawerToleranceMinor } = readPolicy(tx.database, today)
  const off = weighCount(input.floatMinor, carried ?? input.floatMinor, drawerToleranceMinor)
  if (carried !== null && off.reasonNeeded && input.reason === undefined) {
    return refuse('drawer_opening_reason_needed', {
      difference: formatSigned(off.varianceMinor, currency),
      counted: formatMoney(carried, currency),
    })
  }
  const drawerId = newId()
  tx.database.insert('drawer_sessions', {
    id: drawerId,
    opened_at: tx.now,
    opened_on: today,
    opened_by: caller.actor.id,
    float_minor: input.floatMinor,
    currency,
    closed_at: null,
    closed_by: null,
    counted: null,
    counted_minor: null,
    expected_minor: null,
    variance_reason: null,
    carried_minor: carried,
    opening_reason: off.varianceMinor === 0 ? null : (input.reason ?? null),
  })
  bus.publish('drawer.opened', {
    drawerId,
    amount: input.floatMinor,
    currency,
    ...(carried !== null && { carried }),
  })
  tx.touch(topics.drawer)
  return ok({ drawerId })
}
