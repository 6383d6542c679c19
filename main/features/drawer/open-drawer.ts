import { newId } from '../../../shared/ids.ts'
import type { Minor } from '../../../shared/money.ts'
import { ok, refuse, type Result } from '../../../shared/result.ts'
import { localDateOf, localDateTimeOf } from '../../../shared/time.ts'
import { topics } from '../../../shared/topics.ts'
import { sql } from '../../db/studio-database.ts'
import type { Tx } from '../../db/unit-of-work.ts'
import type { EventBus } from '../../events/event-bus.ts'
import type { StaffCaller } from '../handlers.ts'
import { readStudio } from '../studio/index.ts'
import { findOpenDrawer } from './move-cash.ts'

/** Opens the drawer with the cash that lies in it. Refuses `drawer_already_open`: there is one. */
export function openDrawer(
  tx: Tx,
  bus: EventBus,
  input: { readonly floatMinor: Minor },
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
  const drawerId = newId()
  tx.database.insert('drawer_sessions', {
    id: drawerId,
    opened_at: tx.now,
    opened_on: localDateOf(tx.now, timeZone),
    opened_by: caller.actor.id,
    float_minor: input.floatMinor,
    currency,
    closed_at: null,
    closed_by: null,
    counted: null,
    counted_minor: null,
    expected_minor: null,
    variance_reason: null,
  })
  bus.publish('drawer.opened', { drawerId, amount: input.floatMinor, currency })
  tx.touch(topics.drawer)
  return ok({ drawerId })
}
