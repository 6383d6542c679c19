import type { Outbox, OutboxMessage } from '../../../shared/messages.ts'
import { localDateTimeOf, type Instant } from '../../../shared/time.ts'
import type { StudioDatabase } from '../../db/studio-database.ts'
import { readStudio } from '../studio/index.ts'
import { partedTime } from '../appointments/index.ts'
import { findSettings } from './message-settings.ts'
import type { OutboxRow } from './outbox-row.ts'
import type { Rest } from './outbox-sender.ts'

const statesOf = {
  all: ['queued', 'sending', 'sent', 'failed', 'skipped'],
  waiting: ['queued', 'sending'],
  sent: ['sent'],
  failed: ['failed'],
  skipped: ['skipped'],
} as const

/** Not what was never to be sent. As the index says it, or it would not be used. */
const isShown = `recipient_type = 'client' OR skip_reason IS NULL
  OR skip_reason NOT IN ('no_address', 'own_act')`

interface Page {
  readonly show: keyof typeof statesOf
  readonly before: number | null
  readonly limit: number
}

/** The messages, newest first, with how many there are of each kind. */
export function readOutbox(database: StudioDatabase, rest: Rest | null, page: Page): Outbox {
  const settings = findSettings(database)
  const zone = readStudio(database).time_zone
  const local = (instant: Instant) => localDateTimeOf(instant, zone)
  const rows = readRows(database, page)
  const messages = rows.slice(0, page.limit)
  return {
    sending: settings ? (settings.enabled === 1 ? 'on' : 'off') : 'not_set_up',
    problem: rest && {
      reason: rest.reason,
      since: local(rest.since),
      nextTryAt: local(rest.until),
    },
    counts: count(database),
    messages: messages.map((row) => show(row, zone)),
    nextBefore: rows.length > page.limit ? messages.at(-1)!.position : null,
  }
}

type Listed = OutboxRow & {
  recipient_name: string | null
  service_name: string
  trainer_name: string
  local_start: OutboxMessage['localStart']
  start_time: Instant
}

/** One more than asked for, which tells whether there is another page. */
function readRows(database: StudioDatabase, { show, before, limit }: Page): Listed[] {
  const read = database.prepare(
    `SELECT o.*, coalesce(c.name, r.name) AS recipient_name, s.name AS service_name, t.name AS trainer_name,
       a.local_start, a.start_time
     FROM outbox AS o JOIN appointments AS a ON a.id = o.appointment_id
     JOIN services AS s ON s.id = a.service_id JOIN trainers AS t ON t.id = a.trainer_id
     LEFT JOIN clients AS c ON o.recipient_type = 'client' AND c.id = o.recipient_id
     LEFT JOIN trainers AS r ON o.recipient_type = 'trainer' AND r.id = o.recipient_id
     WHERE (${isShown}) AND o.status = ? AND o.position < ?
     ORDER BY o.position DESC LIMIT ?`,
  )
  // Each state is in order in the index; all of them in one query would have to be sorted.
  return statesOf[show]
    .flatMap((state) => read.all(state, before ?? Number.MAX_SAFE_INTEGER, limit + 1) as Listed[])
    .toSorted((a, b) => b.position - a.position)
    .slice(0, limit + 1)
}

function count(database: StudioDatabase): Outbox['counts'] {
  const rows = database
    .prepare(`SELECT status, count(*) AS count FROM outbox AS o WHERE ${isShown} GROUP BY status`)
    .all() as Pick<OutboxRow & { count: number }, 'status' | 'count'>[]
  const of = (status: OutboxRow['status']) => rows.find((row) => row.status === status)?.count ?? 0
  return {
    waiting: of('queued') + of('sending'),
    sent: of('sent'),
    failed: of('failed'),
    skipped: of('skipped'),
  }
}

function show(row: Listed, zone: string): OutboxMessage {
  const local = (instant: Instant | null) => instant && localDateTimeOf(instant, zone)
  return {
    id: row.id,
    position: row.position,
    kind: row.kind,
    state: row.status,
    recipientType: row.recipient_type,
    recipientName: row.recipient_name,
    serviceName: row.service_name,
    trainerName: row.trainer_name,
    localStart: row.local_start,
    queuedAt: localDateTimeOf(row.created_at, zone),
    sentAt: local(row.sent_at),
    attempts: row.attempts,
    nextAttemptAt: local(row.next_attempt_at),
    lastError: row.last_error,
    skipReason: row.skip_reason,
    isUndecided:
      row.status === 'queued' &&
      partedTime({ startTime: row.start_time, localStart: row.local_start }, zone) !== null,
  }
}
