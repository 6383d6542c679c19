import { isOneOf } from '../../shared/thrown.ts'
import type { Instant } from '../../shared/time.ts'
import { LeaseLost } from '../operations/lease.ts'
import { StorageUnavailable, type SqlConnection } from '../storage/sql-server.ts'
import {
  isStillDue,
  openDeliveries,
  readStanding,
  recordFailure,
  type DueDelivery,
} from './event-delivery.ts'
import { findOwner, type EventPlace, type StoredEvent } from './find-event.ts'
import type { Outcome } from './outcome.ts'
import type { Worker } from './worker.ts'

/** Where the storage is away or the lease lost, no event is to blame. */
export function throwOnOutage(error: unknown): void {
  if (isOneOf<Error>(error, StorageUnavailable, LeaseLost)) throw error
}

/** So an event is given up at once. */
export function withoutAttempts(worker: Worker): Worker {
  return { ...worker, maxAttempts: 1 }
}

/** Puts an event into the books that failed before it stood there, in its tenant's turn. */
export async function noteFailedAtFirst(
  connection: SqlConnection,
  worker: Worker,
  event: StoredEvent,
  error: unknown,
  now: Instant,
): Promise<Outcome> {
  const standing = await readStanding(connection, worker.name, event)
  if (standing === 'processed' || standing === 'open') return 'repeated'
  await openDeliveries(connection, worker.name, [{ event, state: 'retry' }], now)
  await recordFailure(connection, worker, event, error, now)
  return 'failed'
}

/**
 * Notes that an event failed which stands in the books, in its tenant's turn. Where another process
 * has tried it meanwhile, what that one wrote down stands: one try is one attempt.
 */
export async function noteFailed(
  connection: SqlConnection,
  worker: Worker,
  { event, attempts }: { readonly event: StoredEvent; readonly attempts: number },
  error: unknown,
  now: Instant,
): Promise<Outcome> {
  if (!(await isStillDue(connection, worker.name, event, attempts))) return 'repeated'
  await recordFailure(connection, worker, event, error, now)
  return 'failed'
}

/**
 * What stands in for an event that cannot even be read, because something went wrong that nobody
 * foresaw. It is known by its place: what it says of itself may be what cannot be stored. Undefined
 * when nobody's log it would be.
 */
export async function standInFor(
  connection: Pick<SqlConnection, 'all'>,
  place: EventPlace,
  now: Instant,
  due?: DueDelivery,
): Promise<StoredEvent | undefined> {
  const tenantId = await findOwner(connection, place.logId)
  if (tenantId === undefined) return undefined
  const called = `${place.logId}:${place.seq}`
  return {
    logId: place.logId,
    seq: place.seq,
    id: due?.eventId ?? called,
    tenantId,
    subject: due?.subject ?? `unreadable/${called}`,
    type: 'unreadable',
    version: '',
    time: now,
    receivedAt: now,
    data: null,
  }
}
