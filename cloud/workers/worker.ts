import type { Backoff } from '../operations/full-jitter.ts'
import type { SqlConnection } from '../storage/sql-server.ts'
import type { StoredEvent } from './find-event.ts'

/** An event whose data is still there. */
export type WholeEvent = StoredEvent & { readonly data: Readonly<Record<string, unknown>> }

interface Common {
  /** Stable: the broker and `processed_events` know it under this name. */
  readonly name: string
  /** Which events it gets: `appointment.*`, or several with a space between them. */
  readonly pattern: string
  /** After so many failures an event becomes a dead letter. */
  readonly maxAttempts: number
  readonly backoff: Backoff
}

/**
 * Writes into the database and nowhere else: what it writes commits with the mark that the event is
 * processed, so every event has its effect exactly once.
 */
export interface DatabaseWorker extends Common {
  readonly kind: 'database'
  handle(event: WholeEvent, connection: SqlConnection): Promise<void>
}

/**
 * Tells somebody outside: at least once, always with the same key. What it is to do stands in the
 * database first, so that one slow receiver holds nobody else up.
 */
export interface OutsideWorker extends Common {
  readonly kind: 'outside'
  /** Whether there is anything to do about this event. Asked again before every attempt. */
  wants(event: WholeEvent, connection: Pick<SqlConnection, 'all'>): Promise<boolean>
  /** @param key the same for every attempt: `{event id}:{worker}` */
  handle(event: WholeEvent, key: string): Promise<void>
}

/** What handles relayed events. See {@link DatabaseWorker} and {@link OutsideWorker}. */
export type Worker = DatabaseWorker | OutsideWorker

/** The lease that whoever runs a worker holds. */
export function leaseOf(workerName: string): string {
  return `worker:${workerName}`
}
