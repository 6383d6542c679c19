import type { Tx } from '../../db/unit-of-work.ts'
import type { EventBus } from '../../events/event-bus.ts'
import { findFee, setFeeState, type FeeRow } from './fee-row.ts'

/**
 * Keeps a fee's state equal to its payments, in the payment's own transaction: paid with a sale, and
 * owed again when that sale is voided. A refund of it changes nothing: it was owed, and was paid.
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
        if (fee.state === 'paid') setFeeState(tx, fee, fee.due_at > tx.now ? 'pending' : 'due')
      }
    },
    { name: 'fees-owed-again', tier: 'inline' },
  )
}

function feesIn(tx: Tx, parts: readonly { readonly feeId: string | null }[]): FeeRow[] {
  return parts.flatMap(({ feeId }) => {
    const found = feeId === null ? null : findFee(tx.database, feeId)
    return found?.ok ? [found.value] : []
  })
}
