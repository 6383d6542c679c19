import type { ParsedInputOf } from '../../../shared/contract.ts'
import { newId } from '../../../shared/ids.ts'
import { formatMoney, minor, type Minor } from '../../../shared/money.ts'
import type { paymentsContract, PaymentTaken } from '../../../shared/payments.ts'
import { ok, refuse, type Result } from '../../../shared/result.ts'
import { sql } from '../../db/studio-database.ts'
import type { Tables } from '../../db/tables.ts'
import type { Tx } from '../../db/unit-of-work.ts'
import type { EventBus } from '../../events/event-bus.ts'
import type { StaffCaller } from '../handlers.ts'
import { allocateReceiptNumber } from './allocate-receipt-number.ts'
import { listPayments } from './read-payments.ts'

type Input = ParsedInputOf<(typeof paymentsContract)['payments.take']>

/**
 * Takes the price of an appointment. Payment, receipt number, the appointment's paid mark and the
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
  if (!appointment) return refuse('appointment_not_found', {})
  const payments = listPayments(tx.database, appointment.id)
  const changeMinor = decidePayment(appointment, payments, input)
  if (!changeMinor.ok) return changeMinor

  const { tender } = input
  const id = newId()
  const receiptNumber = allocateReceiptNumber(tx)
  tx.database.run(
    sql.insertInto('payments').values({
      id,
      appointment_id: appointment.id,
      client_id: appointment.client_id,
      method: tender.method,
      amount_minor: appointment.price_minor,
      currency: appointment.currency,
      tendered_minor: tender.method === 'cash' ? tender.tenderedMinor : null,
      card_reference: tender.method === 'card' ? tender.reference : null,
      card_last4: tender.method === 'card' ? (tender.last4 ?? null) : null,
      receipt_number: receiptNumber,
      created_at: tx.now,
      created_by: caller.actor.id,
    }),
  )
  bus.publish('payment.completed', {
    paymentId: id,
    appointmentId: appointment.id,
    amount: appointment.price_minor,
    currency: appointment.currency,
    method: tender.method,
    receiptNumber,
  })
  return ok({
    paymentId: id,
    appointmentId: appointment.id,
    receiptNumber,
    changeMinor: changeMinor.value,
  })
}

/** Decides whether the money may be taken, and answers the change that goes back. */
export function decidePayment(
  appointment: Pick<Tables['appointments'], 'status' | 'price_minor' | 'currency'>,
  payments: readonly { readonly receiptNumber: string; readonly refundableMinor: Minor }[],
  input: Pick<Input, 'amountMinor' | 'tender'>,
): Result<Minor> {
  if (appointment.status === 'cancelled') return refuse('appointment_cancelled', {})
  const paid = payments.find((payment) => payment.refundableMinor > 0)
  if (paid) return refuse('already_paid', { receiptNumber: paid.receiptNumber })
  const due = appointment.price_minor
  if (due === 0) return refuse('nothing_to_pay', {})
  const say = (amount: Minor) => formatMoney(amount, appointment.currency)
  if (input.amountMinor !== due) {
    return refuse('amount_changed', { shown: say(input.amountMinor), now: say(due) })
  }
  if (input.tender.method === 'card') return ok(minor(0))
  const { tenderedMinor } = input.tender
  if (tenderedMinor < due) {
    return refuse('too_little_cash', { due: say(due), tendered: say(tenderedMinor) })
  }
  return ok(minor(tenderedMinor - due))
}
