import type { EventMetadata, RowChange, RowValues } from '../../shared/events/event.ts'
import type { EventData } from '../../shared/events/index.ts'
import type { StudioDatabase } from '../db/studio-database.ts'
import { archiveFolder, readWholeLog } from '../events/log-archive.ts'
import { digestRows } from './begin-coverage.ts'
import { readCoveredTables, type CoveredTable } from './covered-tables.ts'

/** One thing that the tables say and the log does not, or the other way round. */
interface Contradiction {
  readonly table: string
  /** The key of the row; null where only the table as a whole is known to be another one. */
  readonly row: string | null
  /** Null where the whole row is missing, or should not be there. */
  readonly column: string | null
  readonly problem: string
}

/** What comparing the tables with the log came to. */
export interface TableVerification {
  readonly contradictions: readonly Contradiction[]
  readonly tables: readonly CoveredTable[]
  /** False: the log says nothing of the tables yet, as a FitFlow that does has not opened the studio. */
  readonly hasBegun: boolean
}

/**
 * Compares every covered table with what the log says was written into it: from how it stands now back
 * through each event, to the table's baseline or to nothing. Finds rows and values that came, went or
 * changed without FitFlow. The log itself is taken as it is: check that first, see `verifyLog`.
 *
 * @param folder where the archives lie, when it is not beside the file
 */
export function verifyTables(
  database: StudioDatabase,
  folder = archiveFolder(database.file),
): TableVerification {
  return database.atOneMoment(() => {
    const { steps, hashes } = readSteps(database, folder)
    const contradictions = [...checkDayHeads(database, hashes)]
    const tables = readCoveredTables(database)
    if (steps.size === 0) return { contradictions, tables: [], hasBegun: false }
    for (const table of tables) {
      contradictions.push(...unwind(database, table, steps.get(table.name) ?? []))
    }
    return { contradictions, tables, hasBegun: true }
  })
}

/** Something that the log says of a table, in the order of the log. */
type Step =
  | { readonly seq: number; readonly change: RowChange }
  | { readonly seq: number; readonly baseline: EventData<'log.baseline'>; readonly isNew: boolean }

function readSteps(database: StudioDatabase, folder: string) {
  const steps = new Map<string, Step[]>()
  const hashes = new Map<number, string>()
  const wanted = new Set(dayHeads(database).map(({ seq }) => seq))
  const applied = new Map(
    database.prepare('SELECT name, applied_at FROM schema_migrations').raw().all() as [
      string,
      string,
    ][],
  )
  const add = (table: string, step: Step) => {
    const list = steps.get(table)
    if (list) list.push(step)
    else steps.set(table, [step])
  }
  /** When the newest event was logged that is no baseline. */
  let lastAt = ''
  for (const rows of readWholeLog(database, folder)) {
    for (const row of rows) {
      const { seq } = row
      if (wanted.has(seq)) hashes.set(seq, row.hash.toString('hex'))
      const { rows: changes = [] } = JSON.parse(row.metadata) as EventMetadata
      for (const change of changes) add(change.table, { seq, change })
      if (row.event_type !== 'log.baseline' || row.event_data === null) {
        lastAt = row.created_at
        continue
      }
      const baseline = JSON.parse(row.event_data) as EventData<'log.baseline'>
      // Noted anew without a migration in between, it is no reason to look no further back.
      const isNew = (applied.get(baseline.migration) ?? '') >= lastAt
      add(baseline.table, { seq, baseline, isNew })
    }
  }
  return { steps, hashes }
}

