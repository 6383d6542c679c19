import type { Row } from '../../db/tables.ts'
import type { Tx } from '../../db/unit-of-work.ts'
import type { EventBus } from '../../events/event-bus.ts'
import { feeFacts, findFee, setFeeState, type FeeRow } from './fee-row.ts'

/**
 * Keeps a fee's state equal to its payments, in the payment's own transaction: paid with a sale, and
 * owed again when that sale is voided, unless its cause was taken back meanwhile. A refund of it
 * changes nothing: it was owed, and was paid.
 */
export function followPayments(bus: EventBus): void {
  bus.on(
    'payment.completed',
    (event, tx) => {
      for (const fee of feesIn(tx, event.data.parts)) setFeeState(tx, fee, 'paid')
    },
    { name: 'fees-paid', tier: 'inline' },
  )
  bus.on(
    'payment.voided',
    (event, tx) => {
      for (const fee of feesIn(tx, event.data.parts)) {
        if (fee.state !== 'paid') continue
        if (isStillOwed(tx, fee)) {
          setFeeState(tx, fee, fee.due_at > tx.now ? 'pending' : 'due')
        } else {
          setFeeState(tx, fee, 'withdrawn')
          bus.publish('fee.withdrawn', feeFacts(fee), { causationId: event.id })
        }
      }
    },
    { name: 'fees-owed-again', tier: 'inline' },
  )
}

/**
 * A paid fee stays paid when its cause is taken back, so a void must ask whether there still is one:
 * the session is lost as it was then, and nothing came of it since.
 */
function isStillOwed(tx: Tx, fee: FeeRow): boolean {
  const { appointment_id: appointmentId, seat_id: seatId, kind } = fee
  const columns = 'status, cancelled_late, excused'
  const { status, cancelled_late, excused } = tx.database
    .prepare(`SELECT ${columns} FROM ${seatId === null ? 'appointments' : 'seats'} WHERE id = ?`)
    .get(seatId ?? appointmentId) as Pick<Row<'seats'>, 'status' | 'cancelled_late' | 'excused'>
  const latest = tx.database
    .prepare(
      `SELECT id FROM fees WHERE appointment_id = ? AND seat_id IS ? ORDER BY rowid DESC LIMIT 1`,
    )
    .pluck()
    .get(appointmentId, seatId)
  const isLost =
    kind === 'no_show' ? status === 'no_show' : status === 'cancelled' && cancelled_late === 1
  return isLost && excused === null && latest === fee.id
}

function feesIn(tx: Tx, parts: readonly { readonly feeId: string | null }[]): FeeRow[] {
  return parts.flatMap(({ feeId }) => {
    const found = feeId === null ? null : findFee(tx.database, feeId)
    return found?.ok ? [found.value] : []
  })
}
