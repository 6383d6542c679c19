import type { Instant } from '../../shared/time.ts'
import type { SqlConnection } from '../storage/sql-server.ts'
import { closeDeliveries, markAllProcessed, type EventKey } from './event-delivery.ts'
import { findEvents, placeKey } from './find-event.ts'
import { listInOneGo } from './tenant-turns.ts'
import type { Outcome } from './outcome.ts'
import type { DatabaseWorker, WholeEvent } from './worker.ts'

/** So long one tenant may keep everybody else waiting. */
const sliceMs = 50

/**
 * Handles what is due of a tenant, and what follows it, in the transaction of its turn: their effects,
 * their marks and the books commit together. Answers what came of each.
 *
 * @throws whatever a handler does: then nothing of it may be committed.
 */
export async function handleInOneGo(
  connection: SqlConnection,
  worker: DatabaseWorker,
  tenantId: string,
  now: Instant,
  most: number,
): Promise<Outcome[]> {
  const due = await listInOneGo(connection, worker.name, tenantId, now, most)
  if (due.length === 0) return []
  const events = await findEvents(connection, due)
  const startedAt = performance.now()
  const done: EventKey[] = []
  const handled = new Set<EventKey>()
  for (const delivery of due) {
    const event = events.get(placeKey(delivery))
    const key = { id: delivery.eventId, tenantId, subject: delivery.subject }
    done.push(key)
    // What is not carried any more is nothing to be done; nor is what lost its data.
    if (event) handled.add(key)
    if (event && event.data !== null) await worker.handle(event as WholeEvent, connection)
    if (performance.now() - startedAt > sliceMs) break
  }
  if (handled.size > 0) await markAllProcessed(connection, worker.name, [...handled], now)
  await closeDeliveries(connection, worker.name, done, now)
  return done.map((key) => (handled.has(key) ? 'handled' : 'unknown'))
}
