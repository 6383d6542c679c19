import type { WayBack } from '../../../shared/contract.ts'
import { newId } from '../../../shared/ids.ts'
import { ok, refuse, type Result } from '../../../shared/result.ts'
import type { StaffEntry, StaffWish } from '../../../shared/staff.ts'
import { topics } from '../../../shared/topics.ts'
import { sql, type StudioDatabase } from '../../db/studio-database.ts'
import type { Tx } from '../../db/unit-of-work.ts'
import type { EventBus } from '../../events/event-bus.ts'
import { versionOf } from '../check-version.ts'
import type { StaffCaller } from '../handlers.ts'
import { decideDeactivation, decideMember, decideNewPin } from './decide-staff.ts'
import { lockOthers } from './lock.ts'
import { sessionOf } from './sign-in.ts'
import type { StaffAccess } from './staff-access.ts'
import { hashedPin, replacePin } from './store-pin.ts'

/** Everybody who works here or once did, in their order, those who left last. */
export function listMembers(database: StudioDatabase): StaffEntry[] {
  return database
    .all(
      sql
        .selectFrom('staff')
        .select(['id', 'name', 'role', 'trainer_id as trainerId', 'active', 'pin_is_short'])
        .orderBy('active', 'desc')
        .orderBy('position'),
    )
    .map(({ active, pin_is_short: isShort, ...row }) => ({
      ...row,
      active: active === 1,
      hasShortPin: isShort === 1,
      version: versionOf(database, 'staff', row.id),
    }))
}

/** Adds a person with their first PIN. */
export function hire(
  tx: Tx,
  bus: EventBus,
  access: StaffAccess,
  input: StaffWish & { readonly pin: string; readonly allowLookAlike?: boolean },
): Result<{ staffId: string; undo: WayBack }> {
  const allowed = decideMember(listMembers(tx.database), input)
  if (!allowed.ok) return allowed
  const trainer = checkTrainer(tx, input.trainerId)
  if (!trainer.ok) return trainer
  const pin = decideNewPin(input.pin, input.name, access.leastPinDigits())
  if (!pin.ok) return pin
  const staffId = insertMember(tx, bus, access, { ...input, demoPin: null })
  tx.touch(topics.staff)
  return ok({ staffId, undo: { command: 'staff.deactivate', input: { staffId } } })
}

/** Writes a row at the end of the list, with the PIN bound to it where there is `access`. */
export function insertMember(
  tx: Tx,
  bus: EventBus,
  access: StaffAccess | undefined,
  member: StaffWish & { readonly pin: string; readonly demoPin: string | null },
): string {
  const id = newId()
  const { last } = tx.database.one(
    sql.selectFrom('staff').select(({ fn }) => fn.max<number | null>('position').as('last')),
  )
  tx.database.run(
    sql.insertInto('staff').values({
      id,
      name: member.name,
      role: member.role,
      trainer_id: member.trainerId,
      ...hashedPin(tx, access, member.pin, member.demoPin !== null),
      demo_pin: member.demoPin,
      failed_attempts: 0,
      position: (last ?? -1) + 1,
      active: 1,
    }),
  )
  access?.peppers.seal(tx, id)
  bus.publish('staff.added', { staffId: id, role: member.role })
  return id
}

/** Gives a person another name, role or trainer's column. Whoever is signed in as them has it at once. */
export function changeMember(
  tx: Tx,
  bus: EventBus,
  access: StaffAccess,
  { staffId, ...wish }: StaffWish & { readonly staffId: string; readonly allowLookAlike?: boolean },
): Result<{ undo: WayBack }> {
  const list = listMembers(tx.database)
  const before = list.find(({ id }) => id === staffId)
  if (!before?.active) return refuse('staff_not_found', {})
  const allowed = decideMember(list, { ...wish, id: staffId })
  if (!allowed.ok) return allowed
  const trainer = checkTrainer(tx, wish.trainerId)
  if (!trainer.ok) return trainer
  const { name, role, trainerId } = wish
  tx.database.run(
    sql.updateTable('staff').set({ name, role, trainer_id: trainerId }).where('id', '=', staffId),
  )
  if (role !== before.role) tx.afterCommit(() => access.approvals.withdraw(staffId))
  for (const { holder } of access.sessions.of(staffId)) {
    const session = sessionOf({ id: staffId, name, role, trainer_id: trainerId })
    tx.afterCommit(() => access.sessions.begin(holder, session))
  }
  bus.publish('staff.changed', { staffId, role, trainerId })
  tx.touch(topics.staff, topics.session)
  const { name: oldName, role: oldRole, trainerId: oldTrainerId } = before
  // What it was before was meant, whatever it looks like.
  const input = {
    staffId,
    name: oldName,
    role: oldRole,
    trainerId: oldTrainerId,
    allowLookAlike: true,
  }
  return ok({ undo: { command: 'staff.change', input } })
}

