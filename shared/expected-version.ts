import { z } from 'zod'

/** Something that two people may edit at once. */
export type Edited = 'client' | 'staff' | 'trainer' | 'service' | 'room' | 'appointment'

/**
 * The part of an edit's input that says which version was on the screen; another one is refused with
 * `changed_since`. Left out by what has seen none, such as an import.
 */
export const expectedVersion = { expectedVersion: z.int().min(0).optional() }
