import type { RacingDesk } from './racing-desk.ts'

/** What two desks want at the same time and only one can have. */
export interface Race {
  readonly what: string
  /** The code that the loser must get. */
  readonly refusal: string
  /** Makes round `round` ready; answers what each of the two then does. */
  prepare(round: number, desks: readonly RacingDesk[]): Promise<RaceStart>
}

type RaceStart = readonly (() => ReturnType<RacingDesk['run']>)[]
