import { createHash } from 'node:crypto'
import type { RowValues } from '../../shared/events/event.ts'
import { newId } from '../../shared/ids.ts'
import { onItsOwn, type UnitOfWork } from '../db/unit-of-work.ts'
import type { EventBus } from '../events/event-bus.ts'
import { readCoveredTables } from './covered-tables.ts'
import { RowWatch } from './watch-rows.ts'

/**
 * Lets the log say from now on what is written into the tables. When a migration was applied since it
 * did so last, or it never did, it notes first what stands there: one `log.baseline` a table.
 */
export function beginCoverage(work: UnitOfWork, bus: EventBus): void {
  const { database } = work
  const read = (what: string) => database.prepare(what).pluck().get() as string | number | undefined
  const migration = String(read('SELECT max(name) FROM schema_migrations'))
  if (read('SELECT migration FROM table_coverage') !== migration) {
    work.run(onItsOwn(), (tx) => {
      tx.database
        .prepare('INSERT OR REPLACE INTO table_coverage (id, migration) VALUES (1, ?)')
        .run(migration)
      // A new studio begins with empty tables, and says all itself.
      if (read('SELECT seq FROM event_log_head') === 0) return
      for (const { name, columns, key, toJson } of readCoveredTables(tx.database)) {
        const rows = tx.database
          .prepare(`SELECT ${toJson('')} FROM ${name} ORDER BY ${key.join(', ')}`)
          .pluck()
          .iterate() as IterableIterator<string>
        bus.publish('log.baseline', {
          baselineId: newId(),
          table: name,
          migration,
          columns: [...columns],
          ...digestRows(parsed(rows)),
        })
      }
    })
  }
  bus.logRowsOf(new RowWatch(database))
}

function* parsed(rows: Iterable<string>): Generator<RowValues> {
  for (const row of rows) yield JSON.parse(row) as RowValues
}

/** How many rows there are, and one hash of all. @param rows the covered columns of each, in the order of their keys */
export function digestRows(rows: Iterable<RowValues>): { rows: number; sha256: string } {
  const digest = createHash('sha256')
  let count = 0
  for (const row of rows) {
    digest.update(`${JSON.stringify(row)}\n`)
    count += 1
  }
  return { rows: count, sha256: digest.digest('hex') }
}
