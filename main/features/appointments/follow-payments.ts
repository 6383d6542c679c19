import type { Minor } from '../../../shared/money.ts'
import type { Tx } from '../../db/unit-of-work.ts'
import type { EventBus } from '../../events/event-bus.ts'
import { dueMinor, listPayments, paidMinor } from '../payments/index.ts'
import { findAttendance, updateAttendance, type Attendance } from './attendance.ts'

/**
 * Keeps the payment status of a session equal to its payments, in the payment's own transaction.
 */
export function followPayments(bus: EventBus): void {
  bus.on(
    'payment.*',
    (event, tx) => {
      const { paymentId, appointmentId, seatId } = event.data
      if (appointmentId === null) return
      const found = findAttendance(tx.database, { appointmentId, seatId })
      if (!found.ok) throw new Error(`Payment for a session that is not there: ${appointmentId}`)
      mark(tx, found.value, event.type === 'payment.completed' ? paymentId : null)
    },
    { name: 'appointment-payment-status', tier: 'inline' },
  )
}

/** @param taken the payment that was just taken; else the one that is named stays so. */
function mark(tx: Tx, attendance: Attendance, taken: string | null): void {
  const standing = listPayments(tx.database, attendance).filter(({ voided }) => !voided)
  const named = taken ?? attendance.terms.payment_id
  // A void may take away the payment that is named: then the last that stands is.
  const last = standing.find(({ id }) => id === named) ?? standing.at(-1)
  const paid = paidMinor(tx.database, attendance)
  updateAttendance(tx, attendance, {
    payment_status: last ? statusOf(attendance, paid) : 'unpaid',
    payment_id: last?.id ?? null,
    paid_at: last?.createdAt ?? null,
  })
}

function statusOf({ terms }: Attendance, paid: Minor): 'paid' | 'part_refunded' | 'refunded' {
  if (dueMinor(terms, paid) === 0) return 'paid'
  return paid > 0 ? 'part_refunded' : 'refunded'
}
