import type { InputOf } from '../../../shared/contract.ts'
import type { Contracts } from '../../../shared/contracts.ts'
import { eventTypes } from '../../../shared/events/index.ts'
import { words } from '../../../shared/words/index.ts'

/** Which events the log shows. Every part that is set must hold. */
export interface LogFilter {
  /** `payment.completed`, or a family such as `payment.*`. */
  readonly type: string | null
  readonly person: { readonly id: string; readonly name: string } | null
  readonly subject: { readonly type: string; readonly id: string } | null
  readonly correlationId: string | null
}

export const noFilter: LogFilter = {
  type: null,
  person: null,
  subject: null,
  correlationId: null,
}

/** Whether anything is left out by it. */
export function isFiltering(filter: LogFilter): boolean {
  return Object.values(filter).some((part) => part !== null)
}

/** The filter as the query wants it. */
export function inputOf(filter: LogFilter): InputOf<Contracts['events.list']> {
  const { type, person, subject, correlationId } = filter
  return { type, personId: person?.id ?? null, subject, correlationId }
}

/**
 * What one can choose as a type: everything, then each family with its members under it.
 *
 * @example
 * typeChoices()[1] // { value: 'log.*', label: 'All of The log itself', … }
 */
export function typeChoices(): { value: string; label: string; isFamily: boolean }[] {
  const types = Object.keys(eventTypes)
  const families = [...new Set(types.map(familyOf))].toSorted((a, b) => rankOf(a) - rankOf(b))
  return families.flatMap((family) => [
    { value: `${family}.*`, label: nameOf(family), isFamily: true },
    ...types
      .filter((type) => familyOf(type) === family)
      .map((type) => ({ value: type, label: type, isFamily: false })),
  ])
}

/** The end of an id: its beginning is the time, which neighbours share. */
export function shortId(id: string): string {
  return id.slice(-8)
}

function familyOf(type: string): string {
  return type.slice(0, type.indexOf('.'))
}

function nameOf(family: string): string {
  return words.events.families[family] ?? family
}

/** Families in the order of the words; one that has no words yet comes last. */
function rankOf(family: string): number {
  const rank = Object.keys(words.events.families).indexOf(family)
  return rank === -1 ? Number.MAX_SAFE_INTEGER : rank
}
