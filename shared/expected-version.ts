import { z } from 'zod'

/** Something that two people may edit at once. */
export type Edited =
  | 'client'
  | 'staff'
  | 'staffMessages'
  | 'trainer'
  | 'week'
  | 'datedHours'
  | 'service'
  | 'room'
  /** What is sold ahead, with all its former forms. */
  | 'product'
  /** What a trainer is paid, from whichever day on. */
  | 'rate'
  | 'appointment'
  | 'capacity'
  /** All sessions of a series, by one of them. */
  | 'series'
  | 'policy'
  | 'studioName'
  | 'country'
  | 'mailServer'

/**
 * What a command edits, by the fields of its input that name it; none is needed for what there is one of.
 * It is held to the `expectedVersion` of its input.
 */
export interface Edit {
  readonly subject: Edited
  readonly idIn?: string
  /** A second one, where it takes two: its version is added. */
  readonly alsoIdIn?: string
  readonly partIn?: string
}

/**
 * The part of an edit's input that says which version was on the screen; another one is refused with
 * `changed_since`. Nobody may leave it out: what has seen nothing must not write over it.
 */
export const expectedVersion = { expectedVersion: z.int().min(0) }

/** What a query shows of something that can be edited. */
export interface Versioned {
  /** Goes back with an edit, as `expectedVersion`. */
  readonly version: number
}
