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
  const holdsData = tx.database.prepare(
    'SELECT 1 FROM event_log WHERE seq = ? AND event_data IS NOT NULL',
  )
  const wanted = seqs.filter((seq) => holdsData.get(seq))
  if (wanted.length === 0) return 0
  // First the event: the database lets nothing be emptied that none names.
  bus.publish('log.erased', { erasureId: newId(), seqs: wanted })
  const erase = tx.database.prepare(
    'UPDATE event_log SET event_data = NULL, data_salt = NULL WHERE seq = ?',
  )
  for (const seq of wanted) erase.run(seq)
  return wanted.length
}
