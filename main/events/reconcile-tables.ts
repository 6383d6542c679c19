import type { StudioDatabase } from '../db/studio-database.ts'
import { onItsOwn, type UnitOfWork } from '../db/unit-of-work.ts'

/** How long one step may keep the main thread. */
const stepMs = 4
const firstStepRows = 200

/**
 * Makes tables equal to their counterparts in another file, in small steps between which the desk
 * goes on. Rows that are equal are not written.
 *
 * @param rows about how many there are: counting a big table would take a hundred milliseconds here.
 * @param isCancelled looked at between steps; a table that is half done is as valid as before,
 * because every row in it is a right one.
 * @returns how many rows had to be changed.
 */
export async function reconcileTables(
  work: UnitOfWork,
  tables: readonly string[],
  rebuiltFile: string,
  options: {
    readonly rows: number
    readonly onProgress: (done: number, total: number) => void
    readonly isCancelled: () => boolean
  },
): Promise<number> {
  const { database } = work
  database.prepare('ATTACH ? AS rebuilt').run(rebuiltFile)
  try {
    const steps = tables.flatMap((table) => stepsOf(database, table))
    const total = options.rows * 2
    let changed = 0
    let done = 0
    for (const step of steps) {
      let after: readonly unknown[] | null = null
      let size = firstStepRows
      while (!options.isCancelled()) {
        const startedAt = performance.now()
        const last = step.lastOf(after, size)
        changed += work.run(onItsOwn(), () => step.write(after, last))
        done += size
        options.onProgress(Math.min(done, total), total)
        if (last === null) break
        after = last
        // Twice as many at most: one quick step says little about the next.
        const fits = Math.round((size * stepMs) / (performance.now() - startedAt))
        size = Math.max(10, Math.min(fits, size * 2))
        await new Promise((resolve) => setImmediate(resolve))
      }
    }
    options.onProgress(total, total)
    return changed
  } finally {
    // Statements that know the attached file must be forgotten before it can be let go.
    database.forgetStatements('rebuilt.')
    database.exec('DETACH rebuilt')
  }
}

interface Step {
  /** The key of the last of the next `size` rows behind `after`; null when there are fewer. */
  readonly lastOf: (after: readonly unknown[] | null, size: number) => readonly unknown[] | null
  /** Writes the rows behind `after` up to `last`; answers how many were changed. */
  readonly write: (after: readonly unknown[] | null, last: readonly unknown[] | null) => number
}

/** First what is missing or different, then what should not be there. */
function stepsOf(database: StudioDatabase, table: string): Step[] {
  const columns = database.prepare(`SELECT name, pk FROM pragma_table_info(?)`).all(table) as {
    name: string
    pk: number
  }[]
  const names = columns.map(({ name }) => name)
  const keys = columns
    .filter(({ pk }) => pk > 0)
    .toSorted((a, b) => a.pk - b.pk)
    .map(({ name }) => name)
  const others = names.filter((name) => !keys.includes(name))
  const key = `(${keys.join(', ')})`
  const marks = `(${keys.map(() => '?').join(', ')})`
  const between = (after: readonly unknown[] | null, last: readonly unknown[] | null) =>
    [after && `${key} > ${marks}`, last && `${key} <= ${marks}`].filter(Boolean).join(' AND ') ||
    '1'

  const step = (source: string, write: Step['write']): Step => ({
    lastOf: (after, size) => {
      const row = database
        .prepare(
          `SELECT ${keys.join(', ')} FROM ${source} WHERE ${between(after, null)}
           ORDER BY ${keys.join(', ')} LIMIT 1 OFFSET ?`,
        )
        .get(...(after ?? []), size - 1) as Record<string, unknown> | undefined
      return row ? keys.map((name) => row[name]) : null
    },
    write,
  })

  return [
    step(`rebuilt.${table}`, (after, last) => {
      const set = others.map((name) => `${name} = excluded.${name}`).join(', ')
      const differs = others.map((name) => `${name} IS NOT excluded.${name}`).join(' OR ')
      return database
        .prepare(
          `INSERT INTO main.${table} (${names.join(', ')})
           SELECT ${names.join(', ')} FROM rebuilt.${table} WHERE ${between(after, last)}
           ON CONFLICT ${key} DO UPDATE SET ${set} WHERE ${differs}`,
        )
        .run(...(after ?? []), ...(last ?? [])).changes
    }),
    step(`main.${table}`, (after, last) => {
      const same = keys.map((name) => `r.${name} = ${table}.${name}`).join(' AND ')
      return database
        .prepare(
          `DELETE FROM main.${table} WHERE ${between(after, last)}
           AND NOT EXISTS (SELECT 1 FROM rebuilt.${table} r WHERE ${same})`,
        )
        .run(...(after ?? []), ...(last ?? [])).changes
    }),
  ]
}
