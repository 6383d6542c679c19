import { useState } from 'react'
import { minor, type Minor } from '../../../shared/money.ts'
import type { FundingOption, FundingWish } from '../../../shared/packages.ts'
import type { Shown } from '../../../shared/shown.ts'
import type { LocalDate } from '../../../shared/time.ts'
import { useQueryOf } from '../../app/api.ts'

/** How a booking is to be paid, and what else it could be paid with. */
export interface FundingChoice {
  /** What the client bought ahead that can pay it, best first. */
  readonly options: readonly FundingOption[]
  /** Which of them is chosen; null: by itself. */
  readonly chosen: FundingOption | null
  readonly wish: FundingWish
  /** Chooses by the key of an option; null: by itself. */
  readonly choose: (key: string | null) => void
}

/**
 * Chooses how a session is paid: the best of what the client bought ahead until somebody decides
 * otherwise. A choice that cannot pay any more, since the day or the service changed, falls back to
 * the best.
 *
 * @param session null while client or service is not known.
 */
export function useFundingChoice(
  session: {
    readonly clientId: string
    readonly serviceId: string
    readonly date: LocalDate
  } | null,
): FundingChoice {
  const { data } = useQueryOf(
    'packages.funding',
    session ?? { clientId: '', serviceId: '', date: '2000-01-01' },
    { enabled: session !== null },
  )
  const [wanted, setWanted] = useState<{ clientId: string; key: string | null }>()
  const options = session === null ? [] : (data ?? [])
  const own = wanted?.clientId === session?.clientId ? wanted : undefined
  const best = options[0] ?? null
  const chosen =
    own?.key === null ? null : (options.find((option) => keyOf(option) === own?.key) ?? best)
  return {
    options,
    chosen,
    wish: wishOf(chosen),
    choose: (key) => session && setWanted({ clientId: session.clientId, key }),
  }
}

/** Tells options apart. */
export function keyOf(
  option:
    | { readonly kind: 'package'; readonly clientPackageId: string }
    | { readonly kind: 'membership'; readonly membershipId: string },
): string {
  return option.kind === 'package' ? option.clientPackageId : option.membershipId
}

/**
 * What a screen has said of a session that an option pays; null: of one that is paid by itself.
 *
 * @param priceMinor what it costs by itself.
 */
export function shownWith(
  option: FundingOption | null,
  priceMinor: Minor,
): Shown & { priceMinor: Minor } {
  if (option === null) return { priceMinor }
  const nothing = { priceMinor: minor(0) }
  return option.kind === 'package' ? { ...nothing, endsOn: option.expiresOn } : nothing
}

/** The wish behind an option; null: by itself. */
export function wishOf(option: FundingOption | null): FundingWish {
  if (option === null) return { kind: 'single' }
  return option.kind === 'package'
    ? { kind: 'package', clientPackageId: option.clientPackageId }
    : { kind: 'membership', membershipId: option.membershipId }
}
