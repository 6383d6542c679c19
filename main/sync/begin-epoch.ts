import { randomBytes } from 'node:crypto'
import { topics } from '../../shared/topics.ts'
import type { Tx } from '../db/unit-of-work.ts'
import type { EventBus } from '../events/event-bus.ts'
import { readStudio, renewDeviceCode } from '../features/studio/index.ts'
import { readHead } from './sync-link.ts'

/**
 * Lets the log go on as a history of its own. Nothing is overwritten: what an endpoint has under the
 * epoch before stays there. Receipts get another code with it: those of the lost or the other history
 * have the next numbers.
 */
export function beginEpoch(
  tx: Tx,
  bus: EventBus,
  cause: 'fork' | 'restored' | 'put_back' | 'copied',
): void {
  const { epoch: previousEpoch } = readHead(tx.database)
  const epoch = randomBytes(16).toString('hex')
  tx.database.prepare('UPDATE event_log_head SET epoch = ?').run(epoch)
  renewDeviceCode(tx)
  const studioId = readStudio(tx.database).tenant_id
  bus.publish('sync.epoch_began', { studioId, previousEpoch, epoch, cause })
  tx.touch(topics.sync)
}
