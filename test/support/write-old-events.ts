import { onItsOwn } from '../../main/db/unit-of-work.ts'
import { canonicalJson, hashData, hashEvent, type EventRow } from '../../main/events/event-log.ts'
import type { StudioApp } from '../../main/studio-app.ts'

/**
 * Logs `settings.changed` as an earlier FitFlow would have: in its version, with whatever data, well
 * hashed. Answers the events' numbers.
 */
export function writeOldEvents(
  { work, bus }: Pick<StudioApp, 'work' | 'bus'>,
  version: string,
  all: readonly Readonly<Record<string, unknown>>[],
): number[] {
  return all.map((data) =>
    work.run(onItsOwn(), ({ database }) => {
      // Published as of today for its envelope, and rewritten before anybody sees it.
      bus.publish('settings.changed', {
        studioId: String(data['studioId']),
        timeZone: 'Europe/Berlin',
        currency: 'EUR',
        lateCancelWindowMinutes: 0,
        lateCancelFeeBasisPoints: 0,
      })
      const row = database
        .prepare('SELECT * FROM event_log ORDER BY seq DESC LIMIT 1')
        .get() as EventRow
      const event_data = canonicalJson(data)
      const old = {
        ...row,
        event_data,
        metadata: canonicalJson({ ...(JSON.parse(row.metadata) as object), version }),
        data_hash: hashData(row.data_salt!, event_data),
      }
      replaceLast(work, { ...old, hash: hashEvent(old) })
      return row.seq
    }),
  )
}

/** The guards come off for this one row, and go on again in the same transaction. */
function replaceLast({ database }: StudioApp['work'], old: EventRow): void {
  const guards = database
    .prepare(
      `SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND name LIKE 'event_log_%'`,
    )
    .all() as { name: string; sql: string }[]
  for (const { name } of guards) database.exec(`DROP TRIGGER ${name}`)
  database
    .prepare(
      'UPDATE event_log SET event_data = ?, metadata = ?, data_hash = ?, hash = ? WHERE seq = ?',
    )
    .run(old.event_data, old.metadata, old.data_hash, old.hash, old.seq)
  database.prepare('UPDATE event_log_head SET hash = ?').run(old.hash)
  for (const { sql } of guards) database.exec(sql)
}
