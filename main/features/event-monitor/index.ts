import type { EventDetail, eventMonitorContract } from '../../../shared/event-monitor.ts'
import type { EventMetadata } from '../../../shared/events/event.ts'
import { ok, refuse, type Result } from '../../../shared/result.ts'
import { dayBounds } from '../../../shared/time.ts'
import type { StudioDatabase } from '../../db/studio-database.ts'
import type { UnitOfWork } from '../../db/unit-of-work.ts'
import type { EventBus } from '../../events/event-bus.ts'
import type { EventRow } from '../../events/event-log.ts'
import type { EventMonitor } from '../../events/event-monitor.ts'
import { discardDeadLetter, replayDeadLetter } from '../../events/resolve-dead-letter.ts'
import { readLogRows, readPage, toEntry } from '../activity/index.ts'
import type { HandlersOf } from '../handlers.ts'
import { readStudio } from '../studio/index.ts'

/** One request causes a handful of events; more than this is a seeded history. */
const mostRelated = 200

/** The door of the Events screen: the log and its handlers, for the manager. */
export function eventMonitorHandlers(
  work: UnitOfWork,
  bus: EventBus,
  monitor: EventMonitor,
): HandlersOf<typeof eventMonitorContract> {
  const { database } = work
  return {
    'events.list': (filter) => ok(readPage(database, filter)),
    'events.get': ({ seq }) => readEvent(database, monitor, seq),
    'events.subscriptions': () => ok(monitor.getSubscriptions()),
    'events.broker': () => ok(monitor.getBroker()),
    'events.failures': () => ok(monitor.getFailedEvents()),
    'events.volume': () => ok(monitor.getStats(readStudio(database).time_zone)),
    'events.job': () => ok(monitor.jobs.job),
    'events.replay': (tx, { deadLetterId }) => replayDeadLetter(tx, bus, deadLetterId),
    'events.discard': (tx, { deadLetterId, reason }) =>
      discardDeadLetter(tx, bus, deadLetterId, reason),
    'events.pause': (tx, { subscription }) => {
      if (!monitor.knows(subscription)) return refuse('subscription_not_found', {})
      bus.subscriptions.setStatus(tx, subscription, 'paused')
      return ok(null)
    },
    'events.resume': (tx, { subscription }) => {
      if (!monitor.knows(subscription)) return refuse('subscription_not_found', {})
      bus.subscriptions.setStatus(tx, subscription, 'running')
      return ok(null)
    },
    'events.verify': (tx) => {
      const busy = refuseWhileBusy(monitor)
      if (busy) return busy
      tx.afterCommit(() => void monitor.jobs.verify())
      return ok(null)
    },
    'events.rebuild': (tx, { projection: name }) => {
      const projection = monitor.projection(name)
      if (!projection) return refuse('subscription_not_found', {})
      const busy = refuseWhileBusy(monitor)
      if (busy) return busy
      tx.afterCommit(() => void monitor.jobs.rebuild(projection))
      return ok(null)
    },
    'events.cancelJob': (tx) => {
      tx.afterCommit(() => void monitor.jobs.cancel())
      return ok(null)
    },
    'events.prune': (tx, { before }) => {
      const busy = refuseWhileBusy(monitor)
      if (busy) return busy
      const { start } = dayBounds(before, readStudio(database).time_zone)
      const { last } = database
        .prepare('SELECT max(seq) AS last FROM event_log WHERE created_at < ?')
        .get(start) as { last: number | null }
      if (last !== null) tx.afterCommit(() => void monitor.jobs.archive(bus, last))
      return ok(null)
    },
  }
}

function refuseWhileBusy(monitor: EventMonitor) {
  const { job } = monitor.jobs
  if (job?.state !== 'running') return null
  return refuse('job_running', {
    job: {
      verify: 'checking the log',
      rebuild: `making “${job.projection}” again`,
      archive: 'archiving old events',
    }[job.kind],
  })
}

function readEvent(
  database: StudioDatabase,
  monitor: EventMonitor,
  seq: number,
): Result<EventDetail> {
  const row = database.prepare('SELECT * FROM event_log WHERE seq = ?').get(seq) as
    | EventRow
    | undefined
  if (!row) return refuse('event_not_found', {})
  const { time_zone: timeZone } = readStudio(database)
  const metadata = JSON.parse(row.metadata) as EventMetadata
  const { correlationId } = metadata
  const related = readLogRows(database, {
    beforeSeq: null,
    limit: mostRelated,
    type: null,
    correlationId,
  })
  return ok({
    entry: toEntry(database, row, timeZone),
    subject: { type: row.subject_type, id: row.subject_id, seq: row.subject_seq },
    metadata,
    dataHash: row.data_hash.toString('hex'),
    previousHash: row.prev_hash.toString('hex'),
    related: related.toReversed().map((other) => ({
      entry: toEntry(database, other, timeZone),
      causationId: (JSON.parse(other.metadata) as EventMetadata).causationId,
    })),
    failures: monitor.getFailedEvents(seq),
  })
}
