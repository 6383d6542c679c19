import { defaultPolicy, policySchema, type Policy } from '../../../shared/policy.ts'
import type { LocalDate } from '../../../shared/time.ts'
import type { StudioDatabase } from '../../db/studio-database.ts'
import { readStudio } from './read-studio.ts'

// A version never changes, so its text is parsed once.
const parsed = new Map<string, Policy>()

/**
 * The policy in force on a day of the studio's calendar: the last one written of those that hold
 * from the latest day. What an older version does not say is as a new studio has it.
 */
export function readPolicy(database: StudioDatabase, date: LocalDate): Policy {
  const row = database
    .prepare(
      `SELECT terms FROM policies WHERE effective_from <= ?
       ORDER BY effective_from DESC, position DESC LIMIT 1`,
    )
    .get(date) as { terms: string } | undefined
  const { currency } = readStudio(database)
  const terms = row?.terms ?? '{}'
  const key = `${currency} ${terms}`
  let policy = parsed.get(key)
  if (!policy) {
    policy = policySchema.parse({ ...defaultPolicy(currency), ...JSON.parse(terms) })
    parsed.set(key, policy)
  }
  return policy
}
