import type { Empty } from './empty.ts'

/** Money. See `../refusals.ts`. */
export const moneyRefusals = {
  amount_unusual: (p: { amount: string; amountMinor: number }) => ({
    message: `${p.amount} is unusually much.`,
    nextStep: 'Correct it, or confirm that it is meant.',
  }),
  clock_unsure: (p: { today: string; lastDay: string; isFirst: boolean }) => ({
    message: `By this computer’s clock it is ${p.today}, and ${p.isFirst ? 'the studio was set up on' : 'the last receipt is of'} ${p.lastDay}.`,
    nextStep: 'Confirm the day, or set the clock right first: receipts are numbered by it.',
  }),
  clock_moved: (p: { today: string }) => ({
    message: `By now this computer’s clock says ${p.today}.`,
    nextStep: 'Look at the day again.',
  }),
  already_paid: (p: { receiptNumber: string }) => ({
    message: `This appointment is already paid (receipt ${p.receiptNumber}).`,
    nextStep: 'Open the receipt to print it again.',
  }),
  not_attended: (_: Empty) => ({
    message: 'The client did not come, so the price of this session is not owed.',
    nextStep: 'Take the payment of the fee instead, or mark that they came after all.',
  }),
  nothing_to_pay: (_: Empty) => ({
    message: 'This appointment costs nothing, so there is nothing to pay.',
    nextStep: 'Close the payment.',
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
  refund_exceeds_line: (p: { refundable: string }) => ({
    message: `Only ${p.refundable} of what was paid for this can still be refunded.`,
    nextStep: `Enter ${p.refundable} or less.`,
  }),
  session_covered: (_: Empty) => ({
    message: 'This session is covered by a package or membership, so there is nothing to pay.',
    nextStep: 'Close the payment.',
  }),
  tenders_do_not_add_up: (p: { due: string; given: string }) => ({
    message: `The parts add up to ${p.given}, and ${p.due} is due.`,
    nextStep: `Change the parts until they add up to ${p.due}.`,
  }),
  balance_too_small: (p: { balance: string }) => ({
    message: `The client’s balance is only ${p.balance}.`,
    nextStep: `Use ${p.balance} of it or less, and pay the rest another way.`,
  }),
  pay_out_exceeds_balance: (p: { balance: string }) => ({
    message: `The client’s balance is only ${p.balance}.`,
    nextStep: `Pay out ${p.balance} or less.`,
  }),
  top_up_from_account: (_: Empty) => ({
    message: 'A balance cannot be topped up from itself.',
    nextStep: 'Choose cash, card or bank transfer.',
  }),
  refund_the_package: (_: Empty) => ({
    message: 'A package is refunded as a whole, with the credits that are left.',
    nextStep: 'Refund the package in the client’s profile.',
  }),
  void_refunded: (_: Empty) => ({
    message: 'Something of this sale was refunded, so it cannot be voided.',
    nextStep: 'Refund what is left of it.',
  }),
  void_another_day: (_: Empty) => ({
    message: 'This sale is of another day. A sale is voided only on its own day.',
    nextStep: 'Refund it instead.',
  }),
  void_day_closed: ({ kind }: { kind: 'sale' | 'pay_out' }) => ({
    message: 'The day was closed since, and its report has counted this.',
    nextStep:
      kind === 'sale' ? 'Refund it instead.' : 'Bring the money back as a top-up of the balance.',
  }),
  void_fee_kept: (_: Empty) => ({
    message: 'A fee for the session that was lost was taken out of this payment.',
    nextStep: 'Let the fee go or take the cancellation back first.',
  }),
  void_package: (_: Empty) => ({
    message: 'A package was sold with this, and it was used or booked with.',
    nextStep: 'Refund the package in the client’s profile.',
  }),
  void_membership: (_: Empty) => ({
    message: 'A membership was sold with this, and it was used, booked with or changed.',
    nextStep: 'End the membership in the client’s profile and refund its payment.',
  }),
  void_client_erased: (_: Empty) => ({
    message: 'This client was erased, and nobody could be asked to pay this again.',
    nextStep: 'Refund the payment instead.',
  }),
  void_top_up_spent: (_: Empty) => ({
    message: 'The balance that this sale brought is spent already.',
    nextStep: 'Void or refund what was paid with it first.',
  }),
  sale_voided: (_: Empty) => ({
    message: 'This sale was voided, so there is nothing left to give back.',
    nextStep: 'Look at the receipt: it is marked as void.',
  }),
}
