import { ok, refuse, type Result } from '../../../shared/result.ts'
import type { Session } from '../../../shared/staff.ts'
import { topics } from '../../../shared/topics.ts'
import { sql } from '../../db/studio-database.ts'
import type { Row } from '../../db/tables.ts'
import type { Tx } from '../../db/unit-of-work.ts'
import type { EventBus } from '../../events/event-bus.ts'
import type { SessionHolder } from '../handlers.ts'
import { hashPin, pinMatches, shownCost, usualCost } from './hash-pin.ts'
import { freeTries, pauseSeconds } from './pin-pauses.ts'
import type { StaffAccess } from './staff-access.ts'

/**
 * Signs a person in at one window. Wrong PINs are counted in the database, so that neither a
 * restart nor another window starts the count again.
 */
export function signIn(
  tx: Tx,
  bus: EventBus,
  access: StaffAccess,
  input: { readonly staffId: string; readonly pin: string },
  holder: SessionHolder,
): Result<Session> {
  const checked = checkPin(tx, bus, access, input)
  if (!checked.ok) return checked
  const session = sessionOf(checked.value)
  tx.afterCommit(() => access.sessions.begin(holder, session))
  tx.touch(topics.session)
  bus.publish('staff.signed_in', { staffId: session.id })
  return ok(session)
}

/** What a window keeps of the person at it. */
export function sessionOf(
  member: Pick<Row<'staff'>, 'id' | 'name' | 'role' | 'trainer_id'>,
): Session {
  const { id, name, role, trainer_id: trainerId } = member
  return { id, name, role, trainerId }
}

/**
 * Whether the PIN is this person's. A wrong one is counted, and after five a pause begins; a right
 * one ends the count, and is hashed anew when this computer can do it better than before.
 * Refuses `staff_not_found`, `pin_locked`, `wrong_pin`, `pin_key_lost` and `pin_not_ours`.
 */
export function checkPin(
  tx: Tx,
  bus: EventBus,
  access: StaffAccess,
  input: { readonly staffId: string; readonly pin: string },
): Result<Row<'staff'>> {
  const member = tx.database.first(
    sql.selectFrom('staff').selectAll().where('id', '=', input.staffId).where('active', '=', 1),
  )
  if (!member) return refuse('staff_not_found', {})
  const seconds = access.pauses.secondsLeft(member.id, member.failed_attempts)
  if (seconds > 0) return refuse('pin_locked', { seconds })

  const pepper =
    member.pepper_id === null ? null : access.peppers.find(tx.database, member.pepper_id)
  // Not a wrong PIN: nobody can tell. Counting it would only add a pause to the trouble.
  if (member.pepper_id !== null && pepper === null) {
    return refuse('pin_key_lost', { name: member.name })
  }
  const judged = access.peppers.judge(tx.database, member)
  if (judged === 'key_lost') return refuse('pin_key_lost', { name: member.name })
  if (judged === 'changed') return refuse('pin_not_ours', { name: member.name })
  const { pin_salt: salt, pin_hash: hash, pin_cost: cost } = member
  if (!pinMatches(input.pin, { salt, hash, cost }, pepper)) {
    return countFailure(tx, bus, access, member)
  }
  const current = access.peppers.current(tx)
  const isShown = member.demo_pin === input.pin
  const isUpToDate =
    (current === null || current.id === member.pepper_id) && cost >= costOf(access, isShown)
  if (!isUpToDate) storePin(tx, access, member.id, hashedPin(tx, access, input.pin, isShown))
  tx.database.run(sql.updateTable('staff').set({ failed_attempts: 0 }).where('id', '=', member.id))
  return ok(member)
}

/** Puts a PIN into a person's row, and binds it to them. */
export function storePin(
  tx: Tx,
  access: StaffAccess,
  staffId: string,
  pin: ReturnType<typeof hashedPin>,
): void {
  tx.database.run(sql.updateTable('staff').set(pin).where('id', '=', staffId))
  access.peppers.seal(tx, staffId)
}

function costOf(access: StaffAccess | undefined, isShown: boolean): number {
  const cost = access?.pinCost ?? usualCost
  return isShown ? Math.min(cost, shownCost) : cost
}

/**
 * The columns of a PIN, hashed as well as this computer can; without `access`, by its salt alone.
 *
 * @param isShown it stands on the screen, as in a demo studio, and is worth no work
 */
export function hashedPin(
  tx: Tx,
  access: StaffAccess | undefined,
  pin: string,
  isShown = false,
): Pick<Row<'staff'>, 'pin_salt' | 'pin_hash' | 'pin_cost' | 'pepper_id'> {
  const pepper = access?.peppers.current(tx)
  const { salt, hash, cost } = hashPin(pin, pepper?.key ?? null, costOf(access, isShown))
  return { pin_salt: salt, pin_hash: hash, pin_cost: cost, pepper_id: pepper?.id ?? null }
}

function countFailure(
  tx: Tx,
  bus: EventBus,
  access: StaffAccess,
  member: Row<'staff'>,
): Result<never> {
  const staffId = member.id
  const failedAttempts = member.failed_attempts + 1
  tx.database.run(
    sql.updateTable('staff').set({ failed_attempts: failedAttempts }).where('id', '=', staffId),
  )
  access.pauses.begin(staffId)
  bus.publish('staff.pin_failed', { staffId, failedAttempts })
  tx.commitRefusal()
  const seconds = pauseSeconds(failedAttempts)
  if (seconds > 0) return refuse('pin_locked', { seconds })
  return refuse('wrong_pin', { triesLeft: freeTries - failedAttempts })
}
