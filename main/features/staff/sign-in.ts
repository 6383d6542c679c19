import { ok, refuse, type Result } from '../../../shared/result.ts'
import type { Session } from '../../../shared/staff.ts'
import { instantFrom, type Instant } from '../../../shared/time.ts'
import { topics } from '../../../shared/topics.ts'
import { sql } from '../../db/studio-database.ts'
import type { Row } from '../../db/tables.ts'
import type { Tx } from '../../db/unit-of-work.ts'
import type { EventBus } from '../../events/event-bus.ts'
import type { SessionHolder } from '../handlers.ts'
import { pinMatches } from './hash-pin.ts'

/** Wrong PINs in a row that cost nothing but the try. */
const freeTries = 5
const firstPauseSeconds = 30
const longestPauseSeconds = 15 * 60

/** How long to wait after so many wrong PINs in a row: nothing, then 30 s, 60 s, … up to 15 min. */
export function pauseSeconds(failedAttempts: number): number {
  if (failedAttempts < freeTries) return 0
  return Math.min(longestPauseSeconds, firstPauseSeconds * 2 ** (failedAttempts - freeTries))
}

/**
 * Signs a person in at one window. Wrong PINs are counted in the database, so that neither a
 * restart nor another window starts the count again.
 */
export function signIn(
  tx: Tx,
  bus: EventBus,
  input: { readonly staffId: string; readonly pin: string },
  holder: SessionHolder,
): Result<Session> {
  const checked = checkPin(tx, bus, input)
  if (!checked.ok) return checked
  const member = checked.value
  const session: Session = {
    id: member.id,
    name: member.name,
    role: member.role,
    trainerId: member.trainer_id,
  }
  tx.afterCommit(() => {
    holder.current = session
  })
  tx.touch(topics.session)
  bus.publish('staff.signed_in', { staffId: member.id })
  return ok(session)
}

/**
 * Whether the PIN is this person's. A wrong one is counted, and after five a pause begins; a right
 * one ends the count.
 */
export function checkPin(
  tx: Tx,
  bus: EventBus,
  input: { readonly staffId: string; readonly pin: string },
): Result<Row<'staff'>> {
  const member = tx.database.first(
    sql.selectFrom('staff').selectAll().where('id', '=', input.staffId).where('active', '=', 1),
  )
  if (!member) return refuse('staff_not_found', {})
  const waitSeconds = secondsUntil(member.locked_until, tx.now)
  const longestWait = pauseSeconds(member.failed_attempts)
  if (waitSeconds > longestWait) {
    // The clock was set back since: begin the pause again, or it would last until the old time.
    savePause(tx, member.id, member.failed_attempts, longestWait)
    tx.commitRefusal()
    return refuse('pin_locked', { seconds: longestWait })
  }
  if (waitSeconds > 0) return refuse('pin_locked', { seconds: waitSeconds })

  if (!pinMatches(input.pin, member.pin_salt, member.pin_hash)) {
    return countFailure(tx, bus, member.id, member.failed_attempts + 1)
  }
  tx.database.run(
    sql
      .updateTable('staff')
      .set({ failed_attempts: 0, locked_until: null })
      .where('id', '=', member.id),
  )
  return ok(member)
}

function countFailure(tx: Tx, bus: EventBus, staffId: string, failedAttempts: number) {
  const seconds = pauseSeconds(failedAttempts)
  savePause(tx, staffId, failedAttempts, seconds)
  bus.publish('staff.pin_failed', { staffId, failedAttempts })
  tx.commitRefusal()
  if (seconds > 0) return refuse('pin_locked', { seconds })
  return refuse('wrong_pin', { triesLeft: freeTries - failedAttempts })
}

function savePause(tx: Tx, staffId: string, failedAttempts: number, seconds: number): void {
  const lockedUntil = seconds > 0 ? instantFrom(Date.parse(tx.now) + seconds * 1_000) : null
  tx.database.run(
    sql
      .updateTable('staff')
      .set({ failed_attempts: failedAttempts, locked_until: lockedUntil })
      .where('id', '=', staffId),
  )
}

function secondsUntil(lockedUntil: Instant | null, now: Instant): number {
  if (lockedUntil === null) return 0
  return Math.max(0, Math.ceil((Date.parse(lockedUntil) - Date.parse(now)) / 1_000))
}
