import type { Rate, RateKind } from '../../../shared/earnings.ts'
import { minor, type Minor } from '../../../shared/money.ts'

/** A rate as it is being typed: the share as text, the amount as the money field gives it. */
export interface RateDraft {
  readonly kind: RateKind
  readonly percent: string
  readonly amountMinor: Minor | null
}

/** The draft that a rate is typed into; none is a share that is not typed yet. */
export function draftOf(rate: Rate | undefined): RateDraft {
  const isShare = rate?.kind === 'percent'
  return {
    kind: rate?.kind ?? 'percent',
    percent: isShare ? String(rate.value / 100) : '',
    amountMinor: rate && !isShare ? minor(rate.value) : null,
  }
}

/**
 * The rate that was typed; null while it is none.
 *
 * @example
 * readRate({ kind: 'percent', percent: '33,33', amountMinor: null }) // { kind: 'percent', value: 3_333 }
 */
export function readRate({ kind, percent, amountMinor }: RateDraft): Rate | null {
  if (kind !== 'percent') return amountMinor === null ? null : { kind, value: amountMinor }
  const text = percent.trim().replace(',', '.')
  if (!/^\d{1,3}(\.\d{1,2})?$/.test(text)) return null
  const value = Math.round(Number(text) * 100)
  return value <= 10_000 ? { kind, value } : null
}
