import { sql, type StudioDatabase } from '../../db/studio-database.ts'
import type { Tables } from '../../db/tables.ts'

export type StudioRow = Tables['studio']

/** The studio of this file, or undefined before it is set up. */
export function findStudio(database: StudioDatabase): StudioRow | undefined {
  return database.first(sql.selectFrom('studio').selectAll())
}

/** The studio of this file. Throws before it is set up: only signed-in staff get that far. */
export function readStudio(database: StudioDatabase): StudioRow {
  return database.one(sql.selectFrom('studio').selectAll())
}
