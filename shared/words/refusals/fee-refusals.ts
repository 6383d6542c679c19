import type { Empty } from './empty.ts'

/** Fees. See `../refusals.ts`. */
export const feeRefusals = {
  fee_not_found: (_: Empty) => ({
    message: 'This fee does not exist.',
    nextStep: 'Open the session or the client again.',
  }),
  fee_not_open: (_: Empty) => ({
    message: 'This fee is settled already.',
    nextStep: 'Look at the client’s fees again.',
  }),
}
