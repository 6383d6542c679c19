import type { activityContract, ActivityEntry } from '../../../shared/activity.ts'
import type { EventType } from '../../../shared/events/index.ts'
import type { EventMetadata } from '../../../shared/events/event.ts'
import { ok } from '../../../shared/result.ts'
import { localDateTimeOf } from '../../../shared/time.ts'
import type { StudioDatabase } from '../../db/studio-database.ts'
import type { EventRow } from '../../events/event-log.ts'
import type { HandlersOf } from '../handlers.ts'
import { readStudio } from '../studio/index.ts'

const selectPage = `SELECT * FROM event_log
  WHERE seq < ? AND event_type >= ? AND event_type < ? ORDER BY seq DESC LIMIT ?`

/** The door of the activity list: the event log as it is, with today's names for its ids. */
export function activityHandlers(database: StudioDatabase): HandlersOf<typeof activityContract> {
  return {
    'activity.list': ({ beforeSeq, limit, family }) => {
      const studio = readStudio(database)
      // A family is a range of types: from `appointment.` up to `appointment/`, the next character.
      const rows = database
        .prepare(selectPage)
        .all(
          beforeSeq ?? Number.MAX_SAFE_INTEGER,
          family ? `${family}.` : '',
          family ? `${family}/` : '~',
          limit + 1,
        ) as EventRow[]
      const shown = rows.slice(0, limit)
      return ok({
        entries: shown.map((row) => toEntry(database, row, studio.time_zone)),
        nextBeforeSeq: rows.length > limit ? (shown.at(-1)?.seq ?? null) : null,
        currency: studio.currency,
        timeZone: studio.time_zone,
      })
    },
  }
}

function toEntry(database: StudioDatabase, row: EventRow, timeZone: string): ActivityEntry {
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
    clientName: nameOf(database, 'clients', data?.clientId ?? appointment?.client_id),
    trainerName: nameOf(database, 'trainers', data?.trainerId ?? appointment?.trainer_id),
    serviceName: nameOf(database, 'services', data?.serviceId ?? appointment?.service_id),
    staffName: nameOf(database, 'staff', data?.staffId),
    appointmentId: data?.appointmentId ?? null,
    data,
    correlationId: metadata.correlationId,
    hash: row.hash.toString('hex'),
  }
}

interface Ids extends Readonly<Record<string, unknown>> {
  readonly appointmentId?: string
  readonly clientId?: string
  readonly trainerId?: string
  readonly serviceId?: string
  readonly staffId?: string
}

function findAppointment(database: StudioDatabase, id: string) {
  return database
    .prepare('SELECT client_id, trainer_id, service_id FROM appointments WHERE id = ?')
    .get(id) as { client_id: string; trainer_id: string; service_id: string } | undefined
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
