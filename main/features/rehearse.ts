import { newId } from '../../shared/ids.ts'
import { refuse } from '../../shared/result.ts'
import type { Tx, UnitOfWork } from '../db/unit-of-work.ts'
import type { StaffCaller } from './handlers.ts'

/**
 * Does something as it would be done, looks at what comes of it, and takes it all back: a preview
 * cannot come to another verdict than the deed.
 */
export function rehearse<T>(work: UnitOfWork, caller: StaffCaller, act: (tx: Tx) => T): T {
  const seen: T[] = []
  work.run({ actorId: caller.actor.id, commandId: null, correlationId: newId() }, (tx) => {
    seen.push(act(tx))
    return refuse('unexpected', {})
  })
  return seen[0]!
}

/** Tries something inside an open transaction and takes it back. */
export function attempt<T>(tx: Tx, act: () => T): T {
  const { length } = tx.published
  tx.database.exec('SAVEPOINT attempt')
  try {
    return act()
  } finally {
    tx.database.exec('ROLLBACK TO attempt; RELEASE attempt')
    tx.published.length = length
  }
}
