import type { AllInputs } from './as-seen.ts'
import { membershipDraft, packageDraft } from './sell-package.ts'
import type { WholeStudio } from './whole-studio.ts'

/** A sum, and what it is paid with. */
const cash = (amountMinor: number) => ({
  amountMinor,
  tenders: [{ method: 'cash' as const, amountMinor, tenderedMinor: amountMinor }],
})

/** A sum, and what it is paid with. */
export const card = (amountMinor: number) => ({
  amountMinor,
  tenders: [{ method: 'card' as const, amountMinor, reference: 'T-2' }],
})

/** What is sold, paid and given back; see `validInputs`. */
export const validMoneyInputs = {
  'packages.funding': ({ stock, people }) => ({
    clientId: stock.cleo,
    serviceId: people.training,
    date: '2026-03-04',
  }),
  'packages.ofClient': ({ stock }) => ({ clientId: stock.cleo }),
  'packages.products': () => ({}),
  'packages.addProduct': () => ({ product: packageDraft({ name: 'Five', credits: 5 }) }),
  'packages.changeProduct': ({ stock }) => ({
    productId: stock.month,
    product: membershipDraft({ name: 'Month' }),
  }),
  'packages.retireProduct': ({ stock }) => ({ productId: stock.ten }),
  'packages.restoreProduct': ({ stock }) => ({ productId: stock.retiredProduct }),
  'packages.sell': ({ stock }) => ({
    clientId: stock.cleo,
    productId: stock.ten,
    amountMinor: 50_000,
    tenders: [{ method: 'bank_transfer', amountMinor: 50_000, reference: 'Ten' }],
  }),
  'packages.refund': ({ stock }) => ({ clientPackageId: stock.package, amountMinor: 50_000 }),
  'memberships.renew': ({ stock }) => ({
    membershipId: stock.running,
    ...card(9_900),
    shown: { endsOn: '2026-05-01' },
  }),
  'memberships.pause': ({ stock }) => ({
    membershipId: stock.running,
    fromOn: '2026-03-10',
    untilOn: '2026-03-12',
  }),
  'memberships.pauseConsequence': ({ stock }) => ({
    membershipId: stock.running,
    fromOn: '2026-03-10',
    untilOn: '2026-03-12',
  }),
  'memberships.resumeConsequence': ({ stock }) => ({
    membershipId: stock.resting,
    pauseId: stock.pause,
  }),
  'memberships.resume': ({ stock }) => ({ membershipId: stock.resting, pauseId: stock.pause }),
  'memberships.end': ({ stock }) => ({ membershipId: stock.running, lastDay: '2026-03-20' }),
  'memberships.reopen': ({ stock }) => ({ membershipId: stock.ended }),
  'payments.take': ({ stock }) => ({ appointmentId: stock.done, ...cash(5_500) }),
  'payments.sell': ({ stock }) => ({
    clientId: stock.cleo,
    items: [
      { kind: 'fee', feeId: stock.fee },
      { kind: 'top_up', amountMinor: 1_000 },
    ],
    ...cash(3_750),
  }),
  'payments.ofClient': ({ stock }) => ({ clientId: stock.cleo }),
  'payments.account': ({ stock }) => ({ clientId: stock.cleo }),
  'payments.refund': ({ stock }) => ({
    paymentId: stock.payment,
    amountMinor: 500,
    reason: 'goodwill',
  }),
  'payments.refundConsequence': ({ stock }) => ({
    paymentId: stock.payment,
    amountMinor: 500,
    reason: 'other',
  }),
  'payments.ofMembership': ({ stock }) => ({
    clientId: stock.cleo,
    membershipId: stock.running,
  }),
  'payments.void': ({ stock }) => ({ receiptNumber: stock.receipt, reason: 'wrong_client' }),
  'payments.voidPreview': ({ stock }) => ({ receiptNumber: stock.receipt }),
  'payments.payOut': ({ stock }) => ({
    clientId: stock.cleo,
    amountMinor: 500,
    to: { method: 'bank_transfer', reference: 'Balance' },
  }),
  'payments.printReceipt': ({ stock }) => ({ receiptNumber: stock.receipt }),
  'payments.receipt': ({ stock }) => ({ receiptNumber: stock.receipt }),
} satisfies Partial<AllInputs<WholeStudio>>
