import type { TaxTerms } from '../../../shared/tax.ts'
import { localDateOf, type Instant } from '../../../shared/time.ts'
import type { StudioDatabase } from '../../db/studio-database.ts'
import { readPolicy, readStudio } from '../studio/index.ts'

/** How a price is taxed on the studio's day of a moment. */
export function taxAt(database: StudioDatabase, now: Instant): TaxTerms {
  const today = localDateOf(now, readStudio(database).time_zone)
  const { taxBasisPoints, taxInclusive } = readPolicy(database, today)
  return { taxBasisPoints, taxInclusive }
}
