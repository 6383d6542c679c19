import { ok, refuse, type Result } from '../../../shared/result.ts'
import type { Session } from '../../../shared/staff.ts'
import { topics } from '../../../shared/topics.ts'
import { sql } from '../../db/studio-database.ts'
import type { Row } from '../../db/tables.ts'
import type { Tx } from '../../db/unit-of-work.ts'
import type { EventBus } from '../../events/event-bus.ts'
import type { SessionHolder } from '../handlers.ts'
import { decideNewPin, isShortPin } from './decide-staff.ts'
import { pinMatches } from './hash-pin.ts'
import { freeTries, pauseSeconds } from './pin-pauses.ts'
import type { StaffAccess } from './staff-access.ts'
import { costOf, hashedPin, replacePin, storePin } from './store-pin.ts'

/**
 * Signs a person in at one window. Wrong PINs are counted in the database, so that neither a
 * restart nor another window starts the count again. Where no key ring keeps the key of the PINs, a short
 * one is asked to be replaced, which can wait: nobody chooses a good PIN in front of a client.
 * Refuses as `checkPin`, and `longer_pin_asked`, `pin_too_short` and `pin_too_obvious`.
 */
export function signIn(
  tx: Tx,
  bus: EventBus,
  access: StaffAccess,
  input: {
    readonly staffId: string
    readonly pin: string
    readonly newPin?: string | undefined
    readonly later?: boolean | undefined
  },
  holder: SessionHolder,
): Result<Session> {
  const checked = checkPin(tx, bus, access, input)
  if (!checked.ok) return checked
  const member = checked.value
  const session = sessionOf(member)
  const leastDigits = access.leastPinDigits()
  // A PIN that stands on the screen, as in a demo studio, keeps nobody out.
  const isTooShort = input.pin.length < leastDigits && member.demo_pin !== input.pin
  if (input.newPin !== undefined) {
    const allowed = decideNewPin(input.newPin, member.name, leastDigits)
    if (!allowed.ok) return allowed
    replacePin(tx, bus, access, {
      staffId: member.id,
      pin: input.newPin,
      by: 'themselves',
      at: holder,
    })
  } else if (isTooShort && input.later !== true) {
    return refuse('longer_pin_asked', { name: member.name, leastDigits })
  }
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
  const entered = { failed_attempts: 0, pin_is_short: isShortPin(input.pin) ? 1 : 0 } as const
  tx.database.run(sql.updateTable('staff').set(entered).where('id', '=', member.id))
  return ok(member)
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
