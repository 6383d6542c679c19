import type { RowChange, RowValues } from '../../shared/events/event.ts'
import type { StudioDatabase } from '../db/studio-database.ts'
import { readCoveredTables, type CoveredTable } from './covered-tables.ts'

/** So much is said with one event; what is more goes into the next one. A whole event may have 256 kB. */
const mostBytes = 100_000

/**
 * Notices what this connection writes into covered tables, by triggers that only it has: what any other
 * program writes is noticed by nobody, and so is in no event.
 */
export class RowWatch {
  readonly #database: StudioDatabase
  readonly #tables: ReadonlyMap<string, CoveredTable>

  constructor(database: StudioDatabase) {
    this.#database = database
    this.#tables = new Map(readCoveredTables(database).map((table) => [table.name, table]))
    database.exec(
      `PRAGMA temp_store = MEMORY;
       CREATE TEMP TABLE touched_rows (
         at INTEGER PRIMARY KEY, name TEXT, key TEXT, was TEXT, UNIQUE (name, key)
       ) STRICT`,
    )
    for (const table of this.#tables.values()) database.exec(triggersOn(table))
  }

  /**
   * What became of the rows that were touched since it was asked last, in the open transaction; undefined
   * when nothing did. It is for one event: ask until nothing is left.
   */
  take(): RowChange[] | undefined {
    const touched = this.#database
      .prepare('SELECT at, name, key, was FROM touched_rows ORDER BY at')
      .all() as { at: number; name: string; key: string; was: string | null }[]
    const changes: RowChange[] = []
    let bytes = 0
    for (const { at, name, key, was } of touched) {
      if (bytes > mostBytes) break
      const change = this.#changeOf(name, key, was)
      if (change) {
        changes.push(change)
        bytes += sizeOf(change)
      }
      this.#database.prepare('DELETE FROM touched_rows WHERE at = ?').run(at)
    }
    return changes.length > 0 ? changes : undefined
  }

  #changeOf(name: string, keyText: string, wasText: string | null): RowChange | null {
    const table = this.#tables.get(name)!
    const key = JSON.parse(keyText) as RowChange['key']
    const found = this.#database
      .prepare(
        `SELECT ${table.toJson('')} AS said FROM ${name}
         WHERE ${table.key.map((column) => `${column} IS ?`).join(' AND ')}`,
      )
      .get(...key) as { said: string } | undefined
    const was = wasText === null ? null : (JSON.parse(wasText) as RowValues)
    const is = found ? (JSON.parse(found.said) as RowValues) : null
    if (!is) return was && { table: name, key, was: withoutNulls(was) }
    if (!was) return { table: name, key, is: withoutNulls(is) }
    const changed = table.columns.filter((column) => was[column] !== is[column])
    if (changed.length === 0) return null
    const only = (values: RowValues) =>
      Object.fromEntries(changed.map((column) => [column, values[column] ?? null]))
    return { table: name, key, was: only(was), is: only(is) }
  }
}

function sizeOf({ was, is }: RowChange): number {
  return 100 + JSON.stringify([was, is]).length
}

/** Of a whole row: what is not said is NULL. */
function withoutNulls(values: RowValues): RowValues {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null))
}

/** The first time a row is touched, how it was; a new one was nothing. */
function triggersOn({ name, key, columns, toJson }: CoveredTable): string {
  const note = (of: string, was: string) => {
    const named = `json_array(${key.map((column) => `${of}${column}`).join(', ')})`
    // Not `OR IGNORE`, which gives way to the conflict clause of the statement that was watched.
    return `INSERT INTO touched_rows (name, key, was) SELECT '${name}', ${named}, ${was}
      WHERE NOT EXISTS (SELECT 1 FROM touched_rows WHERE name = '${name}' AND key = ${named});`
  }
  const old = note('OLD.', toJson('OLD.'))
  const born = note('NEW.', 'NULL')
  const watched = [...new Set([...key, ...columns])].join(', ')
  return `
    CREATE TEMP TRIGGER watch_${name}_insert AFTER INSERT ON main.${name} BEGIN ${born} END;
    CREATE TEMP TRIGGER watch_${name}_update AFTER UPDATE OF ${watched} ON main.${name}
      BEGIN ${old} ${born} END;
    CREATE TEMP TRIGGER watch_${name}_delete AFTER DELETE ON main.${name} BEGIN ${old} END;`
}
