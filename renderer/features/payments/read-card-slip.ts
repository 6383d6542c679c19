import { tenderSchema } from '../../../shared/tenders.ts'
import { words } from '../../../shared/words/index.ts'

/** Which field of a card slip is wrong, in words. */
export interface CardSlipProblems {
  readonly reference?: string
  readonly last4?: string
}

/**
 * Reads what was copied from the terminal's slip by the contract's own rules, so that a card number
 * typed by mistake is stopped before it leaves the form.
 *
 * @example
 * readCardSlip({ reference: 'T-1042', last4: '' }) // { ok: true, slip: { reference: 'T-1042' } }
 */
export function readCardSlip(typed: {
  reference: string
  last4: string
}):
  | { ok: true; slip: { reference: string; last4?: string } }
  | { ok: false; problems: CardSlipProblems } {
  const slip = {
    reference: typed.reference.trim(),
    ...(typed.last4 !== '' && { last4: typed.last4 }),
  }
  const parsed = tenderSchema.safeParse({ method: 'card', amountMinor: 1, ...slip })
  if (parsed.success) return { ok: true, slip }
  const wrong = new Set(parsed.error.issues.map((issue) => issue.path[0]))
  return {
    ok: false,
    problems: {
      ...(wrong.has('reference') && {
        reference:
          slip.reference === '' ? words.payment.referenceMissing : words.payment.referenceIsCard,
      }),
      ...(wrong.has('last4') && { last4: words.payment.last4Wrong }),
    },
  }
}
