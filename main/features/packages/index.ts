import type { packagesContract } from '../../../shared/packages.ts'
import { ok } from '../../../shared/result.ts'
import type { UnitOfWork } from '../../db/unit-of-work.ts'
import type { EventBus } from '../../events/event-bus.ts'
import type { HandlersOf } from '../handlers.ts'
import { rehearse } from '../rehearse.ts'
import {
  endMembership,
  pauseConsequence,
  pauseMembership,
  reopenMembership,
  resumeConsequence,
  resumeMembership,
} from './change-membership.ts'
import { listFunding } from './fund.ts'
import {
  addProduct,
  changeProduct,
  listProducts,
  restoreProduct,
  retireProduct,
} from './products.ts'
import { readClientFunding } from './read-funding.ts'
import { refundPackage } from './refund-package.ts'
import { renewMembership, sellProduct } from './sell.ts'

export {
  creditOf,
  releaseCredit,
  restoreCredit,
  spendCredit,
  unspendCredit,
  type AttendanceCredit,
} from './credit-ledger.ts'
export { productStanding } from './products.ts'
export { membershipStanding } from './sold-rows.ts'
export { takeBackRefunded, takeBackSold } from './take-back-sold.ts'
export {
  chooseFunding,
  fund,
  fundAgain,
  holdFunding,
  moveFunding,
  sourceOf,
  wishOf,
} from './fund.ts'

/** The door of what is bought ahead: packages with their credits, and memberships. */
export function packagesHandlers(
  work: UnitOfWork,
  bus: EventBus,
): HandlersOf<typeof packagesContract> {
  const { database } = work
  return {
    'packages.funding': ({ clientId, serviceId, date }) =>
      ok(listFunding(database, clientId, serviceId, date)),
    'packages.ofClient': ({ clientId }) => ok(readClientFunding(database, clientId, work.now())),
    'packages.products': () => ok(listProducts(database, work.now())),
    'packages.addProduct': (tx, input) => addProduct(tx, bus, input),
    'packages.changeProduct': (tx, input) => changeProduct(tx, bus, input),
    'packages.retireProduct': (tx, { productId }) => retireProduct(tx, bus, productId),
    'packages.restoreProduct': (tx, { productId }) => restoreProduct(tx, bus, productId),
    'packages.sell': (tx, input, caller) => sellProduct(tx, bus, input, caller),
    'packages.refund': (tx, input, caller) => refundPackage(tx, bus, input, caller),
    'memberships.renew': (tx, input, caller) => renewMembership(tx, bus, input, caller),
    'memberships.pause': (tx, input, { actor }) => pauseMembership(tx, bus, input, actor.id),
    'memberships.resume': (tx, input) => resumeMembership(tx, bus, input),
    'memberships.pauseConsequence': (input, caller) =>
      rehearse(work, caller, (tx) => pauseConsequence(tx, bus, input, caller.actor.id)),
    'memberships.resumeConsequence': (input, caller) =>
      rehearse(work, caller, (tx) => resumeConsequence(tx, bus, input)),
    'memberships.end': (tx, input) => endMembership(tx, bus, input),
    'memberships.reopen': (tx, input) => reopenMembership(tx, bus, input),
  }
}
