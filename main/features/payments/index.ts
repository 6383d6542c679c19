import type { paymentsContract } from '../../../shared/payments.ts'
import { ok } from '../../../shared/result.ts'
import type { UnitOfWork } from '../../db/unit-of-work.ts'
import type { EventBus } from '../../events/event-bus.ts'
import type { HandlersOf } from '../handlers.ts'
import { rehearse } from '../rehearse.ts'
import { readAccount } from './account.ts'
import { refundConsequence, refundPayment, type TakeBackMonth } from './give-refunds.ts'
import { payOut } from './pay-out.ts'
import { printReceipt } from './print-receipt.ts'
import { readClientMoney } from './read-client-money.ts'
import { listMembershipPayments } from './read-payments.ts'
import { readReceipt } from './read-receipt.ts'
import { confirmClock } from './receipt-clock.ts'
import { sellItems } from './sell-items.ts'
import { takePayment } from './take-payment.ts'
import { previewVoid, voidSale, type TakeBackSold } from './void-sale.ts'

export { refundAppointment, refundLine } from './give-refunds.ts'
export { heldMinor, listPayments, paidMinor } from './read-payments.ts'
export { recordSale } from './record-sale.ts'
export { dueMinor } from './take-payment.ts'

/** The door of payments: money in, money back, and the paper for both. */
export function paymentsHandlers(
  work: UnitOfWork,
  bus: EventBus,
  takeBackSold: TakeBackSold,
  takeBackMonth: TakeBackMonth,
): HandlersOf<typeof paymentsContract> {
  const { database } = work
  return {
    'payments.confirmClock': (tx, { day }) => confirmClock(tx, bus, day),
    'payments.take': (tx, input, caller) => takePayment(tx, bus, input, caller),
    'payments.sell': (tx, input, caller) => sellItems(tx, bus, input, caller),
    'payments.refund': (tx, input, caller) => refundPayment(tx, bus, takeBackMonth, input, caller),
    'payments.void': (tx, input, caller) => voidSale(tx, bus, takeBackSold, input, caller),
    'payments.payOut': (tx, input, caller) => payOut(tx, bus, input, caller),
    'payments.voidPreview': ({ receiptNumber }, caller) =>
      rehearse(work, caller, (tx) => previewVoid(tx, bus, takeBackSold, receiptNumber)),
    'payments.printReceipt': (tx, { receiptNumber }) => printReceipt(tx, receiptNumber),
    'payments.refundConsequence': (input, caller) =>
      rehearse(work, caller, (tx) => refundConsequence(tx, bus, takeBackMonth, input)),
    'payments.ofMembership': ({ membershipId }) =>
      ok(listMembershipPayments(database, membershipId)),
    'payments.receipt': ({ receiptNumber }) => readReceipt(database, receiptNumber),
    'payments.ofClient': (input) => readClientMoney(database, input),
    'payments.account': ({ clientId }) => readAccount(database, clientId),
  }
}
