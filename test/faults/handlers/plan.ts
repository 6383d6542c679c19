import { assertNever } from '../../../shared/result.ts'
import { Random } from '../support/random.ts'

/** A handler of an episode, chosen by its seed. */
export interface PlannedHandler {
  readonly name: string
  readonly pattern: 'client.*' | 'catalog.trainer_added' | '*'
  readonly runs: 'inline' | 'after_commit' | 'outside'
  readonly ordering: 'subject' | 'none'
  readonly maxAttempts: number
  /** Publishes `catalog.trainer_added` for each event it handles. */
  readonly publishes: boolean
}

/** How a handler fails at one event: `times` attempts in a row, then it succeeds. */
export interface PlannedFault {
  readonly kind: 'none' | 'throw' | 'hang' | 'kill'
  readonly times: number
}

/** What happens next. */
export type Step =
  | { readonly kind: 'publish'; readonly subjects: readonly number[]; readonly together: boolean }
  | { readonly kind: 'advance'; readonly minutes: number }
  | { readonly kind: 'replay' | 'discard'; readonly which: number }
  | { readonly kind: 'pause' | 'resume'; readonly handler: number }
  | { readonly kind: 'restart'; readonly busy: boolean }
  | { readonly kind: 'deliver' }

/** How many people the events of an episode are about. */
export const subjectCount = 4

/** The handlers of an episode: always one of each way to run, and some more. */
export function planHandlers(seed: number): PlannedHandler[] {
  const random = new Random(mix(seed, 1))
  const ways = ['inline', 'after_commit', 'outside'] as const
  return Array.from({ length: 6 }, (_, index) => {
    const runs = index < 3 ? ways[index]! : random.pick(ways)
    const nested = index === 3
    return {
      name: `handler-${index}`,
      // One that hears what others publish, in the same transaction.
      pattern: nested ? 'catalog.trainer_added' : random.chance(0.3) ? '*' : 'client.*',
      runs: nested ? 'inline' : runs,
      ordering: random.chance(0.75) ? 'subject' : 'none',
      maxAttempts: 2 + random.below(3),
      publishes: false,
    } as const satisfies PlannedHandler
  }).map((handler, index) =>
    // Only who hears people alone may publish: an answer to every event would never end.
    index < 2 ? { ...handler, pattern: 'client.*', publishes: true } : handler,
  )
}

/** How a handler behaves at an event. The same in every process of the episode. */
export function planFault(seed: number, handler: PlannedHandler, seq: number): PlannedFault {
  const random = new Random(mix(seed, Number(handler.name.slice(8)) + 2, seq))
  const roll = random.next()
  const times = random.chance(0.2) ? 1_000 : 1 + random.below(4)
  if (roll < 0.1) return { kind: 'throw', times }
  // What hangs outside is cut off after half a minute only; there it is late instead.
  if (roll < 0.115 && handler.runs !== 'outside') return { kind: 'hang', times: Math.min(times, 4) }
  if (roll < 0.125) return { kind: 'kill', times: Math.min(times, 3) }
  return { kind: 'none', times: 0 }
}

/** Step number `index` of an episode. */
export function planStep(seed: number, index: number): Step {
  const random = new Random(mix(seed, 100, index))
  const roll = random.next()
  if (roll < 0.4) {
    const count = 1 + random.below(3)
    const subjects = Array.from({ length: count }, () => random.below(subjectCount))
    return { kind: 'publish', subjects, together: random.chance(0.5) }
  }
  if (roll < 0.68) return { kind: 'deliver' }
  if (roll < 0.8) return { kind: 'advance', minutes: 1 + random.below(90) }
  if (roll < 0.84) return { kind: 'restart', busy: random.chance(0.6) }
  if (roll < 0.92) return { kind: 'replay', which: random.below(100) }
  if (roll < 0.95) return { kind: 'discard', which: random.below(100) }
  return { kind: roll < 0.965 ? 'pause' : 'resume', handler: random.below(6) }
}

/** May this event become a dead letter of this handler? */
export function mayDie(fault: PlannedFault, maxAttempts: number): boolean {
  switch (fault.kind) {
    case 'none':
      return false
    case 'kill':
      return fault.times >= 2
    case 'throw':
    case 'hang':
      return fault.times >= maxAttempts
    default:
      return assertNever(fault.kind)
  }
}

function mix(...numbers: number[]): number {
  return numbers.reduce(
    (mixed, number) => Math.imul(mixed ^ number, 0x9e3779b1) ^ (mixed >>> 15),
    7,
  )
}
