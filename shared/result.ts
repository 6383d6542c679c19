import { sayMoment } from './words/say-day.ts'
import { refusals, type RefusalCode, type RefusalParams } from './words/refusals.ts'

/**
 * What a person is told when a command or query could not be carried out. `code` is stable and
 * may be tested against; `message` says what is wrong and `nextStep` what to do about it.
 */
export interface Failure {
  readonly code: RefusalCode
  readonly message: string
  readonly nextStep: string
  /** Machine-readable facts behind the sentence, for example `{ until: '2026-03-02T10:00' }`. */
  readonly details?: Readonly<Record<string, unknown>>
  /** Set for unexpected errors only: the same id stands in the log file. */
  readonly incidentId?: string
}

export interface Ok<T> {
  readonly ok: true
  readonly value: T
}

export interface Refused {
  readonly ok: false
  readonly error: Failure
}

/** The envelope of every answer over IPC, and the return value of every decision. */
export type Result<T> = Ok<T> | Refused

/** Wraps a success. */
export function ok<T>(value: T): Ok<T> {
  return { ok: true, value }
}

/**
 * Makes a refusal: an expected "no" with a stable code and a sentence from the catalogue.
 * Refusals are values; only bugs throw. A day among the facts is said as days are said everywhere; in the
 * details it stays as it is.
 *
 * @example
 * return refuse('trainer_busy', { trainer: 'Ana Ruiz', until: '10:00' })
 */
export function refuse<C extends RefusalCode>(code: C, params: RefusalParams<C>): Refused {
  // The catalogue's entry for C takes exactly RefusalParams<C>; TypeScript cannot follow that through the index.
  const entry = refusals[code] as (params: RefusalParams<C>) => {
    message: string
    nextStep: string
  }
  const details = Object.keys(params).length > 0 ? { details: { ...params } } : {}
  return { ok: false, error: { code, ...entry(said(params)), ...details } }
}

function said<P extends object>(params: P): P {
  const facts = Object.entries(params).map(([name, fact]) => [
    name,
    typeof fact === 'string' ? sayMoment(fact) : fact,
  ])
  return Object.fromEntries(facts) as P
}

/** Makes the compiler prove that a `switch` names every case. Throws if it is reached after all. */
export function assertNever(value: never): never {
  throw new Error(`Unexpected case: ${JSON.stringify(value)}`)
}
