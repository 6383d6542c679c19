import type Sqlite from 'better-sqlite3'
import type { LoggedRow } from './read-log.ts'

/** What comes of a session in its time changes no calendar, and nobody is told. */
const changesTheBook: ReadonlySet<string> = new Set([
  'appointment.created',
  'appointment.rescheduled',
  'appointment.cancelled',
  'appointment.reinstated',
])

type Data = Readonly<Record<string, string>>

/**
 * Every handler's effect must be there for exactly the events that its checkpoint and its open
 * failures say were handled: no earlier, no later, not twice.
 */
export function checkDeliveries(connection: Sqlite.Database, rows: readonly LoggedRow[]): string[] {
  const handled = (name: string) => {
    const subscription = connection
      .prepare('SELECT id, cursor_seq FROM event_subscriptions WHERE service_name = ?')
      .get(name) as { id: string; cursor_seq: number } | undefined
    if (!subscription) return []
    const owed = new Set(
      connection
        .prepare('SELECT seq FROM event_delivery WHERE subscription_id = ?')
        .pluck()
        .all(subscription.id),
    )
    return rows.filter(
      ({ seq, event_type, event_data }) =>
        event_type.startsWith('appointment.') &&
        event_data !== null &&
        seq <= subscription.cursor_seq &&
        !owed.has(seq),
    )
  }
  const booked = (name: string) =>
    handled(name).filter(({ event_type }) => changesTheBook.has(event_type))
  return [
    ...compare('calendar', calendarOf(booked('trainer-calendar')), readCalendar(connection)),
    ...compare('counter', countersOf(handled('analytics')), readCounters(connection)),
    ...compare('message', messagesOf(booked('messages')), readMessages(connection)),
  ].slice(0, 8)
}

function dataOf(row: LoggedRow): Data {
  return JSON.parse(row.event_data ?? '{}') as Data
}

function calendarOf(rows: readonly LoggedRow[]): string[] {
  const entries = new Map<string, { slot: string; status: string; sequence: number }>()
  for (const row of rows) {
    const data = dataOf(row)
    const id = data['appointmentId'] ?? ''
    const before = entries.get(id)
    const cancelled = row.event_type === 'appointment.cancelled'
    entries.set(id, {
      slot:
        cancelled && before
          ? before.slot
          : `${data['trainerId']} ${data['startTime']} ${data['endTime']}`,
      status: cancelled ? 'cancelled' : 'confirmed',
      sequence: (before?.sequence ?? -1) + 1,
    })
  }
  return [...entries].map(
    ([id, { slot, status, sequence }]) => `${id} ${slot} ${status} ${sequence}`,
  )
}

function readCalendar(connection: Sqlite.Database): string[] {
  return texts(
    connection,
    `SELECT appointment_id || ' ' || trainer_id || ' ' || start_time || ' ' || end_time || ' ' ||
       status || ' ' || sequence FROM trainer_calendar`,
  )
}

function countersOf(rows: readonly LoggedRow[]): string[] {
  const counts = new Map<string, number>()
  for (const row of rows) {
    const data = dataOf(row)
    const local = data['localStart'] ?? ''
    const hour = Number(local.slice(11, 13))
    const key = `${row.event_type} ${local.slice(0, 10)} ${hour} ${data['serviceId']} ${data['trainerId']}`
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  return [...counts].map(([key, count]) => `${key} ${count}`)
}

function readCounters(connection: Sqlite.Database): string[] {
  return texts(
    connection,
    `SELECT metric || ' ' || local_date || ' ' || hour || ' ' || service_id || ' ' || trainer_id ||
       ' ' || count FROM analytics_counters`,
  )
}

/**
 * Each event is told once to every trainer it is about; clients of these studios are not written to.
 * That an agreed time was kept, or is to be decided again, may be no news to anybody.
 */
function messagesOf(rows: readonly LoggedRow[]): string[] {
  return rows.flatMap((row) => {
    const data = dataOf(row)
    if (data['settled'] === 'wall' || data['settled'] === 'undone') return []
    const trainers = new Set([data['trainerId'], data['previousTrainerId'] ?? data['trainerId']])
    return [...trainers].map((trainer) => `${row.id} ${trainer}`)
  })
}

function readMessages(connection: Sqlite.Database): string[] {
  return texts(
    connection,
    `SELECT event_id || ' ' || recipient_id FROM outbox
     WHERE recipient_type = 'trainer' AND event_id NOT IN (
       SELECT id FROM event_log WHERE event_data ->> '$.settled' IN ('wall', 'undone'))`,
  )
}

function texts(connection: Sqlite.Database, query: string): string[] {
  return connection.prepare(query).pluck().all() as string[]
}

/** Counts too: the same line twice is one too many. */
function compare(what: string, should: readonly string[], is: readonly string[]): string[] {
  const open = new Map<string, number>()
  for (const line of should) open.set(line, (open.get(line) ?? 0) + 1)
  for (const line of is) open.set(line, (open.get(line) ?? 0) - 1)
  return [...open].flatMap(([line, count]) => {
    if (count === 0) return []
    return [count > 0 ? `${what} missing: ${line}` : `${what} too much: ${line}`]
  })
}
