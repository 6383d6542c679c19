import type { feesContract } from '../../../shared/fees.ts'
import { ok } from '../../../shared/result.ts'
import type { UnitOfWork } from '../../db/unit-of-work.ts'
import type { EventBus } from '../../events/event-bus.ts'
import type { HandlersOf } from '../handlers.ts'
import { listFees, openFees } from './read-fees.ts'
import { takeBackWaiver, waiveFee } from './waive-fee.ts'

export { chargeAgain, chargeFee, feesOf, withdrawFees } from './charge-fee.ts'
export { feeStanding, type FeeRow } from './fee-row.ts'
export { followPayments } from './follow-payments.ts'
export { decideWaiver } from './waive-fee.ts'

/** The door of fees: what clients owe for cancelling late and for not coming. */
export function feesHandlers(work: UnitOfWork, bus: EventBus): HandlersOf<typeof feesContract> {
  const { database } = work
  return {
    'fees.list': (of) => ok(listFees(database, of, work.now())),
    'fees.open': ({ limit }) => ok(openFees(database, limit, work.now())),
    'fees.waive': (tx, input, caller) => waiveFee(tx, bus, input, caller),
    'fees.takeBackWaiver': (tx, input) => takeBackWaiver(tx, bus, input),
  }
}
