import type { InputOf } from '../../../shared/contract.ts'
import type { CommandName, Contracts } from '../../../shared/contracts.ts'

/** A command as a racing desk is told it. */
export interface RaceCall {
  readonly name: CommandName
  readonly input: unknown
}

/** What two desks want at the same time and only one can have. */
export interface Race {
  readonly what: string
  /** The code that the loser must get. */
  readonly refusal: string
  /** Makes round `round` ready; answers what each of the two desks then sends. */
  prepare(round: number): readonly [RaceCall, RaceCall]
}

/** A command whose input is checked against its contract. */
export function call<N extends CommandName>(name: N, input: InputOf<Contracts[N]>): RaceCall {
  return { name, input }
}
