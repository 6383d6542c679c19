import {
  defaultPolicy,
  policySchema,
  type Policy,
  type PolicyVersion,
} from '../../../shared/policy.ts'
import type { LocalDate } from '../../../shared/time.ts'
import { sql, type StudioDatabase } from '../../db/studio-database.ts'
import { readStudio } from './read-studio.ts'

// A version never changes, so its text is parsed once.
const parsed = new Map<string, Policy>()

/** Of each day the version written last, unless that called the day off. */
const standing = `(
  SELECT * FROM policies AS p WHERE withdrawn = 0
    AND position = (SELECT max(position) FROM policies WHERE effective_from = p.effective_from))`

/**
 * The policy in force on a day of the studio's calendar: the last one written of those that hold
 * from the latest day that was not called off. What an older version does not say is as a new studio has it.
 */
export function readPolicy(database: StudioDatabase, date: LocalDate): Policy {
  const row = database
    .prepare(
      `SELECT terms FROM ${standing} WHERE effective_from <= ?
       ORDER BY effective_from DESC LIMIT 1`,
    )
    .get(date) as { terms: string } | undefined
  return parseTerms(row?.terms ?? '{}', readStudio(database).currency)
}

/** Whether a version begins on a day. */
export function isPolicyPlanned(database: StudioDatabase, date: LocalDate): boolean {
  return (
    database.prepare(`SELECT 1 FROM ${standing} WHERE effective_from = ?`).get(date) !== undefined
  )
}

/** The day after `date` from which another version holds; null when none is planned. */
export function nextPolicyFrom(database: StudioDatabase, date: LocalDate): LocalDate | null {
  const row = database
    .prepare(`SELECT min(effective_from) AS next FROM ${standing} WHERE effective_from > ?`)
    .get(date) as { next: LocalDate | null }
  return row.next
}

/** Every version, the latest day first and of one day the one written last. */
export function listPolicies(database: StudioDatabase, today: LocalDate): PolicyVersion[] {
  const { currency } = readStudio(database)
  const rows = database.all(
    sql
      .selectFrom('policies')
      .leftJoin('staff', 'staff.id', 'policies.changed_by')
      .select(['policies.position', 'effective_from', 'terms', 'changed_at', 'staff.name'])
      .select('withdrawn')
      .orderBy('effective_from', 'desc')
      .orderBy('policies.position', 'desc'),
  )
  const isReplaced = (index: number) =>
    rows[index - 1]?.effective_from === rows[index]!.effective_from
  const current = rows.find(
    (row, index) => row.effective_from <= today && row.withdrawn === 0 && !isReplaced(index),
  )
  return rows.map((row, index) => ({
    position: row.position,
    effectiveFrom: row.effective_from,
    changedAt: row.changed_at,
    changedBy: row.name,
    policy: parseTerms(row.terms, currency),
    state: isReplaced(index)
      ? 'replaced'
      : row.withdrawn === 1
        ? 'called_off'
        : row === current
          ? 'current'
          : row.effective_from > today
            ? 'future'
            : 'past',
  }))
}

function parseTerms(terms: string, currency: string): Policy {
  const key = `${currency} ${terms}`
  let policy = parsed.get(key)
  if (!policy) {
    policy = policySchema.parse({ ...defaultPolicy(currency), ...JSON.parse(terms) })
    parsed.set(key, policy)
  }
  return policy
}