/** Goes back from how a table stands to how it began, and says where that does not fit. */
function unwind(
  database: StudioDatabase,
  table: CoveredTable,
  steps: readonly Step[],
): Contradiction[] {
  const found: Contradiction[] = []
  const report = (row: string | null, column: string | null, problem: string) =>
    found.push({ table: table.name, row: row && sayKey(row), column, problem })
  const rows = readRows(database, table)
  for (const step of steps.toReversed()) {
    if ('baseline' in step) {
      const problem = checkBaseline(rows, step.baseline)
      if (problem !== null) report(null, null, `${problem}, says event ${step.seq}`)
      if (step.isNew) return found
      continue
    }
    const { was, is } = step.change
    const key = JSON.stringify(step.change.key)
    const row = rows.get(key)
    if (!is) {
      if (row) report(key, null, `event ${step.seq} took it away, and it is there`)
      rows.set(key, { ...emptyRow(table), ...was })
      continue
    }
    if (!row) report(key, null, `event ${step.seq} wrote it, and it is not there`)
    const expected: RowValues = was ? is : { ...emptyRow(table), ...is }
    for (const [column, value] of Object.entries(row ? expected : {})) {
      const now = row?.[column] ?? null
      if (now === value) continue
      const says = `event ${step.seq} says ${JSON.stringify(value)}`
      report(key, column, `${says}, the table ${JSON.stringify(now)}`)
    }
    if (was) rows.set(key, { ...(row ?? { ...emptyRow(table), ...is }), ...was })
    else rows.delete(key)
  }
  for (const key of rows.keys()) report(key, null, 'no event wrote it')
  return found
}

type Row = Record<string, string | number | null>

/** The rows of a table as they are logged, by their keys, in the order of these. */
function readRows(database: StudioDatabase, table: CoveredTable): Map<string, Row> {
  const key = table.key.join(', ')
  const all = database
    .prepare(
      `SELECT json_array(${key}) AS key, ${table.toJson('')} AS said FROM ${table.name} ORDER BY ${key}`,
    )
    .iterate() as IterableIterator<{ key: string; said: string }>
  const rows = new Map<string, Row>()
  for (const { key: text, said } of all) rows.set(text, JSON.parse(said) as Row)
  return rows
}

function emptyRow(table: CoveredTable): Row {
  return Object.fromEntries(table.columns.map((column) => [column, null]))
}

function checkBaseline(
  rows: ReadonlyMap<string, RowValues>,
  baseline: EventData<'log.baseline'>,
): string | null {
  const inOrder = [...rows]
    .toSorted(([a], [b]) => compareKeys(JSON.parse(a) as Key, JSON.parse(b) as Key))
    .map(([, row]) => Object.fromEntries(baseline.columns.map((name) => [name, row[name] ?? null])))
  const { rows: count, sha256 } = digestRows(inOrder)
  if (count !== baseline.rows) {
    return `of rows that no event wrote since, there are ${count} instead of ${baseline.rows}`
  }
  return sha256 === baseline.sha256 ? null : 'rows that no event wrote since are not as they stood'
}

type Key = readonly (string | number)[]

function compareKeys(a: Key, b: Key): number {
  for (const [index, one] of a.entries()) {
    const other = b[index]!
    if (one !== other) return one < other ? -1 : 1
  }
  return 0
}

function sayKey(key: string): string {
  return (JSON.parse(key) as Key).join(' ')
}

interface DayHead {
  readonly id: string
  readonly seq: number
  readonly hash: string
}

function dayHeads(database: StudioDatabase): DayHead[] {
  return database
    .prepare(
      `SELECT id, said ->> '$.head.seq' AS seq, said ->> '$.head.hash' AS hash
       FROM (SELECT id, iif(json_valid(report), report, '{}') AS said FROM day_closes)
       WHERE seq IS NOT NULL`,
    )
    .all() as DayHead[]
}

/** Each closed day noted the log's head: a log that was rewritten as a whole has other ones. */
function checkDayHeads(
  database: StudioDatabase,
  hashes: ReadonlyMap<number, string>,
): Contradiction[] {
  return dayHeads(database).flatMap(({ id, seq, hash }) => {
    if (hashes.get(seq) === hash) return []
    const problem = `the log had another event ${seq} when this day was closed`
    return [{ table: 'day_closes', row: id, column: 'report', problem }]
  })
}
