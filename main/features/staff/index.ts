import { newId } from '../../../shared/ids.ts'
import { ok } from '../../../shared/result.ts'
import type { Role } from '../../../shared/roles.ts'
import type { staffContract, StaffPin } from '../../../shared/staff.ts'
import { topics } from '../../../shared/topics.ts'
import { sql, type StudioDatabase } from '../../db/studio-database.ts'
import type { Tx } from '../../db/unit-of-work.ts'
import type { EventBus } from '../../events/event-bus.ts'
import type { HandlersOf } from '../handlers.ts'
import { hashPin } from './hash-pin.ts'
import { approve } from './approve.ts'
import { signIn } from './sign-in.ts'

export { spendApproval } from './approve.ts'

/** The door of the staff feature: who works here and who is at the desk now. */
export function staffHandlers(
  database: StudioDatabase,
  bus: EventBus,
): HandlersOf<typeof staffContract> {
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
    'staff.signIn': (tx, input, { session }) => signIn(tx, bus, input, session),
    'staff.approve': (tx, input, caller) => approve(tx, bus, input, caller),
    'staff.signOut': (tx, _, { session }) => {
      tx.afterCommit(() => {
        session.current = null
      })
      tx.touch(topics.session)
      return ok(null)
    },
  }
}

/** Adds a person to the staff list. A demo studio keeps the PIN readable, to show it at sign-in. */
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
): string {
  const id = newId()
  const { salt, hash } = hashPin(member.pin)
  const { count } = tx.database.one(
    sql.selectFrom('staff').select(({ fn }) => fn.countAll<number>().as('count')),
  )
  tx.database.run(
    sql.insertInto('staff').values({
      id,
      name: member.name,
      role: member.role,
      trainer_id: member.trainerId,
      pin_salt: salt,
      pin_hash: hash,
      demo_pin: member.demo ? member.pin : null,
      failed_attempts: 0,
      locked_until: null,
      position: count,
      active: 1,
    }),
  )
  bus.publish('staff.added', { staffId: id, role: member.role })
  return id
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
