import { createHash, randomBytes, randomInt, timingSafeEqual } from 'node:crypto'
import { recoveryLength, recoverySigns } from '../../../shared/recovery-code.ts'
import { ok, refuse, type Result } from '../../../shared/result.ts'
import type { Session } from '../../../shared/staff.ts'
import { topics } from '../../../shared/topics.ts'
import { sql, type StudioDatabase } from '../../db/studio-database.ts'
import type { Row } from '../../db/tables.ts'
import type { Tx } from '../../db/unit-of-work.ts'
import type { EventBus } from '../../events/event-bus.ts'
import type { SessionHolder } from '../handlers.ts'
import { decideNewPin } from './decide-staff.ts'
import { lockOthers } from './lock.ts'
import { listMembers } from './manage-staff.ts'
import { sessionOf } from './sign-in.ts'
import type { StaffAccess } from './staff-access.ts'
import { writePin } from './store-pin.ts'

/** Whether there is a way back when nobody can sign in. */
export function hasRecoveryCode(database: StudioDatabase): boolean {
  return database.prepare('SELECT 1 FROM recovery_code').get() !== undefined
}

/**
 * Draws a new recovery code, in groups of four; an earlier one is good for nothing from then on. It is
 * answered this once: the file has its hash alone, which is enough, as no guess ever meets 120 bits.
 *
 * @param staffId the manager it is given to
 */
export function makeRecoveryCode(tx: Tx, bus: EventBus, staffId: string): string {
  const signs = Array.from({ length: recoveryLength }, () =>
    recoverySigns.charAt(randomInt(recoverySigns.length)),
  ).join('')
  const salt = randomBytes(16)
  const row = { id: 1, salt, hash: hashOf(signs, salt), made_at: tx.now }
  tx.database.run(sql.deleteFrom('recovery_code'))
  tx.database.insert('recovery_code', row)
  bus.publish('staff.recovery_code_made', { staffId })
  tx.touch(topics.staff)
  return signs.match(/.{4}/g)!.join('-')
}

/**
 * Lets a manager in who has the recovery code: with a new PIN, signed in at this window, and with
 * nobody's pause left. The code is used up. A wrong one costs nothing but the try, so that nobody can
 * close this way to others. Refuses `staff_not_found`, `not_a_manager`, `recovery_code_missing`,
 * `wrong_recovery_code`, `pin_too_short` and `pin_too_obvious`.
 *
 * @param input the code as its 24 signs
 */
export function recover(
  tx: Tx,
  bus: EventBus,
  access: StaffAccess,
  input: { readonly code: string; readonly staffId: string; readonly pin: string },
  holder: SessionHolder,
): Result<Session> {
  const member = listMembers(tx.database).find(({ id, active }) => active && id === input.staffId)
  if (!member) return refuse('staff_not_found', {})
  if (member.role !== 'manager') return refuse('not_a_manager', { name: member.name })
  const kept = tx.database.first(sql.selectFrom('recovery_code').selectAll())
  if (!kept) return refuse('recovery_code_missing', {})
  if (!isCode(kept, input.code)) return refuse('wrong_recovery_code', {})
  const allowed = decideNewPin(input.pin, member.name, access.leastPinDigits())
  if (!allowed.ok) return allowed
  writePin(tx, access, member.id, input.pin)
  tx.database.run(sql.updateTable('staff').set({ failed_attempts: 0 }))
  tx.database.run(sql.deleteFrom('recovery_code'))
  lockOthers(tx, bus, access, member.id, holder)
  const { id, name, role, trainerId } = member
  const session = sessionOf({ id, name, role, trainer_id: trainerId })
  tx.afterCommit(() => access.sessions.begin(holder, session))
  tx.touch(topics.staff, topics.session, topics.studio)
  bus.publish('staff.recovered', { staffId: id })
  return ok(session)
}

function isCode({ salt, hash }: Row<'recovery_code'>, signs: string): boolean {
  return timingSafeEqual(hashOf(signs, salt), hash)
}

function hashOf(signs: string, salt: Buffer): Buffer {
  return createHash('sha256').update(salt).update(signs).digest()
}
