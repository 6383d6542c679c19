import { formatMoney, minorSchema, type Minor } from './money.ts'
import { ok, refuse, type Result } from './result.ts'

/** No price is higher than this, in any currency: ten million of one with cents. Minor units. */
const highestPriceMinor = 1_000_000_000
/** More than this is asked about once: ten thousand of a currency with cents. Minor units. */
const unusualFromMinor = 1_000_000

/** What something costs. Nothing is a price, a slip of the keyboard is not. */
export const priceSchema = minorSchema.refine(
  (price) => price <= highestPriceMinor,
  'is more than FitFlow sells anything for',
)

/** The highest of the unusual amounts in a command that somebody has looked at and confirmed. */
export const sureOfSchema = minorSchema.optional()

/**
 * Whether amounts may be taken as typed. An unusually high one is refused with `amount_unusual` until the
 * command says that this amount was seen and is meant.
 *
 * @param sureOfMinor the highest amount that was confirmed, as in the refusal
 * @example
 * checkUsual([priceMinor], input.sureOfMinor, 'EUR')
 */
export function checkUsual(
  amountsMinor: readonly number[],
  sureOfMinor: number | undefined,
  currency: string,
): Result<null> {
  const amountMinor = Math.max(0, ...amountsMinor)
  if (amountMinor <= unusualFromMinor || amountMinor === sureOfMinor) return ok(null)
  const amount = formatMoney(amountMinor as Minor, currency)
  return refuse('amount_unusual', { amount, amountMinor })
}
