import type { Rate } from '../../../shared/earnings.ts'
import { newId } from '../../../shared/ids.ts'
import { topics } from '../../../shared/topics.ts'
import type { LocalDate } from '../../../shared/time.ts'
import type { Row } from '../../db/tables.ts'
import type { Tx } from '../../db/unit-of-work.ts'
import type { EventBus } from '../../events/event-bus.ts'
import { firstOpenDay } from './rates-and-periods.ts'

/** Which event makes the lines, and which money if money does. */
export interface Cause {
  readonly id: string
  readonly paymentId?: string
  readonly refundId?: string
}

/** What lines are about: one client's part in a session, or a group as a whole (no seat). */
interface Subject {
  readonly appointmentId: string
  readonly seatId: string | null
  readonly currency: string
  readonly clientPackageId: string | null
}

/** What lines come to in one place: a trainer's day. */
interface Place {
  readonly trainerId: string
  readonly sessionOn: LocalDate
  readonly rate: Rate
  readonly amount: number
  readonly base: number | null
  /** Which session of its package this is. */
  readonly number: number | null
}

/**
 * Writes what is missing between the lines there are and what they must come to: `earning.recorded`
 * for the first line of a subject, `earning.adjusted` for every later one. Whoever had the session
 * before, or the day it stood on before, earns nothing from it any more.
 */
export function settleLines(
  tx: Tx,
  bus: EventBus,
  subject: Subject,
  target: Place,
  cause: Cause,
): void {
  const { trainerId, sessionOn } = target
  const lines = tx.database
    .prepare('SELECT * FROM earnings WHERE appointment_id = ? AND seat_id IS ? ORDER BY rowid')
    .all(subject.appointmentId, subject.seatId) as Row<'earnings'>[]
  let isFirst = lines.length === 0
  const write = (line: Place) => {
    writeLine(tx, bus, subject, line, cause, isFirst)
    isFirst = false
  }
  for (const left of sumElsewhere(lines, trainerId, sessionOn)) {
    if (left.amount !== 0) write({ ...left, amount: -left.amount })
  }
  const here = lines.filter((l) => l.trainer_id === trainerId && l.session_on === sessionOn)
  const soFar = here.reduce((sum, { amount_minor }) => sum + amount_minor, 0)
  const isSame = target.amount === soFar && target.number === (here.at(-1)?.credit_number ?? null)
  if (!isSame) write({ ...target, amount: target.amount - soFar })
}

function sumElsewhere(
  lines: readonly Row<'earnings'>[],
  trainerId: string,
  sessionOn: LocalDate,
): Iterable<Place> {
  const sums = new Map<string, Place>()
  for (const line of lines) {
    if (line.trainer_id === trainerId && line.session_on === sessionOn) continue
    const key = `${line.trainer_id} ${line.session_on}`
    sums.set(key, {
      trainerId: line.trainer_id,
      sessionOn: line.session_on,
      rate: { kind: line.rate_kind, value: line.rate_value },
      amount: (sums.get(key)?.amount ?? 0) + line.amount_minor,
      base: null,
      number: null,
    })
  }
  return sums.values()
}

function writeLine(
  tx: Tx,
  bus: EventBus,
  { appointmentId, seatId, currency, clientPackageId }: Subject,
  { trainerId, sessionOn, rate, amount, base, number }: Place,
  cause: Cause,
  isFirst: boolean,
): void {
  const row: Row<'earnings'> = {
    id: newId(),
    trainer_id: trainerId,
    appointment_id: appointmentId,
    seat_id: seatId,
    kind: isFirst ? 'recorded' : 'adjusted',
    amount_minor: amount,
    currency,
    rate_kind: rate.kind,
    rate_value: rate.value,
    base,
    session_on: sessionOn,
    pay_on: firstOpenDay(tx.database, sessionOn),
    client_package_id: clientPackageId,
    credit_number: number,
    payment_id: cause.paymentId ?? null,
    refund_id: cause.refundId ?? null,
    cause_event_id: cause.id,
    created_at: tx.now,
  }
  tx.database.insert('earnings', row)
  bus.publish(
    isFirst ? 'earning.recorded' : 'earning.adjusted',
    {
      earningId: row.id,
      trainerId,
      appointmentId,
      seatId,
      amount,
      currency,
      payOn: row.pay_on,
      paymentId: row.payment_id,
      refundId: row.refund_id,
    },
    { causationId: cause.id },
  )
  tx.touch(topics.earnings)
}
