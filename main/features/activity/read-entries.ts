import type { ActivityEntry, ActivityPage } from '../../../shared/activity.ts'
import type { EventMetadata } from '../../../shared/events/event.ts'
import { eventTypes, type EventType } from '../../../shared/events/index.ts'
import { localDateTimeOf } from '../../../shared/time.ts'
import type { StudioDatabase } from '../../db/studio-database.ts'
import type { EventRow } from '../../events/event-log.ts'
import { matches } from '../../../shared/event-pattern.ts'
import { readStudio } from '../studio/index.ts'

/** Which entries are wanted. Every condition that is given must hold. */
export interface EntryFilter {
  readonly beforeSeq: number | null
  readonly limit: number
  /** `payment.completed`, `payment.*`, or null for all. */
  readonly type: string | null
  readonly subject?: { readonly type: string; readonly id: string } | null
  readonly personId?: string | null
  readonly correlationId?: string | null
  /** Leaves out whatever says what somebody earns. */
  readonly hidesEarnings?: boolean
  /** Leaves out what only the log does, as nobody did anything. */
  readonly hidesUpkeep?: boolean
}

/** Rows of the log that fit a filter, newest first. */
export function readLogRows(database: StudioDatabase, filter: EntryFilter): EventRow[] {
  const conditions = ['seq < ?']
  const values: unknown[] = [filter.beforeSeq ?? Number.MAX_SAFE_INTEGER]
  const where = (condition: string, ...given: unknown[]) => {
    conditions.push(condition)
    values.push(...given)
  }
  const { subject, correlationId, personId, hidesEarnings, hidesUpkeep } = filter
  if (hidesEarnings) where(`event_type NOT GLOB 'earning.*'`)
  if (hidesUpkeep) where(`event_type NOT IN ('log.rows_written', 'log.baseline')`)
  if (subject) {
    where(`subject_type = ? AND subject_id IN (${idsOf})`, subject.type, subject.id, subject.id)
  }
  if (correlationId) where(`metadata ->> '$.correlationId' = ?`, correlationId)
  if (personId) where(isAboutPerson, ...Array.from({ length: 7 }, () => personId))
  const from = earliestSeq(database, filter)
  if (from > 0) where('seq >= ?', from)
  const select = (condition: string) =>
    `SELECT * FROM event_log WHERE ${condition} ORDER BY seq DESC LIMIT ?`
  if (!filter.type) {
    return database
      .prepare(select(conditions.join(' AND ')))
      .all(...values, filter.limit) as EventRow[]
  }
  // The index has each type in order; a range of types would have to be sorted, all of it.
  const wanted = conditions.concat('event_type = ?').join(' AND ')
  return typesOf(filter.type)
    .flatMap(
      (type) => database.prepare(select(wanted)).all(...values, type, filter.limit) as EventRow[],
    )
    .toSorted((a, b) => b.seq - a.seq)
    .slice(0, filter.limit)
}

/** The log has no index of people: as many events as are looked through in about 25 ms. */
const lookedAtOnce = 5_000

/** How far back one page looks; 0 for as far as it takes. */
function earliestSeq(database: StudioDatabase, { personId, beforeSeq }: EntryFilter): number {
  if (!personId) return 0
  const { seq } = database.prepare('SELECT seq FROM event_log_head').get() as { seq: number }
  return Math.max(0, (beforeSeq ?? seq + 1) - lookedAtOnce)
}

/** The id of somebody, and of everybody who was merged into them: what was logged under those is theirs. */
const idsOf = 'SELECT ? UNION ALL SELECT id FROM clients WHERE merged_into = ?'

/** Sessions and seats are theirs already. */
const isAboutPerson = `(metadata ->> '$.userId' = ? OR event_data ->> '$.staffId' = ?
  OR event_data ->> '$.trainerId' = ? OR event_data ->> '$.clientId' IN (${idsOf})
  OR event_data ->> '$.appointmentId' IN (SELECT id FROM appointments WHERE client_id = ?)
  OR event_data ->> '$.seatId' IN (SELECT id FROM seats WHERE client_id = ?))`

/** `payment.*` is every declared payment event. */
function typesOf(pattern: string): readonly string[] {
  return Object.keys(eventTypes).filter((type) => matches(pattern, type))
}

/** An entry with today's names for the ids in it. */
export function toEntry(database: StudioDatabase, row: EventRow, timeZone: string): ActivityEntry {
  const metadata = JSON.parse(row.metadata) as EventMetadata
  const data = row.event_data === null ? null : (JSON.parse(row.event_data) as Ids)
  const appointment = data?.appointmentId
    ? findAppointment(database, data.appointmentId)
    : undefined
  return {
    seq: row.seq,
    id: row.id,
    // Only appendEvent writes here, and it lets only declared types in.
    type: row.event_type as EventType,
    at: row.created_at,
    localTime: localDateTimeOf(row.created_at, timeZone),
    actorName: nameOf(database, 'staff', metadata.userId ?? undefined),
    clientName: nameOf(
      database,
      'clients',
      data?.clientId ?? clientOfSeat(database, data?.seatId) ?? appointment?.client_id ?? undefined,
    ),
    trainerName: nameOf(database, 'trainers', data?.trainerId ?? appointment?.trainer_id),
    serviceName: nameOf(database, 'services', data?.serviceId ?? appointment?.service_id),
    staffName: nameOf(database, 'staff', data?.staffId),
    appointmentId: data?.appointmentId ?? null,
    isGroup: appointment !== undefined && appointment.client_id === null,
    data,
    correlationId: metadata.correlationId,
    hash: row.hash.toString('hex'),
  }
}

interface Ids extends Readonly<Record<string, unknown>> {
  readonly appointmentId?: string
  readonly seatId?: string
  readonly clientId?: string
  readonly trainerId?: string
  readonly serviceId?: string
  readonly staffId?: string
}

function findAppointment(database: StudioDatabase, id: string) {
  return database
    .prepare('SELECT client_id, trainer_id, service_id FROM appointments WHERE id = ?')
    .get(id) as { client_id: string | null; trainer_id: string; service_id: string } | undefined
}

function clientOfSeat(database: StudioDatabase, seatId: string | undefined): string | undefined {
  if (seatId === undefined) return undefined
  return database.prepare('SELECT client_id FROM seats WHERE id = ?').pluck().get(seatId) as
    | string
    | undefined
}

function nameOf(
  database: StudioDatabase,
  table: 'staff' | 'clients' | 'trainers' | 'services',
  id: string | undefined,
): string | null {
  if (id === undefined) return null
  const row = database.prepare(`SELECT name FROM ${table} WHERE id = ?`).get(id) as
    | { name: string }
    | undefined
  return row?.name ?? null
}

/** A page of entries that fit a filter. It can be short, even empty, and still have pages after it. */
export function readPage(database: StudioDatabase, filter: EntryFilter): ActivityPage {
  const studio = readStudio(database)
  const rows = readLogRows(database, { ...filter, limit: filter.limit + 1 })
  const shown = rows.slice(0, filter.limit)
  const earliest = earliestSeq(database, filter)
  const further = earliest > 1 ? earliest : null
  return {
    entries: shown.map((row) => toEntry(database, row, studio.time_zone)),
    nextBeforeSeq: rows.length > filter.limit ? (shown.at(-1)?.seq ?? null) : further,
    currency: studio.currency,
    timeZone: studio.time_zone,
  }
}
