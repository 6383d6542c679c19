import { ok, type Result } from '../../../shared/result.ts'
import type { StudioDatabase } from '../../db/studio-database.ts'
import type { Tx } from '../../db/unit-of-work.ts'
import type { EventBus } from '../../events/event-bus.ts'
import { decideWaiver, feesOf } from '../fees/index.ts'
import type { StaffCaller } from '../handlers.ts'
import { creditOf } from '../packages/index.ts'
import { spendApproval } from '../staff/index.ts'
import { isTakenBackInTime } from '../taken-back-in-time.ts'
import type { Attendance } from './attendance.ts'

/** What a lost session took from its client and has not given back. */
export interface LetGo {
  /** What of its fees is owed, or kept and still held, in minor units. */
  readonly feeMinor: number
  /** A credit of a package, or one session of a member's month. */
  readonly hasSession: boolean
}

/**
 * What would be let go if it were said now that a session was not lost after all; null: nothing, or it
 * was said so lately that this only takes that back.
 */
export function lettingGo(
  database: StudioDatabase,
  attendance: Attendance,
  now: Tx['now'],
): LetGo | null {
  const { terms } = attendance
  const lostAt = terms.status === 'no_show' ? terms.resolved_at : terms.cancelled_at
  if (isTakenBackInTime(lostAt, now)) return null
  const feeMinor = feesOf(database, attendance)
    .map((fee) => decideWaiver(database, fee))
    .reduce((sum, open) => sum + (open.ok ? open.value : 0), 0)
  const hasSession = isCreditLost(database, attendance) || isMonthsSessionLost(database, attendance)
  return feeMinor > 0 || hasSession ? { feeMinor, hasSession } : null
}

/**
 * Asks for a manager where something is let go: a day after it was lost it costs whoever says otherwise
 * what waiving costs. Refuses `approval_needed`.
 */
export function allowLettingGo(
  tx: Tx,
  bus: EventBus,
  letGo: LetGo | null,
  approvalId: string | undefined,
  caller: StaffCaller,
): Result<unknown> {
  if (!letGo) return ok(null)
  return spendApproval(tx, bus, 'waive', approvalId, caller, letGo.feeMinor)
}

function isCreditLost(database: StudioDatabase, attendance: Attendance): boolean {
  const isPaidByOne = attendance.terms.funding === 'package'
  return isPaidByOne && creditOf(database, attendance)?.kind === 'used'
}

/** A member's session counts in its month, unless it was let go, or called off in time. */
function isMonthsSessionLost(
  database: StudioDatabase,
  { terms: { status, membership_id, excused, cancelled_late, cancelled_by } }: Attendance,
): boolean {
  if (membership_id === null || excused !== null) return false
  const isLost = status === 'no_show' || (cancelled_late === 1 && cancelled_by === 'client')
  if (!isLost) return false
  const perMonth = database
    .prepare('SELECT sessions_per_month FROM memberships WHERE id = ?')
    .pluck()
    .get(membership_id)
  return perMonth !== null
}
