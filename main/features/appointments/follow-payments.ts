import { sql } from '../../db/studio-database.ts'
import type { Tx } from '../../db/unit-of-work.ts'
import type { EventBus } from '../../events/event-bus.ts'
import { findAppointment, touchAppointment } from './appointment-row.ts'

/**
 * Keeps the appointment's payment status equal to its payments, in the payment's own transaction.
 */
export function followPayments(bus: EventBus): void {
  const name = 'appointment-payment-status'
  bus.on(
    'payment.*',
    (event, tx) => {
      const { paymentId, appointmentId } = event.data
      if (event.type === 'payment.completed') {
        set(tx, appointmentId, {
          payment_status: 'paid',
          payment_id: paymentId,
          paid_at: tx.now,
        })
        return
      }
      const { left } = tx.database
        .prepare(
          `SELECT amount_minor - (SELECT sum(amount_minor) FROM refunds WHERE payment_id = p.id) AS left
           FROM payments p WHERE id = ?`,
        )
        .get(paymentId) as { left: number }
      set(tx, appointmentId, { payment_status: left > 0 ? 'part_refunded' : 'refunded' })
    },
    { name, tier: 'inline' },
  )
}

function set(
  tx: Tx,
  appointmentId: string,
  values: {
    payment_status: 'paid' | 'part_refunded' | 'refunded'
    payment_id?: string
    paid_at?: Tx['now']
  },
): void {
  const found = findAppointment(tx.database, appointmentId)
  if (!found.ok) throw new Error(`Payment for an appointment that is not there: ${appointmentId}`)
  tx.database.run(sql.updateTable('appointments').set(values).where('id', '=', appointmentId))
  touchAppointment(tx, found.value)
}
