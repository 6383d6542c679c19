import type { Rate } from '../../../shared/earnings.ts'
import { newId } from '../../../shared/ids.ts'
import { topics } from '../../../shared/topics.ts'
import type { LocalDate } from '../../../shared/time.ts'
import type { StudioDatabase } from '../../db/studio-database.ts'
import type { Row } from '../../db/tables.ts'
import type { Tx } from '../../db/unit-of-work.ts'
import type { EventBus } from '../../events/event-bus.ts'
import { dayOf, findAttendance, type Attendance } from '../appointments/index.ts'
import { readPolicy } from '../studio/index.ts'
import { decideEarning } from './decide-earning.ts'
import { firstOpenDay, rateOn } from './rates-and-periods.ts'
import { readFacts } from './read-facts.ts'

// Not `appointment.*`: booking is the hot path, and a booking nobody paid earns nothing.
const sessionEvents = [
  'appointment.rescheduled',
  'appointment.completed',
  'appointment.completion_taken_back',
  'appointment.no_show',
  'appointment.no_show_taken_back',
  'appointment.cancelled',
  'appointment.reinstated',
  'seat.completed',
  'seat.completion_taken_back',
  'seat.no_show',
  'seat.no_show_taken_back',
  'seat.cancelled',
  'seat.reinstated',
  'fee.charged',
  'fee.waived',
  'fee.waiver_taken_back',
  'fee.withdrawn',
  // Whoever did not come and was forgiven gets the credit back, after the session's own event.
  'package.credit_released',
] as const

const moneyEvents = ['payment.completed', 'payment.refunded', 'payment.voided'] as const

interface Cause {
  readonly id: string
  readonly paymentId?: string
  readonly refundId?: string
}

/**
 * What trainers earn, in the transaction of whatever changes it: each time the whole is worked out
 * anew and the difference is written, so that the lines of an attendance always add up.
 */
export function followSessions(bus: EventBus): void {
  bus.on(
    [...moneyEvents, ...sessionEvents],
    (event, tx) => {
      const { id } = event
      if (event.type === 'payment.refunded') {
        const { paymentId, refundId } = event.data
        followPayment(tx, bus, event.data, { id, paymentId, refundId })
      } else if (event.type === 'payment.completed' || event.type === 'payment.voided') {
        followPayment(tx, bus, event.data, { id, paymentId: event.data.paymentId })
      } else {
        recompute(tx, bus, event.data, { id })
      }
    },
    { name: 'earnings', tier: 'inline' },
  )
}

/** Money moves the session that was sold, and the sessions of the fees that were. */
function followPayment(
  tx: Tx,
  bus: EventBus,
  money: {
    readonly appointmentId: string | null
    readonly seatId: string | null
    readonly feeId?: string | null
    readonly parts?: readonly { readonly feeId: string | null }[]
  },
  cause: Cause,
): void {
  const { appointmentId, seatId } = money
  if (appointmentId !== null) recompute(tx, bus, { appointmentId, seatId }, cause)
  const feeIds = [money.feeId ?? null, ...(money.parts ?? []).map(({ feeId }) => feeId)]
  for (const feeId of feeIds) {
    if (feeId === null) continue
    const key = tx.database
      .prepare('SELECT appointment_id AS appointmentId, seat_id AS seatId FROM fees WHERE id = ?')
      .get(feeId) as { appointmentId: string; seatId: string | null }
    recompute(tx, bus, key, cause)
  }
}

function recompute(
  tx: Tx,
  bus: EventBus,
  { appointmentId, seatId }: { readonly appointmentId: string; readonly seatId?: string | null },
  cause: Cause,
): void {
  const found = findAttendance(tx.database, { appointmentId, seatId })
  if (found.ok) return recomputeOne(tx, bus, found.value, cause)
  // A group as a whole was moved or cancelled: each of its seats is an attendance of its own.
  const seats = tx.database
    .prepare('SELECT id FROM seats WHERE appointment_id = ? ORDER BY created_at, id')
    .all(appointmentId) as { id: string }[]
  for (const { id } of seats) {
    const seat = findAttendance(tx.database, { appointmentId, seatId: id })
    if (seat.ok) recomputeOne(tx, bus, seat.value, cause)
  }
}

