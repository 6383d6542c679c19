import type { EventType } from '../../shared/events/index.ts'
import type { Edited } from '../../shared/expected-version.ts'
import type { StudioDatabase } from '../db/studio-database.ts'

/**
 * The events that change what an edit of each kind shows, and whose they are. The number of the last of
 * them in its subject (`subject_seq`) is the version: every write has an event, so nothing else has to
 * count.
 */
const editEvents: Readonly<
  Record<
    Exclude<Edited, 'series'>,
    { readonly subject: string; readonly types: readonly EventType[] }
  >
> = {
  client: {
    subject: 'client',
    types: ['client.registered', 'client.updated', 'client.merged', 'client.erased'],
  },
  staff: {
    subject: 'staff',
    types: ['staff.added', 'staff.changed', 'staff.deactivated', 'staff.reactivated'],
  },
  staffMessages: { subject: 'staff', types: ['staff.added', 'staff.messages_changed'] },
  trainer: { subject: 'trainer', types: ['catalog.trainer_added', 'catalog.trainer_changed'] },
  week: { subject: 'trainer', types: ['catalog.trainer_added', 'catalog.week_changed'] },
  /** Of one date, by `part`. */
  datedHours: { subject: 'trainer', types: ['catalog.override_changed'] },
  service: { subject: 'service', types: ['catalog.service_added', 'catalog.service_changed'] },
  room: { subject: 'room', types: ['catalog.room_added', 'catalog.room_changed'] },
  product: { subject: 'product', types: ['product.added'] },
  rate: { subject: 'trainer', types: ['earning.rate_set'] },
  appointment: {
    subject: 'appointment',
    types: [
      'appointment.created',
      'appointment.rescheduled',
      'appointment.cancelled',
      'appointment.reinstated',
    ],
  },
  capacity: {
    subject: 'appointment',
    types: ['appointment.created', 'group.capacity_changed'],
  },
  policy: { subject: 'studio', types: ['policy.changed'] },
  studioName: { subject: 'studio', types: ['studio.renamed'] },
  country: { subject: 'studio', types: ['studio.country_changed'] },
  mailServer: { subject: 'studio', types: ['messages.configured'] },
}

const dated: EventType = 'catalog.override_changed'
const allTypes = new Set<string>(Object.values(editEvents).flatMap(({ types }) => types))

/**
 * The version of something that can be edited: the place of its last change among the events of its
 * subject, also when that lies in an archive by now. 0 for what was never changed, or is not there.
 *
 * @param part the date, of dated hours
 */
export function lastEdit(
  database: StudioDatabase,
  edited: keyof typeof editEvents,
  id: string,
  part: string | null,
): number {
  const { subject, types } = editEvents[edited]
  const among = types.map(() => '?').join(', ')
  const ofPart = part === null ? '' : `AND json_extract(event_data, '$.date') = ?`
  const parts = part === null ? [] : [part]
  return database
    .prepare(
      `SELECT coalesce(
         (SELECT subject_seq FROM event_log WHERE subject_type = ? AND subject_id = ?
            AND event_type IN (${among}) ${ofPart} ORDER BY subject_seq DESC LIMIT 1),
         (SELECT max(subject_seq) FROM pruned_edits WHERE subject_type = ? AND subject_id = ?
            AND event_type IN ('', ${among}) AND part IN ('', ?)),
         0)`,
    )
    .pluck()
    .get(subject, id, ...types, ...parts, subject, id, ...types, part ?? '') as number
}

/** Who made an edit, by name; null when its event is archived, or it was FitFlow itself. */
export function nameOfEditor(
  database: StudioDatabase,
  edited: keyof typeof editEvents,
  id: string,
  version: number,
): string | null {
  const name = database
    .prepare(
      `SELECT s.name FROM event_log e JOIN staff s ON s.id = json_extract(e.metadata, '$.userId')
       WHERE e.subject_type = ? AND e.subject_id = ? AND e.subject_seq = ?`,
    )
    .pluck()
    .get(editEvents[edited].subject, id, version)
  return (name as string | undefined) ?? null
}

/** Keeps of edits that go into an archive where the last of each stood, for {@link lastEdit}. */
export function keepEdits(
  database: StudioDatabase,
  rows: readonly {
    readonly event_type: string
    readonly event_data: string | null
    readonly subject_type: string
    readonly subject_id: string
    readonly subject_seq: number
  }[],
): void {
  const keep = database.prepare(
    `INSERT INTO pruned_edits (subject_type, subject_id, event_type, part, subject_seq)
     VALUES (?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET subject_seq = max(subject_seq, excluded.subject_seq)`,
  )
  for (const row of rows) {
    const { event_type: type } = row
    if (!allTypes.has(type)) continue
    const part = type === dated ? (JSON.parse(row.event_data ?? '{}') as { date: string }).date : ''
    keep.run(row.subject_type, row.subject_id, type, part, row.subject_seq)
  }
}
