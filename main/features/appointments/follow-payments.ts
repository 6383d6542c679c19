import { sql } from '../../db/studio-database.ts'
import type { Tx } from '../../db/unit-of-work.ts'
import type { EventBus } from '../../events/event-bus.ts'
import { paidMinor } from '../payments/index.ts'
import { findAppointment, touchAppointment } from './appointment-row.ts'

/**
 * Keeps the appointment's payment status equal to its payments, in the payment's own transaction.
 */
export function followPayments(bus: EventBus): void {
  bus.on(
    'payment.*',
    (event, tx) => {
      const { paymentId, appointmentId } = event.data
      const isPayment = event.type === 'payment.completed'
      set(tx, appointmentId, isPayment ? { payment_id: paymentId, paid_at: tx.now } : {})
    },
    { name: 'appointment-payment-status', tier: 'inline' },
  )
}

function set(
  tx: Tx,
  appointmentId: string,
  latest: { payment_id?: string; paid_at?: Tx['now'] },
): void {
  const found = findAppointment(tx.database, appointmentId)
  if (!found.ok) throw new Error(`Payment for an appointment that is not there: ${appointmentId}`)
  const paid = paidMinor(tx.database, appointmentId)
  const status = paid >= found.value.price_minor ? 'paid' : paid > 0 ? 'part_refunded' : 'refunded'
  tx.database.run(
    sql
      .updateTable('appointments')
      .set({ payment_status: status, ...latest })
      .where('id', '=', appointmentId),
  )
  touchAppointment(tx, found.value)
}
