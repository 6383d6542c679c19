import type { Rate } from '../../../shared/earnings.ts'
import type { EventData } from '../../../shared/events/index.ts'
import type { StudioDatabase } from '../../db/studio-database.ts'
import type { Tx } from '../../db/unit-of-work.ts'
import type { EventBus } from '../../events/event-bus.ts'
import { dayOf, findAttendance, type Attendance } from '../appointments/index.ts'
import { readPolicy } from '../studio/index.ts'
import { decideEarning } from './decide-earning.ts'
import { rateOn } from './rates-and-periods.ts'
import { readFacts } from './read-facts.ts'
import { settleLines, type Cause } from './settle-lines.ts'

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
  'fee.charged_again',
  // Whoever did not come and was forgiven gets the credit back, after the session's own event.
  'package.credit_released',
] as const

const moneyEvents = ['payment.completed', 'payment.refunded', 'payment.voided'] as const

/**
 * What trainers earn, in the transaction of whatever changes it: each time the whole is worked out
 * anew and the difference is written, so that the lines of an attendance always add up.
 */
export function followSessions(bus: EventBus): void {
  bus.on(
    [...moneyEvents, ...sessionEvents, 'earning.rate_set', 'policy.changed'],
    (event, tx) => {
      const { id } = event
      if (event.type === 'earning.rate_set') {
        followRate(tx, bus, event.data, { id })
      } else if (event.type === 'policy.changed') {
        followPolicy(tx, bus, event.data, { id })
      } else if (event.type === 'payment.refunded') {
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

/**
 * A rate concerns every session from its day on that has not earned yet: what was paid ahead while
 * its trainer was paid by the hour earns its share as soon as there is one.
 */
function followRate(
  tx: Tx,
  bus: EventBus,
  { trainerId, effectiveFrom }: EventData<'earning.rate_set'>,
  cause: Cause,
): void {
  const ids = tx.database
    .prepare(
      `SELECT id FROM appointments a WHERE trainer_id = ? AND local_start >= ?
         AND NOT EXISTS (SELECT 1 FROM earnings
                         WHERE appointment_id = a.id AND trainer_id = a.trainer_id)
         AND (status <> 'booked'
           OR EXISTS (SELECT 1 FROM sale_lines WHERE appointment_id = a.id)
           OR EXISTS (SELECT 1 FROM seats WHERE appointment_id = a.id AND status <> 'booked'))
       ORDER BY local_start, id`,
    )
    .pluck()
    .all(trainerId, effectiveFrom) as string[]
  for (const appointmentId of ids) recompute(tx, bus, { appointmentId }, cause)
}

/** What a lost session earns is said by the policy of its day, also where that was written since. */
function followPolicy(
  tx: Tx,
  bus: EventBus,
  { effectiveFrom }: EventData<'policy.changed'>,
  cause: Cause,
): void {
  const isLost = `(status = 'no_show' OR status = 'cancelled' AND cancelled_late = 1)`
  const ids = tx.database
    .prepare(
      `SELECT id FROM appointments a WHERE local_start >= ?
         AND (${isLost} OR EXISTS (SELECT 1 FROM seats WHERE appointment_id = a.id AND ${isLost}))
       ORDER BY local_start, id`,
    )
    .pluck()
    .all(effectiveFrom) as string[]
  for (const appointmentId of ids) recompute(tx, bus, { appointmentId }, cause)
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
  if (found.ok && found.value.seatId === null) {
    const rate = agreedRate(tx.database, found.value) ?? rateOfDay(tx.database, found.value)
    return settle(
      tx,
      bus,
      found.value,
      { rate, ...earnedFrom(tx.database, found.value, rate) },
      cause,
    )
  }
  recomputeGroup(tx, bus, appointmentId, seatId ?? null, cause)
}

/**
 * A share is of each seat's money, so each seat is an attendance of its own. Paid by the session or
 * the hour, the trainer gives one session however many come: it is earned once, by the group.
 *
 * @param changedId the seat that changed; null when the session as a whole was moved or cancelled
 */
function recomputeGroup(
  tx: Tx,
  bus: EventBus,
  appointmentId: string,
  changedId: string | null,
  cause: Cause,
): void {
  const { database } = tx
  const ids = database
    .prepare('SELECT id FROM seats WHERE appointment_id = ? ORDER BY rowid')
    .pluck()
    .all(appointmentId) as string[]
  const seats = ids.flatMap((id) => {
    const seat = findAttendance(database, { appointmentId, seatId: id })
    return seat.ok ? [seat.value] : []
  })
  const [first] = seats
  if (!first) return
  const agreed = agreedRate(database, first)
  const rate = agreed ?? rateOfDay(database, first)
  const isBySeat = rate.kind === 'percent'
  for (const seat of seats) {
    const isChanged = changedId === null || seat.seatId === changedId
    // Until a first line is written the rate can change, and with it what others paid ahead is worth.
    if (!isChanged && agreed) continue
    const earned = isBySeat ? earnedFrom(database, seat, rate) : nothing
    settle(tx, bus, seat, { rate, ...earned }, isChanged ? cause : { id: cause.id })
  }
  const whole = isBySeat
    ? nothing
    : seats
        .map((seat) => earnedFrom(database, seat, rate))
        .reduce((most, earned) => (earned.amount > most.amount ? earned : most))
  const group = { ...first, seatId: null, terms: { ...first.terms, client_package_id: null } }
  settle(tx, bus, group, { rate, ...whole, number: null }, cause)
}

const nothing = { amount: 0, base: null, number: null }

/** The rate of the first line this trainer has of the session, if there is one. */
function agreedRate(
  database: StudioDatabase,
  { appointmentId, appointment }: Attendance,
): Rate | undefined {
  return database
    .prepare(
      `SELECT rate_kind AS kind, rate_value AS value FROM earnings
       WHERE appointment_id = ? AND trainer_id = ? ORDER BY rowid LIMIT 1`,
    )
    .get(appointmentId, appointment.trainer_id) as Rate | undefined
}

function rateOfDay(database: StudioDatabase, { appointment }: Attendance): Rate {
  return rateOn(database, appointment.trainer_id, dayOf(appointment))
}

function earnedFrom(database: StudioDatabase, attendance: Attendance, rate: Rate) {
  const facts = readFacts(database, attendance)
  const { lateEarning } = readPolicy(database, dayOf(attendance.appointment))
  const { amountMinor: amount, base } = decideEarning(facts, rate, lateEarning)
  const isDone = facts.status === 'completed' || (facts.creditUsed && amount > 0)
  return { amount, base, number: isDone ? (facts.package?.number ?? null) : null }
}

function settle(
  tx: Tx,
  bus: EventBus,
  { appointmentId, seatId, appointment, terms }: Attendance,
  earned: Omit<Parameters<typeof settleLines>[3], 'trainerId' | 'sessionOn'>,
  cause: Cause,
): void {
  const { currency, client_package_id: clientPackageId } = terms
  const subject = { appointmentId, seatId, currency, clientPackageId }
  const place = { trainerId: appointment.trainer_id, sessionOn: dayOf(appointment) }
  settleLines(tx, bus, subject, { ...place, ...earned }, cause)
}
