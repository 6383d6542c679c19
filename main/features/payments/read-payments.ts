import { minor, type Minor } from '../../../shared/money.ts'
import type { PaymentSummary, Receipt } from '../../../shared/payments.ts'
import { ok, refuse, type Result } from '../../../shared/result.ts'
import { localDateTimeOf } from '../../../shared/time.ts'
import { sql, type StudioDatabase } from '../../db/studio-database.ts'
import { readStudio } from '../studio/index.ts'

/** The payments of an appointment with their refunds, oldest first. */
export function listPayments(database: StudioDatabase, appointmentId: string): PaymentSummary[] {
  const payments = database.all(
    sql
      .selectFrom('payments')
      .selectAll()
      .where('appointment_id', '=', appointmentId)
      .orderBy('created_at'),
  )
  return payments.map((payment) => {
    const refunds = database.all(
      sql
        .selectFrom('refunds')
        .select([
          'id',
          'amount_minor as amountMinor',
          'receipt_number as receiptNumber',
          'created_at as createdAt',
        ])
        .where('payment_id', '=', payment.id)
        .orderBy('created_at'),
    )
    const refunded = refunds.reduce((sum, refund) => sum + refund.amountMinor, 0)
    return {
      id: payment.id,
      method: payment.method,
      amountMinor: payment.amount_minor,
      receiptNumber: payment.receipt_number,
      createdAt: payment.created_at,
      refunds,
      refundableMinor: minor(payment.amount_minor - refunded),
    }
  })
}

/** What was captured for an appointment and not refunded since. */
export function paidMinor(database: StudioDatabase, appointmentId: string): Minor {
  const payments = listPayments(database, appointmentId)
  return minor(payments.reduce((sum, payment) => sum + payment.refundableMinor, 0))
}

/** The receipt with a number, of a payment or of a refund. Refuses `payment_not_found`. */
export function readReceipt(database: StudioDatabase, receiptNumber: string): Result<Receipt> {
  const refund = database.first(
    sql.selectFrom('refunds').selectAll().where('receipt_number', '=', receiptNumber),
  )
  const row = database.first(
    sql
      .selectFrom('payments as p')
      .innerJoin('appointments as a', 'a.id', 'p.appointment_id')
      .innerJoin('clients as c', 'c.id', 'p.client_id')
      .innerJoin('services as s', 's.id', 'a.service_id')
      .innerJoin('trainers as t', 't.id', 'a.trainer_id')
      .innerJoin('staff as by', 'by.id', 'p.created_by')
      .selectAll('p')
      .select([
        'a.local_start',
        'c.name as client',
        's.name as service',
        't.name as trainer',
        'by.name as taken_by',
      ])
      .$if(!refund, (query) => query.where('p.receipt_number', '=', receiptNumber))
      .$if(!!refund, (query) => query.where('p.id', '=', refund?.payment_id ?? '')),
  )
  if (!row) return refuse('payment_not_found', {})
  const studio = readStudio(database)
  const issuedAt = refund?.created_at ?? row.created_at
  const tenderedMinor = refund ? null : row.tendered_minor
  return ok({
    kind: refund ? 'refund' : 'payment',
    receiptNumber,
    studioName: studio.name,
    currency: row.currency,
    issuedAt,
    issuedLocal: localDateTimeOf(issuedAt, studio.time_zone),
    clientName: row.client,
    serviceName: row.service,
    trainerName: row.trainer,
    sessionLocal: row.local_start,
    amountMinor: refund?.amount_minor ?? row.amount_minor,
    method: row.method,
    cardReference: row.card_reference,
    cardLast4: row.card_last4,
    tenderedMinor,
    changeMinor: tenderedMinor === null ? null : minor(tenderedMinor - row.amount_minor),
    takenBy: refund ? staffName(database, refund.created_by) : row.taken_by,
    refundOf: refund ? row.receipt_number : null,
  })
}

function staffName(database: StudioDatabase, id: string): string {
  return database.one(sql.selectFrom('staff').select('name').where('id', '=', id)).name
}
