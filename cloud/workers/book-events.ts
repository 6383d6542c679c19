import type { Instant } from '../../shared/time.ts'
import type { SqlConnection } from '../storage/sql-server.ts'
import { markAllProcessed, openDeliveries, readStandings, type Opened } from './event-delivery.ts'
import type { StoredEvent } from './find-event.ts'
import type { Outcome } from './outcome.ts'
import type { WholeEvent, Worker } from './worker.ts'

/**
 * Enters events of one tenant, in its turn. What somebody has to do about stands in the books then,
 * for any process to do; what nobody has to is marked as processed. Answers what came of each.
 */
export async function bookEvents(
  connection: SqlConnection,
  worker: Worker,
  events: readonly StoredEvent[],
  now: Instant,
): Promise<Outcome[]> {
  const standings = await readStandings(connection, worker.name, events)
  const opened: Opened[] = []
  const nothing: StoredEvent[] = []
  const subjects = new Set<string>()
  const ids = new Set<string>()
  const outcomes: Outcome[] = []
  for (const [index, event] of events.entries()) {
    const standing = standings[index]!
    // The same event may stand in two logs of a tenant.
    if (standing === 'processed' || standing === 'open' || ids.has(event.id)) {
      outcomes.push('repeated')
      continue
    }
    ids.add(event.id)
    const isBehind = standing === 'behind' || subjects.has(event.subject)
    if (!isBehind && !(await isWanted(connection, worker, event))) {
      nothing.push(event)
      outcomes.push('handled')
      continue
    }
    subjects.add(event.subject)
    opened.push({ event, state: isBehind ? 'parked' : 'retry' })
    outcomes.push(isBehind ? 'parked' : 'booked')
  }
  if (nothing.length > 0) await markAllProcessed(connection, worker.name, nothing, now)
  await openDeliveries(connection, worker.name, opened, now)
  return outcomes
}

async function isWanted(
  connection: SqlConnection,
  worker: Worker,
  event: StoredEvent,
): Promise<boolean> {
  if (event.data === null) return false
  return worker.kind === 'database' || worker.wants(event as WholeEvent, connection)
}
