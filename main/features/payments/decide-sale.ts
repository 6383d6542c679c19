import { formatMoney, minor, type Minor } from '../../../shared/money.ts'
import { ok, refuse, type Result } from '../../../shared/result.ts'
import { decideTax, type TaxedAmount, type TaxTerms } from '../../../shared/tax.ts'
import type { SaleLineKind } from '../../../shared/payments.ts'
import type { Tender } from '../../../shared/tenders.ts'
import { refuseSum } from '../consequence.ts'

/** What a line costs, before anything is decided. */
export interface PricedLine extends TaxTerms {
  readonly kind: SaleLineKind
  readonly priceMinor: Minor
}

export interface DecidedSale {
  /** In the order of the lines that were given. */
  readonly amounts: readonly TaxedAmount[]
  readonly totalMinor: Minor
  /** What goes back across the counter. */
  readonly changeMinor: Minor
}

/**
 * Decides whether a sale may be written: the tenders add up to its lines to the unit, whoever pays
 * cash hands over at least that part, and a balance is not overdrawn nor filled from itself.
 * A sale of nothing takes no tender.
 */
export function decideSale(sale: {
  readonly lines: readonly PricedLine[]
  readonly tenders: readonly Tender[]
  /** What the screen showed; left out where nobody saw a sum before. */
  readonly shownMinor?: Minor | undefined
  /** What the studio holds for the client. */
  readonly balanceMinor: Minor
  readonly currency: string
}): Result<DecidedSale> {
  const say = (amount: number) => formatMoney(minor(amount), sale.currency)
  const amounts = sale.lines.map((line) => decideTax(line.priceMinor, line))
  const total = sum(amounts.map(({ grossMinor }) => grossMinor))
  if (sale.shownMinor !== undefined && sale.shownMinor !== total) {
    const { shownMinor: shown, currency } = sale
    return refuseSum('paidMinor', { shown, now: minor(total), currency })
  }
  const given = sum(sale.tenders.map(({ amountMinor }) => amountMinor))
  if (given !== total)
    return refuse('tenders_do_not_add_up', { due: say(total), given: say(given) })

  let change = 0
  for (const tender of sale.tenders) {
    if (tender.method !== 'cash') continue
    const { amountMinor: due, tenderedMinor: tendered } = tender
    if (tendered < due) {
      return refuse('too_little_cash', { due: say(due), tendered: say(tendered) })
    }
    change += tendered - due
  }

  const fromAccount = sale.tenders.filter(({ method }) => method === 'account')
  if (fromAccount.length > 0 && sale.lines.some(({ kind }) => kind === 'top_up')) {
    return refuse('top_up_from_account', {})
  }
  if (sum(fromAccount.map(({ amountMinor }) => amountMinor)) > sale.balanceMinor) {
    return refuse('balance_too_small', { balance: say(sale.balanceMinor) })
  }
  return ok({ amounts, totalMinor: minor(total), changeMinor: minor(change) })
}

/**
 * Which tender settles how much of which line: the first tender fills the first lines. The same
 * tenders and lines always give the same parts, so they need not be stored.
 *
 * @returns one row per tender, one amount per line; rows and columns add up exactly.
 * @example
 * allotTenders([30, 35], [55, 10]) // [[30, 0], [25, 10]]
 */
export function allotTenders(
  tenders: readonly number[],
  lines: readonly number[],
): readonly (readonly Minor[])[] {
  const open = [...lines]
  return tenders.map((amount) => {
    let left = amount
    return open.map((due, index) => {
      const part = Math.min(left, due)
      open[index] = due - part
      left -= part
      return minor(part)
    })
  })
}

function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, amount) => total + amount, 0)
}
