import type { Empty } from './empty.ts'

/** Money. See `../refusals.ts`. */
export const moneyRefusals = {
  already_paid: (p: { receiptNumber: string }) => ({
    message: `This appointment is already paid (receipt ${p.receiptNumber}).`,
    nextStep: 'Open the receipt to print it again.',
  }),
  nothing_to_pay: (_: Empty) => ({
    message: 'This appointment costs nothing, so there is nothing to pay.',
    nextStep: 'Close the payment.',
  }),
  amount_changed: (p: { shown: string; now: string }) => ({
    message: `The price is ${p.now}, not ${p.shown}: it changed while the payment was open.`,
    nextStep: 'Check the new amount with the client and confirm again.',
  }),
  too_little_cash: (p: { due: string; tendered: string }) => ({
    message: `${p.tendered} is less than the ${p.due} due.`,
    nextStep: 'Enter the cash the client handed over.',
  }),
  payment_not_found: (_: Empty) => ({
    message: 'This payment does not exist.',
    nextStep: 'Go back to the appointment and choose again.',
  }),
  refund_exceeds_payment: (p: { refundable: string }) => ({
    message: `Only ${p.refundable} of this payment can still be refunded.`,
    nextStep: `Enter ${p.refundable} or less.`,
  }),
}
