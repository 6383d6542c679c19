import type { AnyContract, Undo } from '../../shared/contract.ts'
import { contracts } from '../../shared/contracts.ts'
import type { EventType } from '../../shared/events/index.ts'
import type { Edited } from '../../shared/expected-version.ts'
import { ok, refuse, type Result } from '../../shared/result.ts'
import type { StudioDatabase } from '../db/studio-database.ts'

/**
 * The events that change what an edit of each subject shows. The number of the last of them in its
 * subject (`subject_seq`) is its version: every write has an event, so nothing else has to count.
 */
const editEvents: { readonly [S in Edited]: readonly EventType[] } = {
  client: ['client.registered', 'client.updated', 'client.merged', 'client.erased'],
  staff: ['staff.added', 'staff.changed', 'staff.deactivated', 'staff.reactivated'],
  trainer: ['catalog.trainer_added', 'catalog.trainer_changed', 'catalog.week_changed'],
  service: ['catalog.service_added', 'catalog.service_changed'],
  room: ['catalog.room_added', 'catalog.room_changed'],
  appointment: [
    'appointment.created',
    'appointment.rescheduled',
    'appointment.cancelled',
    'appointment.reinstated',
  ],
}

/**
 * The version of something that can be edited: the place of its last change among its events, also
 * when that lies in an archive by now. 0 for what is not there.
 */
export function versionOf(database: StudioDatabase, subject: Edited, id: string): number {
  const types = editEvents[subject]
  return database
    .prepare(
      `SELECT coalesce(
         (SELECT subject_seq FROM event_log WHERE subject_type = ? AND subject_id = ?
            AND event_type IN (${types.map(() => '?').join(', ')})
          ORDER BY subject_seq DESC LIMIT 1),
         (SELECT subject_seq FROM pruned_subjects WHERE subject_type = ? AND subject_id = ?),
         0)`,
    )
    .pluck()
    .get(subject, id, ...types, subject, id) as number
}

/**
 * Asks before an edit whether what it was made on still stands. Refuses `changed_since` with both
 * versions when somebody changed it meanwhile; nothing is asked where no version was shown.
 */
export function checkVersion(
  database: StudioDatabase,
  contract: AnyContract,
  input: unknown,
): Result<null> {
  const edit = editIn(contract, input)
  if (edit?.expected === undefined) return ok(null)
  const now = versionOf(database, edit.subject, edit.id)
  return now === edit.expected ? ok(null) : refuse('changed_since', { shown: edit.expected, now })
}

/**
 * Gives an undo the version that its act has left behind, so that it cannot wipe what came after. One
 * that restores a former state is held to that already.
 */
export function withVersion(database: StudioDatabase, value: unknown): unknown {
  const undo = (value as { readonly undo?: Undo | null } | null)?.undo
  if (!undo || 'formerId' in (undo.input as object)) return value
  const edit = editIn(contracts[undo.command as keyof typeof contracts], undo.input)
  if (!edit) return value
  const expectedVersion = versionOf(database, edit.subject, edit.id)
  return {
    ...(value as object),
    undo: { ...undo, input: { ...(undo.input as object), expectedVersion } },
  }
}

function editIn(contract: AnyContract, input: unknown) {
  if (contract.kind !== 'command' || !contract.edits) return null
  const { subject, idIn } = contract.edits
  const given = input as Record<string, unknown>
  return {
    subject,
    id: String(given[idIn]),
    expected: given['expectedVersion'] as number | undefined,
  }
}
