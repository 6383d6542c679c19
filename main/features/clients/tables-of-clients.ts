import type { StudioDatabase } from '../../db/studio-database.ts'

/** A column that names a client. */
export interface ClientColumn {
  readonly table: string
  readonly column: string
}

/**
 * Every table with rows of a client's own, asked of the database itself, so that a table that is
 * added later is moved, exported and counted as well.
 */
export function tablesOfClients(database: StudioDatabase): ClientColumn[] {
  return database
    .prepare(
      `SELECT m.name AS "table", f."from" AS "column"
       FROM sqlite_schema m JOIN pragma_foreign_key_list(m.name) f
       WHERE m.type = 'table' AND f."table" = 'clients' AND m.name NOT IN ('clients', 'erasures')
       ORDER BY m.name`,
    )
    .all() as ClientColumn[]
}
