import { createHash } from 'node:crypto'
import type { AnyContract, ParsedInputOf, Undo } from '../../shared/contract.ts'
import { contracts, type CommandName, type Contracts } from '../../shared/contracts.ts'
import { ok, refuse, type Result } from '../../shared/result.ts'
import type { StudioDatabase } from '../db/studio-database.ts'
import { endOf, standingOf } from './appointments/index.ts'
import { offerStanding } from './catalog/index.ts'
import { productStanding } from './packages/index.ts'

/** What the undo would wipe; null: what it names has kept a former state, and is held to that. */
type Reader<N extends CommandName> = (
  database: StudioDatabase,
  input: ParsedInputOf<Contracts[N]>,
) => unknown

/**
 * How that stands which the way back of a creating or an ending act would take with it. Read right after
 * the act and again before its undo: whatever lies in between, an act and its own undo cancel out.
 */
const readers: { readonly [N in CommandName]?: Reader<N> } = {
  'appointments.cancel': (database, input) =>
    input.formerId === undefined ? standingOf(database, input) : null,
  'appointments.reinstate': endOf,
  'groups.cancel': (database, { appointmentId, formers }) =>
    formers ? null : standingOf(database, { appointmentId }),
  // Without its seats: some of them may be left out when it comes back.
  'groups.reinstate': (database, { appointmentId }) => endOf(database, { appointmentId }),
  'series.cancelFollowing': (database, { appointmentId, formers }) =>
    formers
      ? null
      : datesWith(database, appointmentId).map((id) => standingOf(database, { appointmentId: id })),
  'series.putBack': (database, { sessions }) =>
    sessions.some(({ slot }) => slot !== null)
      ? null
      : sessions.map(({ appointmentId }) => endOf(database, { appointmentId })),
  'catalog.retire': offerStanding,
  'packages.retireProduct': productStanding,
  'packages.restoreProduct': productStanding,
}

/** Gives an undo a mark of how its act has left things, for {@link checkUndo}. */
export function withStanding(database: StudioDatabase, value: unknown): unknown {
  const undo = (value as { readonly undo?: Undo | null } | null)?.undo
  if (!undo) return value
  const command = undo.command as CommandName
  if (readers[command] === undefined) return value
  const contract: AnyContract = contracts[command]
  const asLeft = markOf(database, command, contract.input.parse(undo.input))
  if (asLeft === null) return value
  return { ...(value as object), undo: { ...undo, input: { ...(undo.input as object), asLeft } } }
}

/** Whether things are as the act has left them that is taken back. Refuses `undo_overtaken`. */
export function checkUndo(database: StudioDatabase, name: string, input: unknown): Result<null> {
  const { asLeft } = (input ?? {}) as { readonly asLeft?: string }
  if (asLeft === undefined || asLeft === markOf(database, name as CommandName, input))
    return ok(null)
  return refuse('undo_overtaken', {})
}

function markOf(database: StudioDatabase, name: CommandName, input: unknown): string | null {
  // The contract's own schema made the input, here as in the router.
  const read = readers[name] as ((database: StudioDatabase, input: unknown) => unknown) | undefined
  const standing = read?.(database, input) ?? null
  return standing && createHash('sha256').update(JSON.stringify(standing)).digest('hex')
}

/** All sessions of the series that one belongs to. */
function datesWith(database: StudioDatabase, appointmentId: string): string[] {
  return database
    .prepare(
      `SELECT id FROM appointments
       WHERE series_id = (SELECT series_id FROM appointments WHERE id = ?) ORDER BY id`,
    )
    .pluck()
    .all(appointmentId) as string[]
}