/**
 * Gives a person a new PIN and ends their pause. They are signed out wherever they are; only the
 * window that asked stays as it is. A PIN that somebody chose is never kept readable, not even in a
 * demo studio.
 */
export function setPin(
  tx: Tx,
  bus: EventBus,
  access: StaffAccess,
  { staffId, pin }: { readonly staffId: string; readonly pin: string },
  caller: StaffCaller,
): Result<null> {
  const member = listMembers(tx.database).find(({ id }) => id === staffId)
  if (!member?.active) return refuse('staff_not_found', {})
  const allowed = decideNewPin(pin, member.name, access.leastPinDigits())
  if (!allowed.ok) return allowed
  replacePin(tx, bus, access, { staffId, pin, by: 'manager', at: caller.session })
  return ok(null)
}

/** Takes a person off the list. What they did stays theirs, and they can come back. */
export function deactivate(
  tx: Tx,
  bus: EventBus,
  access: StaffAccess,
  staffId: string,
  caller: StaffCaller,
): Result<{ undo: WayBack }> {
  const list = listMembers(tx.database)
  if (!list.some(({ id, active }) => active && id === staffId)) {
    return refuse('staff_not_found', {})
  }
  const allowed = decideDeactivation(list, staffId, caller.actor.id)
  if (!allowed.ok) return allowed
  tx.database.run(sql.updateTable('staff').set({ active: 0 }).where('id', '=', staffId))
  tx.afterCommit(() => access.approvals.withdraw(staffId))
  lockOthers(tx, bus, access, staffId, caller.session)
  bus.publish('staff.deactivated', { staffId })
  tx.touch(topics.staff, topics.studio)
  return ok({ undo: { command: 'staff.reactivate', input: { staffId } } })
}

/** Puts a person back on the list, with the PIN they had. */
export function reactivate(tx: Tx, bus: EventBus, staffId: string): Result<{ undo: WayBack }> {
  const list = listMembers(tx.database)
  const member = list.find(({ id, active }) => !active && id === staffId)
  if (!member) return refuse('staff_not_found', {})
  const allowed = decideMember(list, { ...member, allowLookAlike: true })
  if (!allowed.ok) return allowed
  tx.database.run(sql.updateTable('staff').set({ active: 1 }).where('id', '=', staffId))
  bus.publish('staff.reactivated', { staffId })
  tx.touch(topics.staff, topics.studio)
  return ok({ undo: { command: 'staff.deactivate', input: { staffId } } })
}

/**
 * Moves a person to another place on the list, which is the order sign-in shows.
 *
 * @param position counted from 0 among those who are on it; beyond the end is the end
 */
export function moveMember(
  tx: Tx,
  bus: EventBus,
  { staffId, position }: { readonly staffId: string; readonly position: number },
): Result<{ undo: WayBack }> {
  const ids = listMembers(tx.database).flatMap(({ id, active }) => (active ? [id] : []))
  const before = ids.indexOf(staffId)
  if (before < 0) return refuse('staff_not_found', {})
  const others = ids.filter((id) => id !== staffId)
  const order = others.toSpliced(position, 0, staffId)
  for (const [index, id] of order.entries()) {
    tx.database.run(sql.updateTable('staff').set({ position: index }).where('id', '=', id))
  }
  bus.publish('staff.moved', { staffId, position: order.indexOf(staffId) })
  tx.touch(topics.staff, topics.studio)
  return ok({ undo: { command: 'staff.move', input: { staffId, position: before } } })
}

/** How a person stands on the list, apart from their place in it. */
export function memberStanding(
  database: StudioDatabase,
  { staffId }: { readonly staffId: string },
): unknown {
  return database.first(
    sql
      .selectFrom('staff')
      .select(['name', 'role', 'trainer_id', 'active'])
      .where('id', '=', staffId),
  )
}

/** Where a person stands on the list. */
export function placeOfMember(
  database: StudioDatabase,
  { staffId }: { readonly staffId: string },
): unknown {
  return database.first(sql.selectFrom('staff').select('position').where('id', '=', staffId))
}

function checkTrainer(tx: Tx, trainerId: string | null): Result<null> {
  if (trainerId === null) return ok(null)
  const trainer = tx.database.first(
    sql.selectFrom('trainers').select('id').where('id', '=', trainerId).where('active', '=', 1),
  )
  return trainer ? ok(null) : refuse('trainer_not_found', {})
}
