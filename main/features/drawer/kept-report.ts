import { localDateTimeOf, type Instant, type LocalDateTime } from '../../../shared/time.ts'
import { sql, type StudioDatabase } from '../../db/studio-database.ts'
import type { Row } from '../../db/tables.ts'
import type { Tx } from '../../db/unit-of-work.ts'
import type { StaffCaller } from '../handlers.ts'
import { readStudio } from '../studio/index.ts'

/**
 * The names and wall times of a closed drawer's report, as they were when it was closed. Its sums are
 * those of rows that never change; the reasons people typed stay in their own columns, from which
 * somebody who is erased can be taken out.
 */
export interface KeptReport {
  readonly studioName: string
  readonly openedLocal: LocalDateTime
  readonly openedBy: string
  readonly closedLocal: LocalDateTime
  readonly closedBy: string
  /** By the id of the count. */
  readonly counts: Readonly<Record<string, LocalDateTime>>
  /** By the id of the movement. */
  readonly movements: Readonly<
    Record<string, { readonly local: LocalDateTime; readonly by: string }>
  >
}

/** What is kept of a drawer that is closed in this transaction. */
export function keepReport(
  tx: Tx,
  drawer: Pick<Row<'drawer_sessions'>, 'id' | 'opened_at' | 'opened_by'>,
  caller: StaffCaller,
): KeptReport {
  const { name: studioName, time_zone: timeZone } = readStudio(tx.database)
  const local = (at: Instant) => localDateTimeOf(at, timeZone)
  const rowsOf = (table: 'drawer_counts' | 'drawer_movements') =>
    tx.database
      .prepare(
        `SELECT r.id, r.created_at AS at, s.name AS by FROM ${table} r
         JOIN staff s ON s.id = r.created_by WHERE r.drawer_session_id = ?`,
      )
      .all(drawer.id) as { id: string; at: Instant; by: string }[]
  return {
    studioName,
    openedLocal: local(drawer.opened_at),
    openedBy: staffName(tx.database, drawer.opened_by),
    closedLocal: local(tx.now),
    closedBy: staffName(tx.database, caller.actor.id),
    counts: Object.fromEntries(rowsOf('drawer_counts').map(({ id, at }) => [id, local(at)])),
    movements: Object.fromEntries(
      rowsOf('drawer_movements').map(({ id, at, by }) => [id, { local: local(at), by }]),
    ),
  }
}

/** What was kept of a closed drawer. */
export function readKept(drawer: Pick<Row<'drawer_sessions'>, 'id' | 'report'>): KeptReport {
  if (drawer.report === null) throw new Error(`Drawer ${drawer.id} is still open.`)
  return JSON.parse(drawer.report) as KeptReport
}

/** How somebody of the staff is called now. */
export function staffName(database: StudioDatabase, id: string): string {
  return database.one(sql.selectFrom('staff').select('name').where('id', '=', id)).name
}
