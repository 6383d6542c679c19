import type { StudioDatabase } from '../../db/studio-database.ts'
import { readStudio } from '../studio/index.ts'
import { tablesOfClients } from './tables-of-clients.ts'

type DataRow = Readonly<Record<string, string | number | null>>

/** Everything the studio's file holds about one person. */
export interface PersonalData {
  readonly studio: string
  readonly exportedAt: string
  /** The person's own entry first, then those that were merged into it. */
  readonly person: readonly DataRow[]
  /** By table: what they booked, bought, paid and owe, with names for what the rows name by id. */
  readonly records: Readonly<Record<string, readonly DataRow[]>>
}

/** What is the studio's own and not the person's. */
const notTheirs = new Set(['earnings', 'drawer_movements', 'trainer_calendar', 'erasures'])
/** Names for ids, so that the person can read what it says. */
const namedBy: Readonly<Record<string, string>> = {
  service_id: 'services',
  trainer_id: 'trainers',
  product_id: 'products',
  room_id: 'rooms',
}

/**
 * Collects everything that is known of a person: their rows, and the rows of what is theirs, found
 * by the references between the tables, so that nothing is forgotten when a table is added.
 */
export function collectPersonalData(
  database: StudioDatabase,
  clientId: string,
  now: string,
): PersonalData {
  const person = database
    .prepare(
      'SELECT * FROM clients WHERE id = @client OR merged_into = @client ORDER BY id <> @client',
    )
    .all({ client: clientId }) as DataRow[]
  const found = new Map<string, Map<string, DataRow>>()
  const add = (table: string, column: string, ids: readonly string[]) => {
    const rows = database
      .prepare(`SELECT * FROM ${table} WHERE ${column} IN (SELECT value FROM json_each(?))`)
      .all(JSON.stringify(ids)) as DataRow[]
    const known = found.get(table) ?? new Map<string, DataRow>()
    const before = known.size
    for (const row of rows) known.set(String(row['id'] ?? JSON.stringify(row)), row)
    if (known.size > 0) found.set(table, known)
    return known.size > before
  }
  for (const { table, column } of tablesOfClients(database)) add(table, column, [clientId])
  // What was written to them names them by a column that may also name a trainer.
  add('outbox', 'recipient_id', [clientId])
  for (const { child, column, parent } of partsOfWhatIsTheirs(database)) {
    const ids = [...(found.get(parent)?.keys() ?? [])]
    if (ids.length > 0) add(child, column, ids)
  }
  const records = [...found].map(
    ([table, rows]) => [table, [...rows.values()].map((row) => withNames(database, row))] as const,
  )
  return {
    studio: readStudio(database).name,
    exportedAt: now,
    person: person.map((row) => withNames(database, row)),
    records: Object.fromEntries(records),
  }
}

/** References to what belongs to a person, parents before children. A group's session is not theirs. */
function partsOfWhatIsTheirs(database: StudioDatabase) {
  const parents = ['appointments', 'sales', 'client_packages', 'memberships', 'payments']
  const references = database.prepare(
    `SELECT m.name AS child, f."from" AS "column" FROM sqlite_schema m
     JOIN pragma_foreign_key_list(m.name) f WHERE m.type = 'table' AND f."table" = ?`,
  )
  return parents.flatMap((parent) =>
    (references.all(parent) as { child: string; column: string }[])
      .filter(({ child }) => !notTheirs.has(child) && !parents.slice(0, 1).includes(child))
      .filter(({ child }) => child !== 'seats' && child !== 'waitlist')
      .map((reference) => ({ ...reference, parent })),
  )
}

function withNames(database: StudioDatabase, row: DataRow): DataRow {
  return Object.fromEntries(
    Object.entries(row).flatMap(([column, value]): (readonly [string, DataRow[string]])[] => {
      const table = namedBy[column]
      if (column === 'search_row' || column === 'created_by') return []
      if (column === 'appointment_id' && value !== null) {
        return [
          [column, value],
          ['session', sayWhen(database, value)],
        ]
      }
      if (table === undefined || value === null) return [[column, value]]
      const name = database.prepare(`SELECT name FROM ${table} WHERE id = ?`).pluck().get(value)
      return [[column.replace(/_id$/, ''), (name as string | undefined) ?? value]]
    }),
  )
}

/** What a session was and when, for a seat or a fee: `Pilates, 2026-03-06T09:00`. */
function sayWhen(database: StudioDatabase, appointmentId: string | number): string | null {
  const said = database
    .prepare(
      `SELECT s.name || ', ' || a.local_start FROM appointments a
       JOIN services s ON s.id = a.service_id WHERE a.id = ?`,
    )
    .pluck()
    .get(appointmentId)
  return (said as string | undefined) ?? null
}

/** The data for a program to read. */
export function toJson(data: PersonalData): string {
  return `${JSON.stringify(data, null, 2)}\n`
}

/** The data for a person to read, in any browser, without a network. */
export function toHtml(data: PersonalData): string {
  const sections = [
    ['Person', data.person] as const,
    ...Object.entries(data.records).map(([table, rows]) => [say(table), rows] as const),
  ]
  const name = escape(data.person[0]?.['name'] ?? '')
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${name}</title><style>
body{font:14px/1.5 system-ui,sans-serif;margin:2rem}table{border-collapse:collapse;margin-bottom:2rem}
th,td{border:1px solid #ccc;padding:.25rem .5rem;text-align:left;vertical-align:top}th{background:#f2f4f3}
</style></head><body>
<h1>${name}</h1><p>${escape(data.studio)}, ${escape(data.exportedAt)}</p>
${sections.map(([title, rows]) => `<h2>${title}</h2>\n${toTable(rows)}`).join('\n')}
</body></html>
`
}

function toTable(rows: readonly DataRow[]): string {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))].filter((column) =>
    rows.some((row) => row[column] !== null),
  )
  const head = columns.map((column) => `<th>${say(column)}</th>`).join('')
  const body = rows
    .map(
      (row) =>
        `<tr>${columns.map((column) => `<td>${escape(row[column] ?? '')}</td>`).join('')}</tr>`,
    )
    .join('\n')
  return `<table><thead><tr>${head}</tr></thead><tbody>\n${body}\n</tbody></table>`
}

/** `start_time` → `Start time` */
const say = (column: string) =>
  escape(column.charAt(0).toUpperCase() + column.slice(1).replaceAll('_', ' '))

function escape(value: string | number): string {
  return String(value)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}
