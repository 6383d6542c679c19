import type Sqlite from 'better-sqlite3'
import type { OutputOf } from '../../../shared/contract.ts'
import type { CommandName, Contracts } from '../../../shared/contracts.ts'
import type { Seen } from '../../support/as-seen.ts'
import type { StudioModel, Who } from './studio-model.ts'

/**
 * What a command must be answered: `ok`, the refusal's code, or one of several where the rule is not
 * simple; undefined where only the studio itself knows.
 */
export type Verdict = string | readonly string[] | undefined

/** Looks things up in the studio's file, from outside: only ids that an answer does not name. */
export class Lookup {
  readonly connection: Sqlite.Database

  constructor(connection: Sqlite.Database) {
    this.connection = connection
    // The same questions are asked after every step, and reading one costs more than its answer.
    const statements = new Map<string, Sqlite.Statement>()
    const prepare = connection.prepare.bind(connection)
    connection.prepare = ((source: string) => {
      const known = statements.get(source) ?? prepare(source)
      statements.set(source, known)
      return known
    }) as typeof connection.prepare
  }

  all<R>(query: string, ...values: unknown[]): R[] {
    return this.connection.prepare(query).all(...values) as R[]
  }

  /** The only text of the only row. */
  text(query: string, ...values: unknown[]): string {
    const text = this.connection
      .prepare(query)
      .pluck()
      .get(...values)
    if (typeof text !== 'string')
      throw new Error(`Nothing is there: ${query}, ${values.join(', ')}`)
    return text
  }
}

/** What a command takes or leaves behind, and a screen must have said before. */
export interface Taken extends Said {
  readonly feeMinor: number
  readonly sessionsLost: number
  readonly lateMoves: number
  readonly sessionsKept?: number
  readonly servicesWithoutRoom?: number
  readonly timesSettled?: number
}

/** What a command must say of itself: the price, the last day, what is bought, what goes back. */
export interface Said {
  readonly priceMinor?: number
  readonly backMinor?: number
  readonly credits?: number
  /** Null: of no month that is lost. */
  readonly endsOn?: string | null
}

export const nothingTaken: Required<Omit<Taken, keyof Said>> = {
  feeMinor: 0,
  sessionsLost: 0,
  lateMoves: 0,
  sessionsKept: 0,
  servicesWithoutRoom: 0,
  timesSettled: 0,
}

/** What the model knows of one command. */
export interface Rule<N extends CommandName> {
  must(model: StudioModel, input: Seen<N>, who: Who): Verdict
  /** What it takes from clients and comes to, where it may: it must have been shown. Left out: nothing, ever. */
  takes?(model: StudioModel, input: Seen<N>, who: Who): Taken
  /** What becomes of the studio when it was accepted. Throws when the answer cannot be. */
  become(
    model: StudioModel,
    input: Seen<N>,
    answer: OutputOf<Contracts[N]>,
    file: Lookup,
    who: Who,
  ): void
}

export type Rules = { readonly [N in CommandName]?: Rule<N> }

/** The first of several verdicts that is not `ok`. */
export function firstOf(...verdicts: readonly (() => Verdict)[]): Verdict {
  for (const verdict of verdicts) {
    const found = verdict()
    if (found !== 'ok') return found
  }
  return 'ok'
}

/** Throws unless it holds: the studio accepted something and came to another end than the model. */
export function holds(condition: boolean, what: string): asserts condition {
  if (!condition) throw new Error(what)
}
