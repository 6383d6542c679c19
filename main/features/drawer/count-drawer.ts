import type { ParsedInputOf } from '../../../shared/contract.ts'
import type { DrawerCount, drawerContract, DrawerSums } from '../../../shared/drawer.ts'
import { newId } from '../../../shared/ids.ts'
import { formatSigned, type Minor } from '../../../shared/money.ts'
import { ok, refuse, type Result } from '../../../shared/result.ts'
import { localDateOf } from '../../../shared/time.ts'
import { topics } from '../../../shared/topics.ts'
import { sql, type StudioDatabase } from '../../db/studio-database.ts'
import type { Row } from '../../db/tables.ts'
import type { Tx } from '../../db/unit-of-work.ts'
import type { EventBus } from '../../events/event-bus.ts'
import type { StaffCaller } from '../handlers.ts'
import { readPolicy, readStudio } from '../studio/index.ts'
import { expectedOf, sumCount, sumMovements, weighCount } from './decide.ts'
import { keepReport } from './kept-report.ts'

type CountInput = ParsedInputOf<(typeof drawerContract)['drawer.count']>
type CloseInput = ParsedInputOf<(typeof drawerContract)['drawer.close']>

/** What a session's movements add up to. Only a count that was handed in may ask. */
export function sumsOf(database: StudioDatabase, drawer: Row<'drawer_sessions'>): DrawerSums {
  const movements = database.all(
    sql
      .selectFrom('drawer_movements')
      .select(['kind', 'amount_minor as amountMinor'])
      .where('drawer_session_id', '=', drawer.id),
  )
  return sumMovements(drawer.float_minor, movements)
}

/**
 * What the last closed session held when it was counted; null before the first. The one that was written
 * last: a clock that ran ahead dates an earlier one later.
 */
export function lastCountOf(database: StudioDatabase): Minor | null {
  const last = database
    .prepare(
      `SELECT counted_minor FROM drawer_sessions WHERE closed_at IS NOT NULL
       ORDER BY rowid DESC LIMIT 1`,
    )
    .get() as Pick<Row<'drawer_sessions'>, 'counted_minor'> | undefined
  return last?.counted_minor ?? null
}

/** The last count of a session that nothing has moved since; undefined when there is none. */
export function freshCount(
  database: StudioDatabase,
  drawerId: string,
): Row<'drawer_counts'> | undefined {
  // By rowid: a count and a movement of one moment were still written one after the other.
  const last = database
    .prepare('SELECT * FROM drawer_counts WHERE drawer_session_id = ? ORDER BY rowid DESC LIMIT 1')
    .get(drawerId) as Row<'drawer_counts'> | undefined
  if (!last) return undefined
  const sums = sumsOf(database, findDrawer(database, drawerId)!)
  return expectedOf(sums) === last.expected_minor ? last : undefined
}

/** A count with what it means by the policy of the day it was made on. */
export function resultOf(database: StudioDatabase, count: Row<'drawer_counts'>): DrawerCount {
  const { time_zone: timeZone } = readStudio(database)
  const policy = readPolicy(database, localDateOf(count.created_at, timeZone))
  return {
    countId: count.id,
    drawerId: count.drawer_session_id,
    countedMinor: count.counted_minor,
    expectedMinor: count.expected_minor,
    ...weighCount(count.counted_minor, count.expected_minor, policy.drawerToleranceMinor),
  }
}

/**
 * Takes a count in and keeps it, and then says what was expected: a count is made before anyone can
 * know. Refuses `drawer_not_found`, `drawer_already_closed` and `not_a_denomination`.
 */
export function countDrawer(
  tx: Tx,
  bus: EventBus,
  { drawerId, count }: CountInput,
  caller: StaffCaller,
): Result<DrawerCount> {
  const drawer = findDrawer(tx.database, drawerId)
  if (!drawer) return refuse('drawer_not_found', {})
  if (drawer.closed_at !== null) return refuse('drawer_already_closed', {})
  const counted = sumCount(count, drawer.currency)
  if (!counted.ok) return counted
  const row: Row<'drawer_counts'> = {
    id: newId(),
    drawer_session_id: drawerId,
    counted: count.by === 'pieces' ? JSON.stringify(count.pieces) : null,
    counted_minor: counted.value,
    expected_minor: expectedOf(sumsOf(tx.database, drawer)),
    created_at: tx.now,
    created_by: caller.actor.id,
  }
  tx.database.insert('drawer_counts', row)
  bus.publish('drawer.counted', {
    drawerId,
    countId: row.id,
    amount: row.counted_minor,
    expected: row.expected_minor,
    currency: drawer.currency,
  })
  tx.touch(topics.drawer)
  return ok(resultOf(tx.database, row))
}

/**
 * Closes a session with its last count. From then on nothing of it changes.
 *
 * Refuses `drawer_count_old` when cash has moved since, and `drawer_reason_needed` when it is off by
 * more than the policy lets pass.
 */
export function closeDrawer(
  tx: Tx,
  bus: EventBus,
  { drawerId, countId, reason }: CloseInput,
  caller: StaffCaller,
): Result<{ drawerId: string; varianceMinor: number }> {
  const drawer = findDrawer(tx.database, drawerId)
  if (!drawer) return refuse('drawer_not_found', {})
  if (drawer.closed_at !== null) return refuse('drawer_already_closed', {})
  const count = freshCount(tx.database, drawerId)
  if (count?.id !== countId) return refuse('drawer_count_old', {})
  const { varianceMinor, reasonNeeded } = resultOf(tx.database, count)
  if (reasonNeeded && reason === undefined) {
    return refuse('drawer_reason_needed', {
      variance: formatSigned(varianceMinor, drawer.currency),
    })
  }
  tx.database.run(
    sql
      .updateTable('drawer_sessions')
      .set({
        closed_at: tx.now,
        closed_by: caller.actor.id,
        counted: count.counted,
        counted_minor: count.counted_minor,
        expected_minor: count.expected_minor,
        variance_reason: reason ?? null,
        report: JSON.stringify(keepReport(tx, drawer, caller)),
      })
      .where('id', '=', drawerId),
  )
  bus.publish('drawer.closed', {
    drawerId,
    countId,
    amount: count.counted_minor,
    expected: count.expected_minor,
    variance: varianceMinor,
    currency: drawer.currency,
  })
  tx.touch(topics.drawer)
  return ok({ drawerId, varianceMinor })
}

function findDrawer(database: StudioDatabase, id: string): Row<'drawer_sessions'> | undefined {
  return database.first(sql.selectFrom('drawer_sessions').selectAll().where('id', '=', id))
}
