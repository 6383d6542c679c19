import type { Excuse, Settlement } from '../../../shared/attendance.ts'
import type { FeeKind } from '../../../shared/fees.ts'
import { minor } from '../../../shared/money.ts'
import { ok, type Result } from '../../../shared/result.ts'
import { localDateOf, type Instant } from '../../../shared/time.ts'
import type { StudioDatabase } from '../../db/studio-database.ts'
import type { Tx } from '../../db/unit-of-work.ts'
import type { EventBus } from '../../events/event-bus.ts'
import { findActiveClient } from '../clients/index.ts'
import { chargeFee } from '../fees/index.ts'
import type { StaffCaller } from '../handlers.ts'
import { releaseCredit, spendCredit } from '../packages/index.ts'
import { heldMinor, paidMinor, refundAppointment } from '../payments/index.ts'
import { readPolicy } from '../studio/index.ts'
import { dayOf } from './appointment-row.ts'
import type { Attendance } from './attendance.ts'
import {
  forgivenessDays,
  splitFee,
  stakeOf,
  type AgreedTerms,
  type PaidSums,
} from './decide-outcome.ts'

/** The terms an attendance was booked on, as the decisions about it want them. */
export function agreedTerms(
  database: StudioDatabase,
  { terms, appointment, clientId }: Attendance,
): AgreedTerms {
  return {
    startTime: appointment.start_time,
    priceMinor: terms.price_minor,
    lateWindowMinutes: terms.late_window_minutes,
    lateFeeBasisPoints: terms.late_fee_bp,
    noShowGraceMinutes: terms.no_show_grace_minutes,
    noShowFeeBasisPoints: terms.no_show_fee_bp,
    flatFeeMinor: terms.flat_fee_minor,
    movedLate: terms.moved_late === 1,
    stake: stakeOf(terms.funding, isUnlimited(database, terms.membership_id)),
    canOwe: findActiveClient(database, clientId) !== undefined,
  }
}

/** What counts as paid for an attendance, and what of it the studio still holds. */
export function paidFor(database: StudioDatabase, attendance: Attendance): PaidSums {
  return {
    paidMinor: paidMinor(database, attendance),
    heldMinor: heldMinor(database, attendance),
  }
}

/**
 * What the policy of the session's own day says about not coming, and how much of its forgiveness
 * the client has had: a later policy changes nothing about it.
 */
export function noShowPolicy(database: StudioDatabase, attendance: Attendance) {
  const { start_time: start, time_zone: timeZone } = attendance.appointment
  const policy = readPolicy(database, localDateOf(start, timeZone))
  return {
    forgivenAtMost: policy.forgivenNoShows,
    pendingFeeHours: policy.pendingFeeHours,
    forgivenBefore: countForgiven(database, attendance),
  }
}

/**
 * Carries out what was decided: the fee is kept out of what was paid or is owed, and the rest of the
 * money goes back the way it was paid or becomes the client's balance.
 */
export function settleMoney(
  tx: Tx,
  bus: EventBus,
  attendance: Attendance,
  outcome: {
    readonly kind: FeeKind
    readonly settlement: Settlement
    readonly excuse: Excuse | null
    readonly dueAt: Instant
  },
  choice: { readonly refund: boolean; readonly refundApprovalId?: string | undefined },
  caller: StaffCaller,
): Result<null> {
  const { kind, settlement, excuse, dueAt } = outcome
  const { currency } = attendance.terms
  const fee = { kind, currency, dueAt }
  if (excuse === 'forgiven') {
    chargeFee(tx, bus, attendance, {
      ...fee,
      amountMinor: settlement.atWorstMinor,
      state: 'forgiven',
    })
  }
  const { keptMinor, owedMinor } = splitFee(settlement.feeMinor, settlement.paidMinor)
  chargeFee(tx, bus, attendance, { ...fee, amountMinor: keptMinor, state: 'kept' })
  const state = dueAt > tx.now ? 'pending' : 'due'
  chargeFee(tx, bus, attendance, { ...fee, amountMinor: owedMinor, state })
  if (!settlement.refundRequired) return ok(null)
  const { appointmentId, seatId } = attendance
  const amountMinor = minor(settlement.refundDueMinor)
  const approvalId = choice.refundApprovalId
  const to = choice.refund ? 'original' : 'account'
  const refund = { appointmentId, seatId, amountMinor, to, approvalId } as const
  return refundAppointment(tx, bus, refund, caller)
}

/** Uses the credit that was held for an attendance, or gives it back. */
export function settleCredit(
  tx: Tx,
  bus: EventBus,
  attendance: Attendance,
  { isTaken, stake }: Settlement,
  how: { readonly byStudio: boolean },
): void {
  if (isTaken && stake === 'credit') spendCredit(tx, bus, attendance)
  else releaseCredit(tx, bus, attendance, how)
}

/** An attendance as what was bought ahead looks at it. */
export function fundedSession({ appointmentId, seatId, clientId, appointment }: Attendance) {
  return {
    appointmentId,
    seatId,
    clientId,
    serviceId: appointment.service_id,
    date: dayOf(appointment),
  }
}

function isUnlimited(database: StudioDatabase, membershipId: string | null): boolean {
  if (membershipId === null) return false
  const row = database
    .prepare('SELECT sessions_per_month AS perMonth FROM memberships WHERE id = ?')
    .get(membershipId) as { perMonth: number | null } | undefined
  return row?.perMonth === null
}

/** Forgiven no-shows of the client less than the window away from this session, to either side. */
function countForgiven(database: StudioDatabase, { clientId, appointment }: Attendance): number {
  const start = Date.parse(appointment.start_time)
  const away = (days: number) => new Date(start + days * 24 * 60 * 60_000).toISOString()
  const { count } = database
    .prepare(
      `SELECT count(*) AS count FROM (
         SELECT start_time FROM appointments WHERE client_id = ? AND excused = 'forgiven'
         UNION ALL
         SELECT a.start_time FROM seats s JOIN appointments a ON a.id = s.appointment_id
         WHERE s.client_id = ? AND s.excused = 'forgiven')
       WHERE start_time > ? AND start_time < ?`,
    )
    .get(clientId, clientId, away(-forgivenessDays), away(forgivenessDays)) as { count: number }
  return count
}
