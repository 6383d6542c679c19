import { denominationsOf } from '../../../shared/denominations.ts'
import type { CashCount, DrawerSums, HandMovement, MovementKind } from '../../../shared/drawer.ts'
import { formatMoney, minor, type Minor } from '../../../shared/money.ts'
import { ok, refuse, type Result } from '../../../shared/result.ts'
import type { LocalDate } from '../../../shared/time.ts'

/** What the drawer's rules need to know of a movement. Positive: into the drawer. */
interface Moved {
  readonly kind: MovementKind
  readonly amountMinor: number
}

/**
 * Sums a session's movements by what they are. A voided sale counts against the sales.
 *
 * @example
 * sumMovements(minor(20_000), [{ kind: 'drop', amountMinor: -5_000 }]).dropsMinor // -5000
 */
export function sumMovements(floatMinor: Minor, movements: readonly Moved[]): DrawerSums {
  const sumOf = (...kinds: MovementKind[]) =>
    movements
      .filter(({ kind }) => kinds.includes(kind))
      .reduce((sum, { amountMinor }) => sum + amountMinor, 0)
  return {
    floatMinor,
    salesMinor: sumOf('sale', 'void'),
    refundsMinor: sumOf('refund'),
    payOutsMinor: sumOf('pay_out'),
    paidInMinor: sumOf('paid_in'),
    paidOutMinor: sumOf('paid_out'),
    dropsMinor: sumOf('drop'),
  }
}

/**
 * `expected = float + cash sales − cash refunds − balances paid out + paid in − paid out − drops`, in
 * minor units.
 */
export function expectedOf(sums: DrawerSums): number {
  return (
    sums.floatMinor +
    sums.salesMinor +
    sums.refundsMinor +
    sums.payOutsMinor +
    sums.paidInMinor +
    sums.paidOutMinor +
    sums.dropsMinor
  )
}

/** A count held against what was expected. Exactly the tolerance needs no reason. */
export function weighCount(
  countedMinor: Minor,
  expectedMinor: number,
  toleranceMinor: Minor,
): { readonly varianceMinor: number; readonly reasonNeeded: boolean } {
  const varianceMinor = countedMinor - expectedMinor
  return { varianceMinor, reasonNeeded: Math.abs(varianceMinor) > toleranceMinor }
}

/**
 * Whether cash may move: the drawer is open, and was opened on this studio day. A clock that was set
 * back makes no drawer overdue.
 *
 * Refuses `drawer_closed` and `drawer_overdue`.
 */
export function decideCash(
  open: { readonly openedOn: LocalDate } | undefined,
  today: LocalDate,
): Result<null> {
  if (!open) return refuse('drawer_closed', {})
  if (open.openedOn < today) return refuse('drawer_overdue', { openedOn: open.openedOn })
  return ok(null)
}

/**
 * Whether so much cash can leave the drawer: never more than what should be in it. How much that is stays
 * unsaid, because the count is blind. Refuses `drawer_not_enough`.
 */
export function decideEnough(
  expectedMinor: number,
  amountMinor: number,
  currency: string,
): Result<null> {
  if (amountMinor <= expectedMinor) return ok(null)
  return refuse('drawer_not_enough', { amount: formatMoney(minor(amountMinor), currency) })
}

/**
 * Adds a count up. Refuses `not_a_denomination` for a piece that the currency does not have: it was
 * meant for another line.
 */
export function sumCount(count: CashCount, currency: string): Result<Minor> {
  if (count.by === 'amount') return ok(count.amountMinor)
  const known = denominationsOf(currency)
  let sum = 0
  for (const [text, number] of Object.entries(count.pieces)) {
    const denomination = Number(text)
    if (!known.includes(denomination)) {
      const said = formatMoney(minor(denomination), currency)
      return refuse('not_a_denomination', { denomination: said, currency })
    }
    sum += denomination * number
  }
  return ok(minor(sum))
}

/** The movement that undoes one made by hand: money that was put in is taken out, and back. */
export function counterOf(amountMinor: number): {
  readonly kind: HandMovement
  readonly amountMinor: Minor
} {
  return {
    kind: amountMinor > 0 ? 'paid_out' : 'paid_in',
    amountMinor: minor(Math.abs(amountMinor)),
  }
}
