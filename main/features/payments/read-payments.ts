import { minor, type Minor } from '../../../shared/money.ts'
import type { PaymentSummary } from '../../../shared/payments.ts'
import { asWritten, sql, type StudioDatabase } from '../../db/studio-database.ts'
import type { SessionKey } from './take-payment.ts'

/** The tenders that were taken for a session, with their refunds and voids, oldest first. */
export function listPayments(database: StudioDatabase, session: SessionKey): PaymentSummary[] {
  return summarize(
    database,
    paidLines()
      .where('l.kind', '=', 'session')
      .where('l.appointment_id', '=', session.appointmentId)
      .where('l.seat_id', 'is', session.seatId ?? null),
  )
}

/** The same for a membership: its sale and its renewals. */
export function listMembershipPayments(
  database: StudioDatabase,
  membershipId: string,
): PaymentSummary[] {
  return summarize(database, paidLines().where('l.membership_id', '=', membershipId))
}

function paidLines() {
  return sql
    .selectFrom('sale_lines as l')
    .innerJoin('sales as s', 's.id', 'l.sale_id')
    .innerJoin('payments as p', 'p.sale_id', 's.id')
    .innerJoin('clients as c', 'c.id', 's.client_id')
    .leftJoin('sale_voids as v', 'v.sale_id', 's.id')
    .select([
      'p.id',
      's.id as saleId',
      'l.id as saleLineId',
      'l.gross_minor as lineMinor',
      'p.method',
      'p.amount_minor as amountMinor',
      's.receipt_number as receiptNumber',
      'p.created_at as createdAt',
      'v.created_at as voidedAt',
      'c.erased_at as erasedAt',
    ])
    .orderBy(asWritten<number>`s.rowid`)
    .orderBy('p.position')
}

function summarize(
  database: StudioDatabase,
  lines: ReturnType<typeof paidLines>,
): PaymentSummary[] {
  const payments = database.all(lines)
  if (payments.length === 0) return []
  const refunds = database.all(
    sql
      .selectFrom('refunds')
      .selectAll()
      .where(
        'payment_id',
        'in',
        payments.map(({ id }) => id),
      )
      .orderBy(asWritten<number>`rowid`),
  )
  const refunded = (isIt: (refund: (typeof refunds)[number]) => boolean) =>
    refunds.filter(isIt).reduce((sum, refund) => sum + refund.amount_minor, 0)
  return payments.map(({ lineMinor, voidedAt, erasedAt, ...payment }) => {
    const left = payment.amountMinor - refunded((refund) => refund.payment_id === payment.id)
    const ofLine = lineMinor - refunded((refund) => refund.sale_line_id === payment.saleLineId)
    const voided = voidedAt !== null
    // It went out of a balance, and nobody could spend what goes into one again.
    const isOfNobody = erasedAt !== null && payment.method === 'account'
    return {
      ...payment,
      voided,
      refunds: refunds
        .filter(
          ({ payment_id, sale_line_id }) =>
            payment_id === payment.id && sale_line_id === payment.saleLineId,
        )
        .map((refund) => ({
          id: refund.id,
          method: refund.method,
          amountMinor: refund.amount_minor,
          receiptNumber: refund.receipt_number,
          createdAt: refund.created_at,
        })),
      refundableMinor: minor(voided || isOfNobody ? 0 : Math.min(left, ofLine)),
    }
  })
}

/**
 * What counts as paid for a session: captured and not given back since. A refund as goodwill is a
 * present, and what was paid stays paid. What was voided counts as nothing.
 */
export function paidMinor(database: StudioDatabase, session: SessionKey): Minor {
  return readSums(database, session).paid
}

/**
 * What the studio still holds of it and could give back: goodwill is gone as well, and what somebody
 * who is erased paid from a balance has nowhere to go. Nothing more can go back.
 */
export function heldMinor(database: StudioDatabase, session: SessionKey): Minor {
  const { held } = readSums(database, session)
  const payments = held > 0 ? listPayments(database, session) : []
  return minor(
    Math.min(
      held,
      payments.reduce((sum, payment) => sum + payment.refundableMinor, 0),
    ),
  )
}

function readSums(database: StudioDatabase, session: SessionKey): { paid: Minor; held: Minor } {
  return database
    .prepare(
      `SELECT coalesce(sum(gross - refunded), 0) AS held,
              coalesce(sum(gross - refunded + goodwill), 0) AS paid
       FROM (SELECT l.gross_minor AS gross, coalesce(sum(r.amount_minor), 0) AS refunded,
                    coalesce(sum(r.amount_minor) FILTER (WHERE r.reason = 'goodwill'), 0) AS goodwill
             FROM sale_lines l LEFT JOIN refunds r ON r.sale_line_id = l.id
             WHERE l.appointment_id = ? AND l.seat_id IS ? AND l.kind = 'session'
               AND NOT EXISTS (SELECT 1 FROM sale_voids v WHERE v.sale_id = l.sale_id)
             GROUP BY l.id)`,
    )
    .get(session.appointmentId, session.seatId ?? null) as { paid: Minor; held: Minor }
}
