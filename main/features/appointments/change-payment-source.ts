import type { AppointmentChanged } from '../../../shared/appointments.ts'
import type { attendanceContract } from '../../../shared/attendance.ts'
import type { FundingWish } from '../../../shared/packages.ts'
import { ok, type Result } from '../../../shared/result.ts'
import { topics } from '../../../shared/topics.ts'
import type { Tx } from '../../db/unit-of-work.ts'
import type { EventBus } from '../../events/event-bus.ts'
import { decideInBook } from '../decide-in-book.ts'
import type { HandledInputOf } from '../handlers.ts'
import {
  chooseFunding,
  holdFunding,
  releaseCredit,
  restoreCredit,
  wishOf,
} from '../packages/index.ts'
import { requireClient } from '../clients/index.ts'
import { dayOf } from './appointment-row.ts'
import { findAttendanceFor, keyOf, updateAttendance, type Attendance } from './attendance.ts'
import { decidePaymentSource } from './decide-payment-source.ts'
import { findFormer, keepFormer, type FormerPart } from './former-state.ts'
import { paidColumns } from './follow-payments.ts'
import { publishOutcome } from './publish-outcome.ts'
import { fundedSession, paidFor } from './settle-attendance.ts'

type Input = HandledInputOf<(typeof attendanceContract)['appointments.changePaymentSource']>

/**
 * Pays a session that stands in the book from another source: something bought or renewed since, or
 * by itself at the price that was agreed. Its credit goes back with the last day it had. Refuses what
 * {@link decidePaymentSource} and {@link chooseFunding} refuse, `outside_book`, and `client_erased`. An undo is held to
 * the same: it cannot bring back what was refunded or has ended since.
 */
export function changePaymentSource(
  tx: Tx,
  bus: EventBus,
  input: Input,
): Result<AppointmentChanged> {
  const found = findAttendanceFor(tx.database, input, 'change_payment_source')
  if (!found.ok) return found
  const attendance = found.value
  const { appointment, clientId, terms } = attendance
  const client = requireClient(tx.database, clientId)
  if (!client.ok) return client
  const kept = input.formerId === undefined ? ok(null) : findFormer(tx, input.formerId, attendance)
  if (!kept.ok) return kept
  const former = kept.value?.parts[attendance.id]
  const inBook = former
    ? ok(null)
    : decideInBook(appointment.local_start, tx.now, appointment.time_zone)
  if (!inBook.ok) return inBook
  const current = wishOf(terms)
  const wanted = former ? wishOf(former.columns) : input.funding
  const decided = decidePaymentSource(current, wanted, paidFor(tx.database, attendance))
  if (!decided.ok) return decided

  const formerId = keepFormer(tx, appointment, [attendance], attendance.seatId)
  const moved = moveCredit(tx, bus, attendance, wanted, former)
  if (!moved.ok) return moved
  updateAttendance(tx, attendance, {
    funding: wanted.kind,
    client_package_id: wanted.kind === 'package' ? wanted.clientPackageId : null,
    membership_id: wanted.kind === 'membership' ? wanted.membershipId : null,
    ...paidColumns(tx.database, attendance, wanted.kind),
  })
  tx.touch(topics.funding(clientId))
  publishOutcome(bus, attendance, 'payment_source_changed', {
    previous: current,
    source: wanted,
    priceMinor: terms.price_minor,
    currency: terms.currency,
  })
  return ok({
    appointmentId: appointment.id,
    date: dayOf(appointment),
    undo: {
      command: 'appointments.changePaymentSource',
      input: {
        ...keyOf(attendance),
        funding: current,
        formerId,
        shown: { priceMinor: current.kind === 'single' ? terms.price_minor : 0 },
      },
    },
  })
}

/** Gives the credit back that was to pay, and holds the one that is to. An undo gets its own again. */
function moveCredit(
  tx: Tx,
  bus: EventBus,
  attendance: Attendance,
  wanted: FundingWish,
  former: FormerPart | undefined,
): Result<null> {
  const session = fundedSession(attendance)
  const own = former?.credit
  if (own?.kind === 'held' && session.date <= own.expiresOn) {
    return restoreCredit(tx, bus, attendance, own)
  }
  releaseCredit(tx, bus, attendance, { byStudio: false })
  // Chosen as for a new booking: as it was shown, and this session is not paid from it yet.
  const chosen = chooseFunding(tx.database, wanted, session)
  if (!chosen.ok) return chosen
  holdFunding(tx, bus, chosen.value, attendance)
  return ok(null)
}
