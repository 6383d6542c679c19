import type { ParsedInputOf } from '../../../shared/contract.ts'
import { newId } from '../../../shared/ids.ts'
import { formatMoney, minor, type Minor } from '../../../shared/money.ts'
import type { paymentsContract, PaymentTaken } from '../../../shared/payments.ts'
import { ok, refuse, type Result } from '../../../shared/result.ts'
import { sql } from '../../db/studio-database.ts'
import type { Row } from '../../db/tables.ts'
import type { Tx } from '../../db/unit-of-work.ts'
import type { EventBus } from '../../events/event-bus.ts'
import type { StaffCaller } from '../handlers.ts'
import { recordCash } from '../drawer/index.ts'
import { allocateReceiptNumber } from './allocate-receipt-number.ts'
import { listPayments } from './read-payments.ts'

type Input = ParsedInputOf<(typeof paymentsContract)['payments.take']>

/**
 * Takes what is due for an appointment: its price, less what is paid and was not refunded. Payment, receipt number, the appointment's paid mark and the
 * trainer's earning commit together.
 */
export function takePayment(
  tx: Tx,
  bus: EventBus,
  input: Input,
  caller: StaffCaller,
): Result<PaymentTaken> {
  const appointment = tx.database.first(
    sql.selectFrom('appointments').selectAll().where('id', '=', input.appointmentId),
  )
  if (!appointment || appointment.client_id === null) return refuse('appointment_not_found', {})
  const payments = listPayments(tx.database, appointment.id)
  const decided = decidePayment(appointment, payments, input)
  if (!decided.ok) return decided

  const { tender } = input
  const { dueMinor, changeMinor } = decided.value
  const id = newId()
  const receiptNumber = allocateReceiptNumber(tx)
  tx.database.run(
    sql.insertInto('payments').values({
      id,
      appointment_id: appointment.id,
      client_id: appointment.client_id,
      method: tender.method,
      amount_minor: dueMinor,
      currency: appointment.currency,
      tendered_minor: tender.method === 'cash' ? tender.tenderedMinor : null,
      card_reference: tender.method === 'card' ? tender.reference : null,
      card_last4: tender.method === 'card' ? (tender.last4 ?? null) : null,
      receipt_number: receiptNumber,
      created_at: tx.now,
      created_by: caller.actor.id,
    }),
  )
  if (tender.method === 'cash') {
    const moved = recordCash(tx, { kind: 'sale', amountMinor: dueMinor, paymentId: id }, caller)
    if (!moved.ok) return moved
  }
  bus.publish('payment.completed', {
    paymentId: id,
    appointmentId: appointment.id,
    amount: dueMinor,
    currency: appointment.currency,
    method: tender.method,
    receiptNumber,
  })
  return ok({
    paymentId: id,
    appointmentId: appointment.id,
    receiptNumber,
    changeMinor,
  })
}

/** Decides whether the money may be taken, how much is due, and the change that goes back. */
export function decidePayment(
  appointment: Pick<Row<'appointments'>, 'status' | 'price_minor' | 'currency'>,
  payments: readonly { readonly receiptNumber: string; readonly refundableMinor: Minor }[],
  input: Pick<Input, 'amountMinor' | 'tender'>,
): Result<{ readonly dueMinor: Minor; readonly changeMinor: Minor }> {
  if (appointment.status === 'cancelled') return refuse('appointment_cancelled', {})
  if (appointment.price_minor === 0) return refuse('nothing_to_pay', {})
  const paid = payments.reduce((sum, payment) => sum + payment.refundableMinor, 0)
  const due = minor(Math.max(0, appointment.price_minor - paid))
  const last = payments.at(-1)
  if (due === 0 && last) return refuse('already_paid', { receiptNumber: last.receiptNumber })
  const say = (amount: Minor) => formatMoney(amount, appointment.currency)
  if (input.amountMinor !== due) {
    return refuse('amount_changed', { shown: say(input.amountMinor), now: say(due) })
  }
  if (input.tender.method === 'card') return ok({ dueMinor: due, changeMinor: minor(0) })
  const { tenderedMinor } = input.tender
  if (tenderedMinor < due) {
    return refuse('too_little_cash', { due: say(due), tendered: say(tenderedMinor) })
  }
  return ok({ dueMinor: due, changeMinor: minor(tenderedMinor - due) })
}
