import { newId } from '../../shared/ids.ts'
import type { Tx } from '../db/unit-of-work.ts'
import type { EventBus } from './event-bus.ts'

/**
 * Empties the data of events, for good, and logs that it did so. The chain runs over the hashes of
 * the data, so it stays valid; the logged list of erased events is what tells an erasure from
 * somebody emptying rows behind FitFlow's back.
 *
 * Events that were erased before, or are not in the file any more, are left out.
 *
 * @returns how many were erased.
 */
export function eraseEvents(tx: Tx, bus: EventBus, seqs: readonly number[]): number {
  const erase = tx.database.prepare(
    'UPDATE event_log SET event_data = NULL, data_salt = NULL WHERE seq = ? AND event_data IS NOT NULL',
  )
  const erased = seqs.filter((seq) => erase.run(seq).changes === 1)
  if (erased.length > 0) bus.publish('log.erased', { erasureId: newId(), seqs: erased })
  return erased.length
}
