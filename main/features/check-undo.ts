import { createHash } from 'node:crypto'
import type { AnyContract, ParsedInputOf, WayBack } from '../../shared/contract.ts'
import { contracts, type CommandName, type Contracts } from '../../shared/contracts.ts'
import type { EventType } from '../../shared/events/index.ts'
import { ok, refuse, type Result } from '../../shared/result.ts'
import type { StudioDatabase } from '../db/studio-database.ts'
import { endOf, standingOf } from './appointments/index.ts'
import { offerPlace, offerStanding } from './catalog/index.ts'
import { feesOf, feeStanding } from './fees/index.ts'
import { placeInLine } from './groups/index.ts'
import { membershipStanding, productStanding } from './packages/index.ts'
import { memberStanding, placeOfMember } from './staff/index.ts'

/** The ways back whose input takes a mark. */
type Marked = {
  [N in WayBack['command']]: 'asLeft' extends keyof ParsedInputOf<Contracts[N]> ? N : never
}[WayBack['command']]

/** What the undo would wipe; null: what it names has kept a former state, and is held to that. */
type Reader<N extends CommandName> = (
  database: StudioDatabase,
  input: ParsedInputOf<Contracts[N]>,
) => unknown

/**
 * How that stands which the way back of an act would take with it. Read right after the act and again
 * before its undo: whatever lies in between, an act and its own undo cancel out.
 */
const readers: { readonly [N in Marked]: Reader<N> } = {
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
  'appointments.checkIn': endOf,
  'appointments.takeBackCheckIn': endOf,
  'appointments.complete': endOf,
  'appointments.takeBackCompletion': endOf,
  'appointments.takeBackNoShow': (database, { appointmentId, seatId = null }) => [
    endOf(database, { appointmentId, seatId }),
    feesOf(database, { appointmentId, seatId }).map(({ id }) =>
      feeStanding(database, { feeId: id }),
    ),
  ],
  'fees.waive': feeStanding,
  'fees.takeBackWaiver': feeStanding,
  'groups.takeBackCheckIns': (database, { appointmentId, seatIds }) =>
    seatIds.map((seatId) => endOf(database, { appointmentId, seatId })),
  'groups.leaveWaitlist': placeInLine,
  'groups.rejoinWaitlist': placeInLine,
  'memberships.end': membershipStanding,
  'memberships.reopen': membershipStanding,
  'memberships.resume': membershipStanding,
  'catalog.retire': offerStanding,
  // What comes back keeps all that was changed of it: only another retirement is not this one's to undo.
  'catalog.bringBack': (database, { kind, id }) =>
    lastOf(database, kind, id, `catalog.${kind}_retired`),
  'catalog.move': offerPlace,
  'staff.deactivate': memberStanding,
  'staff.reactivate': (database, { staffId }) =>
    lastOf(database, 'staff', staffId, 'staff.deactivated'),
  'staff.move': placeOfMember,
  'packages.retireProduct': productStanding,
  'packages.restoreProduct': (database, { productId }) =>
    lastOf(database, 'product', productId, 'product.retired'),
}

/** Gives an undo a mark of how its act has left things, for {@link checkUndo}. */
export function withStanding(database: StudioDatabase, value: unknown): unknown {
  const undo = (value as { readonly undo?: WayBack | null } | null)?.undo
  if (!undo) return value
  const { command } = undo
  if (!(command in readers)) return value
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
  const read = readers[name as Marked] as
    | ((database: StudioDatabase, input: unknown) => unknown)
    | undefined
  const standing = read?.(database, input) ?? null
  return standing && createHash('sha256').update(JSON.stringify(standing)).digest('hex')
}

/** Which event of its kind is the last of a subject, by its place among the subject's own. */
function lastOf(database: StudioDatabase, subject: string, id: string, type: EventType): unknown {
  return database
    .prepare(
      `SELECT max(subject_seq) FROM event_log
       WHERE subject_type = ? AND subject_id = ? AND event_type = ?`,
    )
    .pluck()
    .get(subject, id, type)
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
