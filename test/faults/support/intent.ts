import type { CommandName } from '../../../shared/contracts.ts'
import type { Seen } from '../../support/as-seen.ts'
import type { Desk } from './desk.ts'

/** A command that is about to be sent. */
export interface Intent {
  readonly name: CommandName
  readonly input: unknown
}

/** A command's name with an input that it can have, but for what is seen before it is sent. */
export function intentOf<N extends CommandName>(name: N, input: Seen<N>): Intent {
  return { name, input }
}

/** The newest rows of a query that has no order of its own. */
export function newestOf<R>(desk: Desk, query: string): R[] {
  return desk.all<R>(`${query} ORDER BY rowid DESC LIMIT 30`)
}
