import { formatMoney, minor, type Minor } from '../../../shared/money.ts'
import { tenderSchema, type PaymentMethod, type Tender } from '../../../shared/tenders.ts'
import { words } from '../../../shared/words/index.ts'
import { readCardSlip, type CardSlipProblems } from './read-card-slip.ts'

/** One part of a payment while it is typed. */
export interface TenderDraft {
  readonly method: PaymentMethod
  /** Of the last part nothing is typed: it is what the others leave. */
  readonly amount: Minor | null
  /** Cash: what the client hands over. Left out: exactly the part. */
  readonly tendered?: Minor | null
  readonly reference: string
  readonly last4: string
}

export interface TenderProblems extends CardSlipProblems {
  readonly amount?: string
}

/** A part that nothing is typed for yet. */
export function emptyTender(method: PaymentMethod): TenderDraft {
  return { method, amount: null, reference: '', last4: '' }
}

/**
 * How much each part is: as typed, and the last one what is left of the due, so that together they
 * are always the due. Null where nothing is typed, or nothing is left.
 */
export function amountsOf(drafts: readonly TenderDraft[], dueMinor: Minor): (Minor | null)[] {
  const typed = drafts.slice(0, -1).map(({ amount }) => amount)
  const rest = dueMinor - typed.reduce((sum: number, amount) => sum + (amount ?? 0), 0)
  return [...typed, rest > 0 ? minor(rest) : null]
}

/** What goes back across the counter for all parts together, as far as it is typed. */
export function changeOf(
  drafts: readonly TenderDraft[],
  amounts: readonly (Minor | null)[],
): Minor {
  const changes = drafts.map(({ method, tendered }, index) => {
    const over = (tendered ?? 0) - (amounts[index] ?? 0)
    return method === 'cash' && over > 0 ? over : 0
  })
  return minor(changes.reduce<number>((sum, change) => sum + change, 0))
}

/** Reads the parts as tenders, or says beside which field of which part something is missing. */
export function readTenders(
  drafts: readonly TenderDraft[],
  due: { readonly dueMinor: Minor; readonly balanceMinor: Minor; readonly currency: string },
): { ok: true; tenders: Tender[] } | { ok: false; problems: TenderProblems[] } {
  const amounts = amountsOf(drafts, due.dueMinor)
  const tenders: Tender[] = []
  const problems = drafts.map((draft, index): TenderProblems => {
    const amountMinor = amounts[index] ?? null
    if (amountMinor === null || amountMinor === 0) {
      const isRest = index === drafts.length - 1
      return { amount: isRest ? words.payment.nothingLeft : words.payment.partMissing }
    }
    switch (draft.method) {
      case 'cash': {
        const tenderedMinor = draft.tendered === undefined ? amountMinor : draft.tendered
        if (tenderedMinor === null) return { amount: words.payment.tenderedMissing }
        tenders.push({ method: 'cash', amountMinor, tenderedMinor })
        return {}
      }
      case 'card': {
        const read = readCardSlip(draft)
        if (!read.ok) return read.problems
        tenders.push({ method: 'card', amountMinor, ...read.slip })
        return {}
      }
      case 'bank_transfer': {
        const reference = draft.reference.trim()
        const tender = { method: 'bank_transfer', amountMinor, reference } as const
        if (!tenderSchema.safeParse(tender).success) {
          const { transferMissing, referenceIsCard } = words.payment
          return { reference: reference === '' ? transferMissing : referenceIsCard }
        }
        tenders.push(tender)
        return {}
      }
      case 'account': {
        if (amountMinor > due.balanceMinor) {
          return { amount: words.payment.balanceOnly(formatMoney(due.balanceMinor, due.currency)) }
        }
        tenders.push({ method: 'account', amountMinor })
        return {}
      }
    }
  })
  return tenders.length === drafts.length ? { ok: true, tenders } : { ok: false, problems }
}
