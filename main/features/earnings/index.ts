import { newId } from '../../../shared/ids.ts'
import { minor, shareOf, type Minor } from '../../../shared/money.ts'
import { sql } from '../../db/studio-database.ts'
import type { Tx } from '../../db/unit-of-work.ts'
import type { EventBus } from '../../events/event-bus.ts'
import { keptForSession } from '../payments/index.ts'

/**
 * The trainer's share of each payment, in the payment's own transaction. A refund takes back so
 * much that what stays is the share of what stayed paid, to the cent.
 */
export function followPayments(bus: EventBus): void {
  bus.on('payment.completed', (event, tx) => recordEarning(tx, bus, event), {
    name: 'earnings',
    tier: 'inline',
  })
  bus.on('payment.refunded', (event, tx) => adjustEarning(tx, bus, event), {
    name: 'earnings-adjustments',
    tier: 'inline',
  })
}

function recordEarning(
  tx: Tx,
  bus: EventBus,
  event: {
    readonly id: string
    readonly data: {
      readonly paymentId: string
      readonly appointmentId: string | null
      readonly currency: string
      readonly parts: readonly { readonly kind: string; readonly amount: Minor }[]
    }
  },
): void {
  const { paymentId, appointmentId, currency, parts } = event.data
  if (appointmentId === null) return
  const session = parts.filter(({ kind }) => kind === 'session')
  const amount = minor(session.reduce((sum, part) => sum + part.amount, 0))
  const trainer = tx.database.one(
    sql
      .selectFrom('appointments as a')
      .innerJoin('trainers as t', 't.id', 'a.trainer_id')
      .select(['t.id', 't.earning_rate_bp as rate'])
      .where('a.id', '=', appointmentId),
  )
  const earned = shareOf(amount, trainer.rate)
  const id = newId()
  tx.database.run(
    sql.insertInto('earnings').values({
      id,
      trainer_id: trainer.id,
      appointment_id: appointmentId,
      payment_id: paymentId,
      refund_id: null,
      amount_minor: earned,
      currency,
      rate_bp: trainer.rate,
      created_at: tx.now,
    }),
  )
  const data = { earningId: id, trainerId: trainer.id, appointmentId, paymentId, currency }
  bus.publish('earning.recorded', { ...data, amount: earned }, { causationId: event.id })
}

function adjustEarning(
  tx: Tx,
  bus: EventBus,
  event: {
    readonly id: string
    readonly data: {
      readonly paymentId: string
      readonly refundId: string
      readonly appointmentId: string | null
      readonly currency: string
      readonly kind: string
      readonly amount: Minor
    }
  },
): void {
  const { paymentId, refundId, appointmentId, currency } = event.data
  if (appointmentId === null || event.data.kind !== 'session') return
  const lines = tx.database.all(
    sql
      .selectFrom('earnings')
      .selectAll()
      .where('payment_id', '=', paymentId)
      .orderBy('created_at'),
  )
  const first = lines.find((line) => line.refund_id === null)
  if (!first) throw new Error(`Refund of payment ${paymentId}, which has no earning yet.`)
  const kept = keptForSession(tx.database, paymentId)
  const soFar = lines.reduce((sum, line) => sum + line.amount_minor, 0)
  const reducedBy = minor(soFar - shareOf(kept, first.rate_bp))
  const id = newId()
  tx.database.run(
    sql.insertInto('earnings').values({
      id,
      trainer_id: first.trainer_id,
      appointment_id: appointmentId,
      payment_id: paymentId,
      refund_id: refundId,
      amount_minor: 0 - reducedBy,
      currency,
      rate_bp: first.rate_bp,
      created_at: tx.now,
    }),
  )
  const data = { earningId: id, trainerId: first.trainer_id, appointmentId, refundId, currency }
  bus.publish('earning.adjusted', { ...data, reducedBy }, { causationId: event.id })
}
