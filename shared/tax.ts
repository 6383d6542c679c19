import { minor, shareOf, type Minor } from './money.ts'

/** A price as it stands on a line of a receipt: what the studio keeps, the tax, and what is paid. */
export interface TaxedAmount {
  readonly netMinor: Minor
  readonly taxMinor: Minor
  readonly grossMinor: Minor
  readonly taxBasisPoints: number
}

/** How a price is taxed, as it was agreed. */
export interface TaxTerms {
  readonly taxBasisPoints: number
  /** Whether the price is written with the tax in it. */
  readonly taxInclusive: boolean
}

/**
 * Splits a price into net, tax and gross, rounded half up to the minor unit. To be done once per line
 * and then summed: rounding a sum of lines instead comes out a unit off.
 *
 * @example
 * decideTax(minor(5500), { taxBasisPoints: 1900, taxInclusive: true }).taxMinor // 878
 */
export function decideTax(
  priceMinor: Minor,
  { taxBasisPoints, taxInclusive }: TaxTerms,
): TaxedAmount {
  if (!taxInclusive) {
    const taxMinor = shareOf(priceMinor, taxBasisPoints)
    return {
      netMinor: priceMinor,
      taxMinor,
      grossMinor: minor(priceMinor + taxMinor),
      taxBasisPoints,
    }
  }
  // In whole numbers of its own size: a price times 10,000 may be more than a double can hold.
  const whole = 10_000n + BigInt(taxBasisPoints)
  const taken = BigInt(priceMinor) * BigInt(taxBasisPoints)
  const taxMinor = minor(Number((taken + whole / 2n) / whole))
  return {
    netMinor: minor(priceMinor - taxMinor),
    taxMinor,
    grossMinor: priceMinor,
    taxBasisPoints,
  }
}
