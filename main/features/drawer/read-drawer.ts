import type {
  DrawerHistory,
  DrawerMovement,
  DrawerReport,
  DrawerSessionSummary,
  DrawerStatus,
} from '../../../shared/drawer.ts'
import { minor } from '../../../shared/money.ts'
import { ok, refuse, type Result } from '../../../shared/result.ts'
import { localDateOf, localDateTimeOf, type Instant } from '../../../shared/time.ts'
import { asWritten, sql, type StudioDatabase } from '../../db/studio-database.ts'
import type { Row } from '../../db/tables.ts'
import { readStudio } from '../studio/index.ts'
import { freshCount, lastCountOf, resultOf, sumsOf } from './count-drawer.ts'
import { readKept, staffName } from './kept-report.ts'
import { findOpenDrawer, isByHand } from './move-cash.ts'

/** How the drawer stands now, without a word of what should be in it. */
export function readDrawerStatus(database: StudioDatabase, now: Instant): DrawerStatus {
  const { time_zone: timeZone, currency } = readStudio(database)
  const drawer = findOpenDrawer(database)
  if (!drawer) {
    const carriedMinor = lastCountOf(database)
    const suggestedFloatMinor = carriedMinor ?? minor(0)
    return { state: 'closed', currency, suggestedFloatMinor, carriedMinor }
  }
  const count = freshCount(database, drawer.id)
  return {
    state: 'open',
    drawerId: drawer.id,
    openedLocal: localDateTimeOf(drawer.opened_at, timeZone),
    openedBy: staffName(database, drawer.opened_by),
    floatMinor: drawer.float_minor,
    currency: drawer.currency,
    overdue: drawer.opened_on < localDateOf(now, timeZone),
    movements: listMovements(database, drawer).toReversed(),
    count: count ? resultOf(database, count) : null,
  }
}

/** The closed sessions, newest first. */
export function readHistory(database: StudioDatabase, limit: number): DrawerHistory {
  const { currency } = readStudio(database)
  const rows = database.all(
    sql
      .selectFrom('drawer_sessions')
      .selectAll()
      .where('closed_at', 'is not', null)
      .orderBy(asWritten<number>`rowid`, 'desc')
      .limit(limit + 1),
  )
  return {
    currency,
    sessions: rows.slice(0, limit).map(summaryOf),
    more: rows.length > limit,
  }
}

/** A closed session as it was printed then, and is printed again. Refuses `drawer_not_found` and `drawer_not_counted`. */
export function readReport(database: StudioDatabase, drawerId: string): Result<DrawerReport> {
  const drawer = database.first(
    sql.selectFrom('drawer_sessions').selectAll().where('id', '=', drawerId),
  )
  if (!drawer) return refuse('drawer_not_found', {})
  if (drawer.closed_at === null) return refuse('drawer_not_counted', {})
  const kept = readKept(drawer)
  const counts = database
    .prepare('SELECT * FROM drawer_counts WHERE drawer_session_id = ? ORDER BY rowid')
    .all(drawerId) as Row<'drawer_counts'>[]
  return ok({
    ...summaryOf(drawer),
    studioName: kept.studioName,
    currency: drawer.currency,
    openedBy: kept.openedBy,
    carriedMinor: drawer.carried_minor,
    openingReason: drawer.opening_reason,
    sums: sumsOf(database, drawer),
    expectedMinor: drawer.expected_minor ?? 0,
    varianceReason: drawer.variance_reason,
    pieces: piecesOf(drawer.counted),
    earlierCounts: counts.slice(0, -1).map((count) => ({
      local: kept.counts[count.id]!,
      countedMinor: count.counted_minor,
    })),
    movements: listMovements(database, drawer).map((movement) => ({
      ...movement,
      ...kept.movements[movement.id]!,
      reversible: false,
    })),
  })
}

function summaryOf(drawer: Row<'drawer_sessions'>): DrawerSessionSummary {
  const { openedLocal, closedLocal, closedBy } = readKept(drawer)
  return {
    drawerId: drawer.id,
    openedOn: drawer.opened_on,
    openedLocal,
    closedLocal,
    closedBy,
    countedMinor: drawer.counted_minor ?? minor(0),
    varianceMinor: (drawer.counted_minor ?? 0) - (drawer.expected_minor ?? 0),
  }
}

function listMovements(database: StudioDatabase, drawer: Row<'drawer_sessions'>): DrawerMovement[] {
  const { time_zone: timeZone } = readStudio(database)
  const rows = database
    .prepare(
      `SELECT m.*, s.name AS by_name, coalesce(r.receipt_number, sale.receipt_number, o.receipt_number) AS receipt,
              EXISTS (SELECT 1 FROM drawer_movements c WHERE c.reverses_id = m.id) AS reversed
       FROM drawer_movements m
       JOIN staff s ON s.id = m.created_by
       LEFT JOIN payments p ON p.id = m.payment_id
       LEFT JOIN sales sale ON sale.id = p.sale_id
       LEFT JOIN refunds r ON r.id = m.refund_id
       LEFT JOIN pay_outs o ON o.id = m.pay_out_id
       WHERE m.drawer_session_id = ? ORDER BY m.rowid`,
    )
    .all(drawer.id) as (Row<'drawer_movements'> & {
    by_name: string
    receipt: string | null
    reversed: 0 | 1
  })[]
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    amountMinor: row.amount_minor,
    reason: row.reason,
    receiptNumber: row.receipt,
    local: localDateTimeOf(row.created_at, timeZone),
    by: row.by_name,
    reversible: isByHand(row.kind) && row.reverses_id === null && row.reversed === 0,
  }))
}

function piecesOf(counted: string | null): DrawerReport['pieces'] {
  if (counted === null) return []
  return Object.entries(JSON.parse(counted) as Record<string, number>)
    .filter(([, count]) => count > 0)
    .map(([denomination, count]) => ({ denominationMinor: minor(Number(denomination)), count }))
    .toSorted((a, b) => b.denominationMinor - a.denominationMinor)
}
