import type { LockCause } from '../../../shared/staff.ts'
import { topics } from '../../../shared/topics.ts'
import type { Tx, UnitOfWork } from '../../db/unit-of-work.ts'
import { onItsOwn } from '../../db/unit-of-work.ts'
import type { EventBus } from '../../events/event-bus.ts'
import type { SessionHolder } from '../handlers.ts'
import type { StaffAccess } from './staff-access.ts'

/** Signs whoever is at a window out, so that the next one has to enter a PIN. */
export function lock(
  tx: Tx,
  bus: EventBus,
  access: StaffAccess,
  { holder, staffId }: { readonly holder: SessionHolder; readonly staffId: string },
  cause: LockCause,
): void {
  tx.afterCommit(() => access.sessions.end(holder))
  tx.touch(topics.session)
  bus.publish('staff.locked', { staffId, cause })
}

/** Signs a person out at every window but one. */
export function lockOthers(
  tx: Tx,
  bus: EventBus,
  access: StaffAccess,
  staffId: string,
  at: SessionHolder,
): void {
  for (const { holder } of access.sessions.of(staffId)) {
    if (holder !== at) lock(tx, bus, access, { holder, staffId }, 'changed')
  }
}

/**
 * Locks every window: the computer goes to sleep, its own screen was locked, or nobody is there any more.
 * Also when the file cannot take a note of it.
 */
export function lockAll(
  work: UnitOfWork,
  bus: EventBus,
  access: StaffAccess,
  cause: LockCause,
): void {
  for (const { holder, session } of access.sessions.of()) {
    try {
      work.run({ ...onItsOwn(), actorId: session.id }, (tx) =>
        lock(tx, bus, access, { holder, staffId: session.id }, cause),
      )
    } catch {
      // A disk that takes no note of it is no reason to stay open; what is wrong with it is said elsewhere.
      access.sessions.end(holder)
    }
  }
}
