import { ok, refuse, type Result } from '../../../shared/result.ts'
import {
  addMinutes,
  daysBetween,
  localDateOf,
  type Instant,
  type LocalDate,
} from '../../../shared/time.ts'
import type { StudioDatabase } from '../../db/studio-database.ts'
import type { Tx } from '../../db/unit-of-work.ts'
import type { EventBus } from '../../events/event-bus.ts'
import { readStudio } from '../studio/index.ts'

interface ReceiptClock {
  readonly issuedAt: Instant
  readonly confirmedDay: LocalDate | null
  /** Nothing was issued yet: `issuedAt` is when the studio was set up. */
  readonly isFirst?: boolean
}

/** As far as a clock is put right while nobody looks. */
const correctedMinutes = 5
/** As long as a studio is closed without anybody wondering. */
const ordinaryGapDays = 3
/** As long as a clock that jumped ahead can stay so without anybody seeing it. */
const noticedDays = 31

/**
 * Whether the computer's clock can be believed for the next receipt: it does not lie before the last
 * one, and has not jumped over days, now or lately, when it takes it into a number of another year.
 * The day that somebody confirmed is believed. The first receipt is measured by when the studio was set up.
 *
 * Refuses `clock_unsure` with the day it would be and the day of the last receipt.
 *
 * @param recentDays reads the days of the receipts that led here, the oldest first
 */
export function decideReceiptClock(
  last: ReceiptClock,
  now: Instant,
  timeZone: string,
  recentDays: () => readonly LocalDate[],
): Result<null> {
  const today = localDateOf(now, timeZone)
  if (today === last.confirmedDay) return ok(null)
  const lastDay = localDateOf(last.issuedAt, timeZone)
  const isBack = now < addMinutes(last.issuedAt, -correctedMinutes)
  const isOtherYear = today.slice(0, 4) !== lastDay.slice(0, 4)
  const isUnsure = isBack || (isOtherYear && hasJumped([...recentDays(), lastDay, today]))
  return isUnsure
    ? refuse('clock_unsure', { today, lastDay, isFirst: last.isFirst ?? false })
    : ok(null)
}

function hasJumped(days: readonly LocalDate[]): boolean {
  return days.some((day, index) => daysBetween(days[index - 1] ?? day, day) > ordinaryGapDays)
}

/** See {@link decideReceiptClock}. */
export function checkReceiptClock(tx: Tx): Result<null> {
  const { time_zone: timeZone } = readStudio(tx.database)
  const last = readReceiptClock(tx.database)
  const recentDays = () => readRecentDays(tx.database, last.issuedAt)
  return decideReceiptClock(last, tx.now, timeZone, recentDays)
}

/** Notes down when a receipt was issued; the question is put anew for the next one. */
export function noteReceipt(tx: Tx): void {
  tx.database
    .prepare(
      `INSERT INTO receipt_clock (id, issued_at) VALUES (1, ?)
       ON CONFLICT DO UPDATE SET issued_at = excluded.issued_at, confirmed_day = NULL`,
    )
    .run(tx.now)
}

/** Somebody looked at the calendar: it is this day. Refuses `clock_moved` when it is another by now. */
export function confirmClock(tx: Tx, bus: EventBus, day: LocalDate): Result<null> {
  const {
    tenant_id: studioId,
    time_zone: timeZone,
    created_at: createdAt,
  } = readStudio(tx.database)
  const today = localDateOf(tx.now, timeZone)
  if (day !== today) return refuse('clock_moved', { today })
  tx.database
    .prepare(
      `INSERT INTO receipt_clock (id, issued_at, confirmed_day) VALUES (1, ?, ?)
       ON CONFLICT DO UPDATE SET confirmed_day = excluded.confirmed_day`,
    )
    .run(createdAt, day)
  bus.publish('studio.clock_confirmed', { studioId, day })
  return ok(null)
}

function readReceiptClock(database: StudioDatabase): ReceiptClock {
  const { created_at: createdAt } = readStudio(database)
  const last = database
    .prepare('SELECT issued_at AS issuedAt, confirmed_day AS confirmedDay FROM receipt_clock')
    .get() as ReceiptClock | undefined
  const { issuedAt, confirmedDay } = last ?? { issuedAt: createdAt, confirmedDay: null }
  return { issuedAt, confirmedDay, isFirst: issuedAt === createdAt }
}

/** The days with receipts in the month that ends with the last one, and the last day before it. */
function readRecentDays(database: StudioDatabase, until: Instant): LocalDate[] {
  const since = addMinutes(until, -noticedDays * 24 * 60)
  return database
    .prepare(
      `SELECT DISTINCT date(issued_local) AS day FROM receipts WHERE issued_at <= ? AND issued_at >=
         coalesce((SELECT max(issued_at) FROM receipts WHERE issued_at < ?), '') ORDER BY day`,
    )
    .pluck()
    .all(until, since) as LocalDate[]
}
