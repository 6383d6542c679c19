import { assumedCountry } from '../../../shared/country.ts'
import { topics } from '../../../shared/topics.ts'
import { onItsOwn, type UnitOfWork } from '../../db/unit-of-work.ts'
import { findStudio } from './read-studio.ts'

/**
 * Writes down where a studio is that was set up before FitFlow asked: where its time zone is. A manager
 * is told so once, and may say otherwise.
 */
export function assumeCountry(work: UnitOfWork): void {
  const studio = findStudio(work.database)
  if (!studio || studio.country !== null) return
  work.run(onItsOwn(), (tx) => {
    tx.database
      .prepare('UPDATE studio SET country = ?, country_assumed = 1')
      .run(assumedCountry(studio.time_zone, studio.currency))
    tx.touch(topics.studio)
  })
}
