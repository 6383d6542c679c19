import { ok } from '../../../shared/result.ts'
import type { Role } from '../../../shared/roles.ts'
import type { staffMessagesContract } from '../../../shared/staff-messages.ts'
import type { staffContract, StaffPin } from '../../../shared/staff.ts'
import { sql, type StudioDatabase } from '../../db/studio-database.ts'
import type { Tx } from '../../db/unit-of-work.ts'
import type { EventBus } from '../../events/event-bus.ts'
import type { HandlersOf } from '../handlers.ts'
import { approve } from './approve.ts'
import { lock } from './lock.ts'
import {
  changeMember,
  deactivate,
  hire,
  insertMember,
  listMembers,
  moveMember,
  reactivate,
  setPin,
} from './manage-staff.ts'
import { hasRecoveryCode, makeRecoveryCode, recover } from './recovery-code.ts'
import { signIn } from './sign-in.ts'
import type { StaffAccess } from './staff-access.ts'
import { readStaffMessages, saveStaffMessages } from './staff-messages.ts'

export { spendApproval } from './approve.ts'
export { decideNewPin } from './decide-staff.ts'
export { lockAll } from './lock.ts'
export type { RequestApprovals } from './open-approvals.ts'
export type { Uptime } from './pin-pauses.ts'
export { memberStanding, placeOfMember } from './manage-staff.ts'
export { resetManagerPin } from './reset-manager-pin.ts'
export { makeRecoveryCode } from './recovery-code.ts'
export { openStaffAccess, type StaffAccess } from './staff-access.ts'

/** The door of the staff feature: who works here and who is at the desk now. */
export function staffHandlers(
  database: StudioDatabase,
  bus: EventBus,
  access: StaffAccess,
): HandlersOf<typeof staffContract & typeof staffMessagesContract> {
  return {
    'staff.list': () =>
      ok(
        database.all(
          sql
            .selectFrom('staff')
            .select(['id', 'name', 'role', 'trainer_id as trainerId'])
            .where('active', '=', 1)
            .orderBy('position'),
        ),
      ),
    'staff.session': (_, { session }) => ok(session.current),
    'staff.signIn': (tx, input, { session }) => signIn(tx, bus, access, input, session),
    'staff.pinRule': () => ok({ leastDigits: access.leastPinDigits() }),
    'staff.recovery': () => ok({ hasCode: hasRecoveryCode(database) }),
    'staff.makeRecoveryCode': (tx, _, { actor }) =>
      ok({ code: makeRecoveryCode(tx, bus, actor.id) }),
    'staff.recover': (tx, input, { session }) => recover(tx, bus, access, input, session),
    'staff.approve': (tx, input, caller) => approve(tx, bus, access, input, caller),
    'staff.signOut': (tx, { cause }, { session, actor }) => {
      lock(tx, bus, access, { holder: session, staffId: actor.id }, cause)
      return ok(null)
    },
    'staff.members': () => ok(listMembers(database)),
    'staff.add': (tx, input) => hire(tx, bus, access, input),
    'staff.change': (tx, input) => changeMember(tx, bus, access, input),
    'staff.setPin': (tx, input, caller) => setPin(tx, bus, access, input, caller),
    'staff.deactivate': (tx, { staffId }, caller) => deactivate(tx, bus, access, staffId, caller),
    'staff.reactivate': (tx, { staffId }) => reactivate(tx, bus, staffId),
    'staff.move': (tx, input) => moveMember(tx, bus, input),
    'staff.messages': ({ staffId }, caller) => readStaffMessages(database, staffId, caller),
    'staff.saveMessages': (tx, input, caller) => saveStaffMessages(tx, bus, input, caller),
  }
}

/**
 * Adds a person to the staff list. A demo studio keeps the PIN readable, to show it at sign-in.
 *
 * @param access Left out where there is no key store at hand: the PIN gets its pepper when it is
 * first entered.
 */
export function addStaffMember(
  tx: Tx,
  bus: EventBus,
  member: {
    readonly name: string
    readonly pin: string
    readonly role: Role
    readonly trainerId: string | null
    readonly demo: boolean
  },
  access?: StaffAccess,
): string {
  const demoPin = member.demo ? member.pin : null
  return insertMember(tx, bus, access, { ...member, demoPin })
}

/** The PINs of a demo studio, to be shown on screen. */
export function listDemoPins(database: StudioDatabase): StaffPin[] {
  return database
    .all(
      sql
        .selectFrom('staff')
        .select(['id as staffId', 'name', 'role', 'demo_pin as pin'])
        .where('active', '=', 1)
        .orderBy('position'),
    )
    .flatMap(({ pin, ...member }) => (pin === null ? [] : [{ ...member, pin }]))
}
