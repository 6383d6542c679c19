import { topics } from '../../../shared/topics.ts'
import { sql } from '../../db/studio-database.ts'
import type { Row } from '../../db/tables.ts'
import type { Tx } from '../../db/unit-of-work.ts'
import type { EventBus } from '../../events/event-bus.ts'
import type { SessionHolder } from '../handlers.ts'
import { isShortPin } from './decide-staff.ts'
import { hashPin, shownCost, usualCost } from './hash-pin.ts'
import { lockOthers } from './lock.ts'
import type { StaffAccess } from './staff-access.ts'

/**
 * Gives a person another PIN, ends their pause, and signs them out everywhere but at one window.
 *
 * @param by whose doing it is
 */
export function replacePin(
  tx: Tx,
  bus: EventBus,
  access: StaffAccess,
  {
    staffId,
    pin,
    by,
    at,
  }: {
    readonly staffId: string
    readonly pin: string
    readonly by: 'manager' | 'themselves'
    readonly at: SessionHolder
  },
): void {
  writePin(tx, access, staffId, pin)
  lockOthers(tx, bus, access, staffId, at)
  bus.publish('staff.pin_changed', { staffId, by })
  tx.touch(topics.staff, topics.studio)
}

/** Replaces a person's PIN. */
export function writePin(tx: Tx, access: StaffAccess, staffId: string, pin: string): void {
  storePin(tx, access, staffId, hashedPin(tx, access, pin))
  tx.afterCommit(() => access.approvals.withdraw(staffId))
  const row = { failed_attempts: 0, demo_pin: null }
  tx.database.run(sql.updateTable('staff').set(row).where('id', '=', staffId))
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

/** How much work a guess at a PIN is made. */
export function costOf(access: StaffAccess | undefined, isShown: boolean): number {
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
): Pick<Row<'staff'>, 'pin_salt' | 'pin_hash' | 'pin_cost' | 'pin_is_short' | 'pepper_id'> {
  const pepper = access?.peppers.current(tx)
  const { salt, hash, cost } = hashPin(pin, pepper?.key ?? null, costOf(access, isShown))
  return {
    pin_salt: salt,
    pin_hash: hash,
    pin_cost: cost,
    pin_is_short: isShortPin(pin) ? 1 : 0,
    pepper_id: pepper?.id ?? null,
  }
}
