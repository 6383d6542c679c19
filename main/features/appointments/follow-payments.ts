import type { Funding } from '../../../shared/appointments.ts'
import type { Minor } from '../../../shared/money.ts'
import type { StudioDatabase } from '../../db/studio-database.ts'
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
  const { funding } = attendance.terms
  updateAttendance(tx, attendance, paidColumns(tx.database, attendance, funding, taken))
}

/**
 * What a session's row says of its payments, paid from this source. What went back before something
 * bought ahead took its place is named again once it is paid by itself.
 */
export function paidColumns(
  database: StudioDatabase,
  attendance: Attendance,
  funding: Funding,
  taken: string | null = null,
): Pick<Attendance['terms'], 'payment_status' | 'payment_id' | 'paid_at'> {
  if (funding !== 'single') return { payment_status: 'covered', payment_id: null, paid_at: null }
  const standing = listPayments(database, attendance).filter(({ voided }) => !voided)
  const named = taken ?? attendance.terms.payment_id
  // A void may take away the payment that is named: then the last that stands is.
  const last = standing.find(({ id }) => id === named) ?? standing.at(-1)
  const paid = paidMinor(database, attendance)
  return {
    payment_status: last ? statusOf(attendance, paid) : 'unpaid',
    payment_id: last?.id ?? null,
    paid_at: last?.createdAt ?? null,
  }
}

function statusOf({ terms }: Attendance, paid: Minor): 'paid' | 'part_refunded' | 'refunded' {
  if (dueMinor(terms, paid) === 0) return 'paid'
  return paid > 0 ? 'part_refunded' : 'refunded'
}
