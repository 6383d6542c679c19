import type { WayBack } from '../../../shared/contract.ts'
import type { Minor } from '../../../shared/money.ts'
import { differences, otherAmounts, type Policy } from '../../../shared/policy.ts'
import { ok, refuse, type Result } from '../../../shared/result.ts'
import { checkUsual } from '../../../shared/sane-amounts.ts'
import { addDays, localDateOf, type LocalDate } from '../../../shared/time.ts'
import { topics } from '../../../shared/topics.ts'
import type { Tx } from '../../db/unit-of-work.ts'
import type { EventBus } from '../../events/event-bus.ts'
import { decideInBook } from '../decide-in-book.ts'
import { isPolicyPlanned, readPolicy } from './read-policy.ts'
import { readStudio } from './read-studio.ts'

/**
 * Writes the policy a manager wants. Bookings keep the terms they were made with; what happened
 * before keeps the version that held. A planned version is put off by writing another for its day, and
 * called off by writing what holds without it: then it is as if it had never been planned. Its undo
 * leaves the day as it was, with the version that began on it or with none.
 * Refuses `policy_in_the_past`, `outside_book`, `policy_unchanged`, and `amount_unusual` for an amount that becomes
 * another.
 */
export function changePolicy(
  tx: Tx,
  bus: EventBus,
  input: {
    readonly effectiveFrom: LocalDate
    readonly policy: Policy
    readonly sureOfMinor?: Minor | undefined
    readonly begins?: true | undefined
  },
): Result<{ undo: WayBack }> {
  const { effectiveFrom, policy } = input
  const { time_zone: timeZone, currency } = readStudio(tx.database)
  if (effectiveFrom < localDateOf(tx.now, timeZone)) return refuse('policy_in_the_past', {})
  const inBook = decideInBook(effectiveFrom, tx.now, timeZone)
  if (!inBook.ok) return inBook
  const before = readPolicy(tx.database, effectiveFrom)
  if (differences(before, policy).length === 0) return refuse('policy_unchanged', {})
  const usual = checkUsual(otherAmounts(before, policy), input.sureOfMinor, currency)
  if (!usual.ok) return usual
  const without = readPolicy(tx.database, addDays(effectiveFrom, -1))
  const begins = input.begins ?? differences(without, policy).length > 0
  const began = isPolicyPlanned(tx.database, effectiveFrom)
  savePolicy(tx, bus, effectiveFrom, begins ? policy : without, !begins)
  // What goes back was confirmed when it was set.
  const sureOfMinor = Math.max(0, ...otherAmounts(policy, before))
  const undone = { effectiveFrom, policy: before, sureOfMinor, ...(began && { begins: began }) }
  return ok({ undo: { command: 'policy.save', input: undone } })
}

/**
 * Writes a policy that holds from a day on. The caller has made sure that the day is not over.
 *
 * @param isCalledOff the policy is what holds on the day without it, and nothing begins on the day
 */
export function savePolicy(
  tx: Tx,
  bus: EventBus,
  effectiveFrom: LocalDate,
  policy: Policy,
  isCalledOff = false,
): void {
  tx.database.insert('policies', {
    effective_from: effectiveFrom,
    terms: JSON.stringify(policy),
    changed_at: tx.now,
    changed_by: tx.actorId,
    withdrawn: isCalledOff ? 1 : 0,
  })
  bus.publish('policy.changed', {
    studioId: readStudio(tx.database).tenant_id,
    effectiveFrom,
    policy,
    ...(isCalledOff && { withdrawn: true as const }),
  })
  tx.touch(topics.studio)
}
