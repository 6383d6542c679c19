import type { z } from 'zod'
import type { Edit } from './expected-version.ts'
import type { Role } from './roles.ts'
import type { Topic } from './topics.ts'

/** Who may call: `anyone` before sign-in, or the listed roles. There is no default: the list is the rule. */
export type Access = 'anyone' | readonly Role[]

/** A read. Its answer is kept by the renderer until one of its topics changes. */
export interface QueryContract<I extends z.ZodType, O> {
  readonly kind: 'query'
  readonly access: Access
  readonly input: I
  readonly topics: (input: z.output<I>) => readonly Topic[]
  /** Only a type: what the query answers. */
  readonly output?: O
}

/** A write. It runs in one transaction and at most once per `commandId`. */
export interface CommandContract<I extends z.ZodType, O> {
  readonly kind: 'command'
  readonly access: Access
  readonly input: I
  /**
   * False: not remembered by its commandId. For commands whose input holds a PIN, of which not even
   * a hash may be kept, and which do no harm when they come twice; and where twice is two things.
   */
  readonly remembered?: false
  /** True: also while the studio’s file is known to be damaged, for looking at what can be read. */
  readonly whileDamaged?: true
  /** What it edits: it is held to the `expectedVersion` of its input. */
  readonly edits?: Edit
  /** Only a type: what the command answers. */
  readonly output?: O
}

export type AnyContract = QueryContract<z.ZodType, unknown> | CommandContract<z.ZodType, unknown>

/** What `C` answers. */
export type OutputOf<C> = C extends { readonly output?: infer O } ? Exclude<O, undefined> : never

/** What a caller passes to `C`. */
export type InputOf<C extends AnyContract> = z.input<C['input']>

/** What the handler of `C` receives after parsing. */
export type ParsedInputOf<C extends AnyContract> = z.output<C['input']>

/**
 * Declares a read.
 *
 * @example
 * query<DayView>()({ access: ['manager'], input: z.object({ date: localDateSchema }), topics: ({ date }) => [topics.day(date)] })
 */
export function query<O>() {
  return <I extends z.ZodType>(definition: {
    access: Access
    input: I
    topics: (input: z.output<I>) => readonly Topic[]
  }): QueryContract<I, O> => ({ kind: 'query', ...definition })
}

/** Declares a write. See {@link query}. */
export function command<O>() {
  return <I extends z.ZodType>(definition: {
    access: Access
    input: I
    remembered?: false
    edits?: Edit
    whileDamaged?: true
  }): CommandContract<I, O> => ({ kind: 'command', ...definition })
}

/**
 * Every command that takes another one back. Each is held to what it takes back, so that it cannot wipe
 * what somebody else has done since: `test/unit/rules/ways-back.test.ts` says how.
 */
export const waysBack = [
  'appointments.cancel',
  'appointments.changePaymentSource',
  'appointments.checkIn',
  'appointments.complete',
  'appointments.noShow',
  'appointments.reinstate',
  'appointments.reschedule',
  'appointments.settleTimes',
  'appointments.takeBackCheckIn',
  'appointments.takeBackCompletion',
  'appointments.takeBackNoShow',
  'appointments.unsettleTimes',
  'catalog.addClosure',
  'catalog.addTimeOff',
  'catalog.bringBack',
  'catalog.changeRoom',
  'catalog.changeService',
  'catalog.changeTrainer',
  'catalog.move',
  'catalog.removeClosure',
  'catalog.removeTimeOff',
  'catalog.retire',
  'catalog.setOverride',
  'catalog.setWeek',
  'clients.update',
  'drawer.reverse',
  'fees.takeBackWaiver',
  'fees.waive',
  'groups.cancel',
  'groups.changeCapacity',
  'groups.leaveWaitlist',
  'groups.reinstate',
  'groups.rejoinWaitlist',
  'groups.takeBackCheckIns',
  'memberships.end',
  'memberships.reopen',
  'memberships.resume',
  'packages.restoreProduct',
  'packages.retireProduct',
  'policy.save',
  'series.cancelFollowing',
  'series.putBack',
  'staff.change',
  'staff.deactivate',
  'staff.move',
  'staff.reactivate',
  'staff.saveMessages',
  'studio.rename',
  'studio.setCountry',
] as const

/** Names the command that takes another one back, as a window sends it. */
export interface Undo {
  readonly command: string
  readonly input: unknown
}

/** An {@link Undo} as main names it. */
export interface WayBack extends Undo {
  readonly command: (typeof waysBack)[number]
}

/** What travels from the renderer: the renderer mints `commandId` once per intent, so a double click is one command. */
export interface Invocation {
  readonly name: string
  readonly input: unknown
  readonly commandId?: string
}
