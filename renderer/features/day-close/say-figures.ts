import type { DayFigures, DayTender } from '../../../shared/day-close.ts'
import { formatMoney, formatSigned, minor } from '../../../shared/money.ts'
import { words } from '../../../shared/words/index.ts'

/**
 * The facts of a day, term and value, in the order in which screen and paper list them.
 *
 * @example
 * sayFigures(figures) // [{ term: 'Receipts', value: 'A-2026-000001 to A-2026-000014 (14)' }, …]
 */
export function sayFigures(figures: DayFigures): { term: string; value: string }[] {
  const say = words.dayClose
  const { currency, receipts, fees, messages } = figures
  const money = (amount: number) => formatMoney(minor(amount), currency)
  const { count, first, last } = receipts
  return [
    ...sayTaxes(figures),
    {
      term: say.receipts,
      value: first === null || last === null ? say.none : say.receiptsAre(count, first, last),
    },
    ...figures.drawers.flatMap(
      ({ countedMinor, varianceMinor, openingDifferenceMinor = 0 }, index) => [
        ...(openingDifferenceMinor === 0
          ? []
          : [
              {
                term: say.drawerOpeningDifference(index + 1),
                value: formatSigned(openingDifferenceMinor, currency),
              },
            ]),
        { term: say.drawerCountedTerm(index + 1), value: money(countedMinor) },
        { term: say.drawerDifference(index + 1), value: formatSigned(varianceMinor, currency) },
      ],
    ),
    {
      term: say.openFees,
      value: fees.count === 0 ? say.none : `${fees.count}, ${money(fees.amountMinor)}`,
    },
    { term: say.failedEvents, value: String(figures.deadLetters) },
    { term: say.waitingMessages, value: `${messages.waiting}, ${messages.failed}` },
    { term: say.syncTerm, value: say.syncIs(figures.sync) },
  ]
}

/**
 * How many sessions ended in which state, those that occur.
 *
 * @example
 * saySessions(figures) // [{ term: 'Completed', value: '12' }]
 */
export function saySessions(figures: DayFigures): { term: string; value: string }[] {
  const counted = Object.entries(figures.sessions)
  if (counted.length === 0)
    return [{ term: words.dayClose.sessions, value: words.dayClose.noSessions }]
  return counted.map(([status, count]) => ({
    term: nameIn(words.dayClose.statuses, status),
    value: String(count),
  }))
}

/**
 * What stands between the sum of the tenders and the net, as it changes it; nothing on most days.
 *
 * @example
 * sayBalances({ toppedUpMinor: 2_000, … }) // [{ term: 'Balance top-ups', value: '−€20.00' }]
 */
export function sayBalances({
  toppedUpMinor = 0,
  tenders,
  currency,
}: Pick<DayFigures, 'toppedUpMinor' | 'tenders' | 'currency'>): { term: string; value: string }[] {
  const say = words.dayClose
  const paidOutMinor = tenders.reduce((sum, tender) => sum + (tender.paidOutMinor ?? 0), 0)
  const lines = [
    { term: say.toppedUp, amount: -toppedUpMinor },
    { term: say.balancesPaidOut, amount: paidOutMinor },
  ]
  return lines
    .filter(({ amount }) => amount !== 0)
    .map(({ term, amount }) => ({ term, value: formatSigned(amount, currency) }))
}

/**
 * What a tender brought: what came in less all that went out of it again.
 *
 * @example
 * netOf({ method: 'cash', takenMinor: 5_500, refundedMinor: 500, voidedMinor: 0, … }) // 5_000
 */
export function netOf({ takenMinor, refundedMinor, voidedMinor, paidOutMinor = 0 }: DayTender) {
  return takenMinor - refundedMinor - voidedMinor - paidOutMinor
}

/** The tax by rate; reports that were kept without the rates say its sum. */
function sayTaxes({ taxes = [], taxMinor, currency }: DayFigures) {
  const money = (amount: number) => formatMoney(minor(amount), currency)
  if (taxes.length === 0) return [{ term: words.dayClose.tax, value: money(taxMinor) }]
  return taxes.map((tax) => ({
    term: words.dayClose.taxAt(`${tax.basisPoints / 100} %`),
    value: `${money(tax.taxMinor)} ${words.payment.taxOf(money(tax.netMinor))}`,
  }))
}

/** The name of a tender: `Cash`. */
export function nameOfTender({ method }: DayTender): string {
  return nameIn(words.dayClose.methods, method)
}

function nameIn(names: Readonly<Record<string, string>>, key: string): string {
  return names[key] ?? key
}