function recomputeOne(tx: Tx, bus: EventBus, attendance: Attendance, cause: Cause): void {
  const { database } = tx
  const { appointment, terms } = attendance
  const lines = linesOf(database, attendance)
  const trainerId = appointment.trainer_id
  const sessionOn = dayOf(appointment)
  const own = lines.find((line) => line.trainer_id === trainerId)
  const rate: Rate = own
    ? { kind: own.rate_kind, value: own.rate_value }
    : rateOn(database, trainerId, sessionOn)
  const facts = readFacts(database, attendance)
  const { lateEarning } = readPolicy(database, sessionOn)
  const { amountMinor: target, base } = decideEarning(facts, rate, lateEarning)
  const write = lineWriter(tx, bus, attendance, cause, lines.length > 0)

  // Whoever had it before, or the day it stood on before, earns nothing from it any more.
  for (const [left, sum] of sumElsewhere(lines, trainerId, sessionOn)) {
    if (sum === 0) continue
    write({ ...left, amount: -sum, number: null, base: null })
  }
  const here = lines.filter((l) => l.trainer_id === trainerId && l.session_on === sessionOn)
  const soFar = here.reduce((sum, { amount_minor }) => sum + amount_minor, 0)
  const done = terms.status === 'completed' || (facts.creditUsed && target > 0)
  const number = done ? (facts.package?.number ?? null) : null
  if (target === soFar && number === (here.at(-1)?.credit_number ?? null)) return
  write({ trainerId, sessionOn, rate, amount: target - soFar, number, base })
}

function linesOf(database: StudioDatabase, { appointmentId, seatId }: Attendance) {
  return database
    .prepare('SELECT * FROM earnings WHERE appointment_id = ? AND seat_id IS ? ORDER BY rowid')
    .all(appointmentId, seatId) as Row<'earnings'>[]
}

interface Place {
  readonly trainerId: string
  readonly sessionOn: LocalDate
  readonly rate: Rate
}

function sumElsewhere(lines: readonly Row<'earnings'>[], trainerId: string, sessionOn: LocalDate) {
  const sums = new Map<string, [Place, number]>()
  for (const line of lines) {
    if (line.trainer_id === trainerId && line.session_on === sessionOn) continue
    const key = `${line.trainer_id} ${line.session_on}`
    const rate = { kind: line.rate_kind, value: line.rate_value }
    const place = { trainerId: line.trainer_id, sessionOn: line.session_on, rate }
    sums.set(key, [place, (sums.get(key)?.[1] ?? 0) + line.amount_minor])
  }
  return sums.values()
}

function lineWriter(
  tx: Tx,
  bus: EventBus,
  { appointmentId, seatId, terms }: Attendance,
  cause: Cause,
  hasLines: boolean,
) {
  let first = !hasLines
  return (
    line: Place & {
      readonly amount: number
      readonly number: number | null
      readonly base: number | null
    },
  ): void => {
    const { trainerId, sessionOn, rate, amount, number, base } = line
    const row: Row<'earnings'> = {
      id: newId(),
      trainer_id: trainerId,
      appointment_id: appointmentId,
      seat_id: seatId,
      kind: first ? 'recorded' : 'adjusted',
      amount_minor: amount,
      currency: terms.currency,
      rate_kind: rate.kind,
      rate_value: rate.value,
      base,
      session_on: sessionOn,
      pay_on: firstOpenDay(tx.database, sessionOn),
      client_package_id: terms.client_package_id,
      credit_number: number,
      payment_id: cause.paymentId ?? null,
      refund_id: cause.refundId ?? null,
      cause_event_id: cause.id,
      created_at: tx.now,
    }
    tx.database.insert('earnings', row)
    const type = first ? 'earning.recorded' : 'earning.adjusted'
    first = false
    bus.publish(
      type,
      {
        earningId: row.id,
        trainerId,
        appointmentId,
        seatId,
        amount,
        currency: terms.currency,
        payOn: row.pay_on,
        paymentId: row.payment_id,
        refundId: row.refund_id,
      },
      { causationId: cause.id },
    )
    tx.touch(topics.earnings)
  }
}
