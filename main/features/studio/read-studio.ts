import { assumedCountry } from '../../../shared/country.ts'
import type { StudioDatabase } from '../../db/studio-database.ts'
import type { Row } from '../../db/tables.ts'

export type StudioRow = Row<'studio'>

/** The studio of this file, or undefined before it is set up. */
export function findStudio(database: StudioDatabase): StudioRow | undefined {
  // By hand: it is asked several times per command, and building it costs more than running it.
  return database.prepare('SELECT * FROM studio').get() as StudioRow | undefined
}

/** The studio of this file. Throws before it is set up: only signed-in staff get that far. */
export function readStudio(database: StudioDatabase): StudioRow {
  const studio = findStudio(database)
  if (!studio) throw new Error('There is no studio in this file yet.')
  return studio
}

/** The studio's country. One that never said it is taken to be where its time zone is. */
export function countryOf(studio: StudioRow): string {
  return studio.country ?? assumedCountry(studio.time_zone, studio.currency)
}
