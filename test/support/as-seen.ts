import { editedVersion } from '../../main/features/check-version.ts'
import { followMerges } from '../../main/features/clients/index.ts'
import { consequenceOf } from '../../main/features/consequence.ts'
import type { StaffCaller } from '../../main/features/handlers.ts'
import { rehearse } from '../../main/features/rehearse.ts'
import type { StudioApp } from '../../main/studio-app.ts'
import type { InputOf } from '../../shared/contract.ts'
import {
  contracts,
  type ChannelName,
  type CommandName,
  type Contracts,
} from '../../shared/contracts.ts'
import type { Result } from '../../shared/result.ts'
import type { Consequence, Shown } from '../../shared/shown.ts'
import type { Session } from '../../shared/staff.ts'

/** What a command takes, but what was seen: whoever leaves that out has just looked. */
export type Seen<N extends CommandName> = LeavingOut<InputOf<Contracts[N]>>

type LeavingOut<I> = I extends { shown: object }
  ? Omit<LeavingOutVersion<I>, 'shown'> & { shown?: Shown | undefined }
  : LeavingOutVersion<I>

type LeavingOutVersion<I> = I extends { expectedVersion: number }
  ? Omit<I, 'expectedVersion'> & { expectedVersion?: number }
  : I

/** What each command must say that was shown, besides what is free unless it is said. */
const mustSay: { readonly [N in CommandName]?: readonly (keyof Consequence)[] } = {
  'appointments.create': ['priceMinor'],
  'appointments.changePaymentSource': ['priceMinor'],
  'groups.addSeat': ['priceMinor'],
  'series.create': ['priceMinor'],
  'packages.sell': ['credits', 'endsOn'],
  'memberships.renew': ['endsOn'],
  'memberships.pause': ['endsOn'],
  'memberships.resume': ['endsOn'],
  'payments.refund': ['endsOn'],
  'payments.void': ['backMinor'],
}

/** A command as a window sends it that has just read what it is about, and what it comes to. */
export function asSeen(app: StudioApp, name: CommandName, input: unknown): unknown {
  return withSum(app, name, withVersion(app, name, input as object))
}

function withVersion({ database }: StudioApp, name: CommandName, input: object): object {
  if (Object.hasOwn(input, 'expectedVersion')) return input
  const expectedVersion = editedVersion(database, contracts[name], followMerges(database, input))
  return expectedVersion === null ? input : { ...input, expectedVersion }
}

function withSum(app: StudioApp, name: CommandName, input: { readonly shown?: Shown }): object {
  const unsaid = (mustSay[name] ?? []).filter((what) => input.shown?.[what] === undefined)
  if (unsaid.length === 0) return input
  const now = lookAhead(app, name, input)
  const said = Object.fromEntries(unsaid.map((what) => [what, now[what]]))
  return { ...input, shown: { ...said, ...input.shown } }
}

/** Said of what cannot be done: it is refused for a reason of its own. */
const unknown = { priceMinor: 0, backMinor: 0, credits: 0, endsOn: '2026-01-01' }

/** What it would come to, if a manager did it now. */
function lookAhead(
  app: StudioApp,
  name: CommandName,
  input: { readonly shown?: Shown },
): Partial<Consequence> {
  const parsed = contracts[name].input.safeParse({
    ...input,
    shown: { ...unknown, ...input.shown },
  })
  const actor = app.database
    .prepare(`SELECT id, name, role FROM staff WHERE role = 'manager' AND active = 1`)
    .get() as Session | undefined
  if (!parsed.success || !actor) return unknown
  const approvals = app.access.approvals.of(name, parsed.data)
  const caller = { session: { current: actor }, actor, approvals } as StaffCaller
  const handler = app.handlers[name] as (...args: unknown[]) => Result<unknown>
  try {
    return rehearse(app.work, caller, (tx) => {
      const done = handler(tx, followMerges(tx.database, parsed.data), caller)
      return done.ok ? consequenceOf(tx.published) : unknown
    })
  } catch {
    return unknown
  }
}

/** An input for every channel there is, made from a studio. */
export type AllInputs<S> = {
  readonly [N in ChannelName]: (
    studio: S,
  ) => N extends CommandName ? Seen<N> : InputOf<Contracts[N]>
}

/** The same inputs, with what is seen of each as it stands when it is asked for. */
export function allAsSeen<S extends { readonly app: StudioApp }>(
  inputs: AllInputs<S>,
): { readonly [N in ChannelName]: (studio: S) => InputOf<Contracts[N]> } {
  const each = Object.entries<(studio: S) => object>(inputs)
  const all = each.map(([name, inputOf]) => [
    name,
    (studio: S) => asSeen(studio.app, name as CommandName, inputOf(studio)),
  ])
  return Object.fromEntries(all) as ReturnType<typeof allAsSeen<S>>
}
