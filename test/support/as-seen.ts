import { followMerges } from '../../main/features/clients/index.ts'
import { editedVersion } from '../../main/features/check-version.ts'
import type { StudioDatabase } from '../../main/db/studio-database.ts'
import { endAfterRenewal } from '../../main/features/packages/decide-membership.ts'
import { findMembership, termsOf } from '../../main/features/packages/sold-rows.ts'
import type { InputOf } from '../../shared/contract.ts'
import {
  contracts,
  type ChannelName,
  type CommandName,
  type Contracts,
} from '../../shared/contracts.ts'
import type { Shown } from '../../shared/shown.ts'

/** What a command takes, but which version was seen: whoever leaves that out has just looked. */
export type Seen<N extends CommandName> = LeavingOut<InputOf<Contracts[N]>>

type LeavingOut<I> = I extends { shown: { endsOn: string } }
  ? Omit<I, 'shown'> & { shown?: Shown | undefined }
  : LeavingOutVersion<I>

type LeavingOutVersion<I> = I extends { expectedVersion: number }
  ? Omit<I, 'expectedVersion'> & { expectedVersion?: number }
  : I

/** An edit, or a renewal, as a window sends it that has just read what it is about. */
export function asSeen(database: StudioDatabase, name: CommandName, input: unknown): unknown {
  if (name === 'memberships.renew') return renewalAsSeen(database, input)
  if (Object.hasOwn(input as object, 'expectedVersion')) return input
  const expectedVersion = editedVersion(database, contracts[name], followMerges(database, input))
  return expectedVersion === null ? input : { ...(input as object), expectedVersion }
}

function renewalAsSeen(database: StudioDatabase, input: unknown): unknown {
  const { membershipId, shown } = input as { membershipId: string; shown?: Shown }
  const found = findMembership(database, membershipId)
  if (!found.ok) return input
  const endsOn = endAfterRenewal(termsOf(database, found.value))
  return { ...(input as object), shown: { endsOn, ...shown } }
}

/** An input for every channel there is, made from a studio. */
export type AllInputs<S> = {
  readonly [N in ChannelName]: (
    studio: S,
  ) => N extends CommandName ? Seen<N> : InputOf<Contracts[N]>
}

/** The same inputs, with the version of what each edits as it stands when it is asked for. */
export function allAsSeen<S extends { readonly app: { readonly database: StudioDatabase } }>(
  inputs: AllInputs<S>,
): { readonly [N in ChannelName]: (studio: S) => InputOf<Contracts[N]> } {
  const each = Object.entries<(studio: S) => object>(inputs)
  const all = each.map(([name, inputOf]) => [
    name,
    (studio: S) => asSeen(studio.app.database, name as CommandName, inputOf(studio)),
  ])
  return Object.fromEntries(all) as ReturnType<typeof allAsSeen<S>>
}
