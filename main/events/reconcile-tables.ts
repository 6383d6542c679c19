import type { StudioDatabase } from '../db/studio-database.ts'
import { onItsOwn, type UnitOfWork } from '../db/unit-of-work.ts'

/** How long one step may keep the main thread. */
const stepMs = 8
const firstStepRows = 200

/**
 * Makes tables equal to their counterparts in another file, in small steps between which the desk
 * goes on. Rows that are equal are not written.
 *
 * @param isCancelled looked at between steps; a table that is half done is as valid as before,
 * because every row in it is a right one.
 * @returns how many rows had to be changed.
 */
export async function reconcileTables(
  work: UnitOfWork,
  tables: readonly string[],
  rebuiltFile: string,
  options: {
    readonly onProgress: (done: number, total: number) => void
    readonly isCancelled: () => boolean
  },
): Promise<number> {
  const { database } = work
  database.prepare('ATTACH ? AS rebuilt').run(rebuiltFile)
  try {
    const steps = tables.flatMap((table) => stepsOf(database, table))
    const total = steps.reduce((sum, step) => sum + step.rows, 0)
    let changed = 0
    let done = 0
    for (const step of steps) {
      let after: readonly unknown[] | null = null
      let size = firstStepRows
      while (!options.isCancelled()) {
        const range = step.range(after, size)
        const startedAt = performance.now()
        changed += work.run(onItsOwn(), () => step.write(after, range.last))
        done += range.rows
        options.onProgress(done, total)
        if (range.last === null) break
        after = range.last
        size = Math.max(
          10,
          Math.round((size * stepMs) / Math.max(1, performance.now() - startedAt)),
        )
        await new Promise((resolve) => setImmediate(resolve))
      }
    }
    return changed
  } finally {
    // Statements that know the attached file must be forgotten before it can be let go.
    database.forgetStatements('rebuilt.')
    database.exec('DETACH rebuilt')
  }
}

interface Step {
  readonly rows: number
  /** The last key of the next rows, and how many they are; `last` is null at the end. */
  readonly range: (
    after: readonly unknown[] | null,
    size: number,
  ) => { readonly last: readonly unknown[] | null; readonly rows: number }
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
    rows: (database.prepare(`SELECT count(*) AS n FROM ${source}`).get() as { n: number }).n,
    range: (after, size) => {
      const rows = database
        .prepare(
          `SELECT ${keys.join(', ')} FROM ${source} WHERE ${between(after, null)}
           ORDER BY ${keys.join(', ')} LIMIT ?`,
        )
        .all(...(after ?? []), size) as Record<string, unknown>[]
      const last = rows.length < size ? null : keys.map((name) => rows.at(-1)?.[name])
      return { last, rows: rows.length }
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
