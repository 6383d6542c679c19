import type { paymentsContract } from '../../../shared/payments.ts'
import type { StudioDatabase } from '../../db/studio-database.ts'
import type { EventBus } from '../../events/event-bus.ts'
import type { HandlersOf } from '../handlers.ts'
import { readReceipt } from './read-payments.ts'
import { refundPayment } from './refund-payment.ts'
import { takePayment } from './take-payment.ts'

export { listPayments, paidMinor } from './read-payments.ts'
export { refundAppointment } from './refund-payment.ts'

/** The door of payments: money in, money back, and the paper for both. */
export function paymentsHandlers(
  database: StudioDatabase,
  bus: EventBus,
): HandlersOf<typeof paymentsContract> {
  return {
    'payments.take': (tx, input, caller) => takePayment(tx, bus, input, caller),
    'payments.refund': (tx, input, caller) => refundPayment(tx, bus, input, caller),
    'payments.receipt': ({ receiptNumber }) => readReceipt(database, receiptNumber),
  }
}
