import type { earningsContract } from '../../../shared/earnings.ts'
import type { ParsedInputOf } from '../../../shared/contract.ts'
import { newId } from '../../../shared/ids.ts'
import { ok, refuse, type Result } from '../../../shared/result.ts'
import { localDateOf, type LocalDate } from '../../../shared/time.ts'
import { topics } from '../../../shared/topics.ts'
import type { Tx } from '../../db/unit-of-work.ts'
import type { EventBus } from '../../events/event-bus.ts'
import { readStudio } from '../studio/index.ts'

interface Days {
  readonly from: LocalDate
  readonly until: LocalDate
}

/** Whether days can be paid out: they are over, open, and come to what the manager was shown. */
function decideLock(
  period: Days,
  now: {
    readonly today: LocalDate
    readonly overlapping: Days | null
    readonly totalMinor: number
  },
  shownMinor: number,
): Result<null> {
  if (period.until >= now.today) return refuse('period_not_over', {})
  if (now.overlapping) return refuse('period_locked_already', { ...now.overlapping })
  return now.totalMinor === shownMinor ? ok(null) : refuse('period_changed', {})
}

/** Locks days that were paid out. Publishes `earning.period_locked`; nothing takes it back. */
export function lockPeriod(
  tx: Tx,
  bus: EventBus,
  { period, totalMinor }: ParsedInputOf<(typeof earningsContract)['earnings.lockPeriod']>,
  actorId: string,
): Result<{ undo: null }> {
  const { from, until } = period
  const { time_zone: timeZone, currency } = readStudio(tx.database)
  const overlapping = tx.database
    .prepare(
      `SELECT from_on AS "from", until_on AS until FROM pay_periods
       WHERE from_on <= ? AND until_on >= ? ORDER BY from_on LIMIT 1`,
    )
    .get(until, from) as Days | undefined
  const { total } = tx.database
    .prepare(
      'SELECT coalesce(sum(amount_minor), 0) AS total FROM earnings WHERE pay_on BETWEEN ? AND ?',
    )
    .get(from, until) as { total: number }
  const now = {
    today: localDateOf(tx.now, timeZone),
    overlapping: overlapping ?? null,
    totalMinor: total,
  }
  const allowed = decideLock(period, now, totalMinor)
  if (!allowed.ok) return allowed
  const periodId = newId()
  tx.database.insert('pay_periods', {
    id: periodId,
    from_on: from,
    until_on: until,
    locked_at: tx.now,
    locked_by: actorId,
  })
  bus.publish('earning.period_locked', { periodId, from, until, amount: total, currency })
  tx.touch(topics.earnings)
  return ok({ undo: null })
}
