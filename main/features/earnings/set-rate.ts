import type { earningsContract } from '../../../shared/earnings.ts'
import type { ParsedInputOf } from '../../../shared/contract.ts'
import { ok, refuse, type Result } from '../../../shared/result.ts'
import { checkUsual } from '../../../shared/sane-amounts.ts'
import { addDays, localDateOf, type LocalDate } from '../../../shared/time.ts'
import { topics } from '../../../shared/topics.ts'
import { sql } from '../../db/studio-database.ts'
import type { Tx } from '../../db/unit-of-work.ts'
import type { EventBus } from '../../events/event-bus.ts'
import { decideInBook } from '../decide-in-book.ts'
import { readStudio } from '../studio/index.ts'
import { isRatePlanned, rateOn } from './rates-and-periods.ts'

/** Refuses `rate_in_past` for a day that is over: what was earned on it was earned at its rate. */
function decideRate(effectiveFrom: LocalDate, today: LocalDate): Result<null> {
  return effectiveFrom < today ? refuse('rate_in_past', {}) : ok(null)
}

/**
 * Sets what a trainer is paid from a day on, today or later. What is paid without it calls off what was
 * planned for the day, as if it had never been planned. Publishes `earning.rate_set`.
 * Refuses `trainer_not_found`, `rate_in_past`, `outside_book` and `amount_unusual`, for so much a session or an hour.
 */
export function setRate(
  tx: Tx,
  bus: EventBus,
  input: Omit<ParsedInputOf<(typeof earningsContract)['earnings.setRate']>, 'expectedVersion'>,
  actorId: string,
): Result<{ undo: null }> {
  const { trainerId, effectiveFrom, rate } = input
  const trainer = tx.database.first(
    sql.selectFrom('trainers').select('id').where('id', '=', trainerId),
  )
  if (!trainer) return refuse('trainer_not_found', {})
  const { time_zone: timeZone, currency } = readStudio(tx.database)
  const allowed = decideRate(effectiveFrom, localDateOf(tx.now, timeZone))
  if (!allowed.ok) return allowed
  const inBook = decideInBook(effectiveFrom, tx.now, timeZone)
  if (!inBook.ok) return inBook
  const amounts = rate.kind === 'percent' ? [] : [rate.value]
  const usual = checkUsual(amounts, input.sureOfMinor, currency)
  if (!usual.ok) return usual
  const without = rateOn(tx.database, trainerId, addDays(effectiveFrom, -1))
  const isCalledOff =
    isRatePlanned(tx.database, trainerId, effectiveFrom) &&
    without.kind === rate.kind &&
    without.value === rate.value
  tx.database.run(
    sql.insertInto('trainer_rates').values({
      trainer_id: trainerId,
      effective_from: effectiveFrom,
      kind: rate.kind,
      value: rate.value,
      set_at: tx.now,
      set_by: actorId,
      withdrawn: isCalledOff ? 1 : 0,
    }),
  )
  bus.publish('earning.rate_set', {
    trainerId,
    effectiveFrom,
    rate,
    ...(isCalledOff && { withdrawn: true as const }),
  })
  tx.touch(topics.earnings)
  return ok({ undo: null })
}
