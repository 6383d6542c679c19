import type { InputOf } from '../../../shared/contract.ts'
import type { clientsContract, MergePreview } from '../../../shared/clients.ts'
import { minor } from '../../../shared/money.ts'
import { ok, refuse, type Result } from '../../../shared/result.ts'
import type { Instant } from '../../../shared/time.ts'
import { sql, type StudioDatabase } from '../../db/studio-database.ts'
import type { Tx } from '../../db/unit-of-work.ts'
import type { EventBus } from '../../events/event-bus.ts'
import { readStudio } from '../studio/index.ts'
import { findRow, touchClient } from './change-client.ts'
import { foldClients } from './fold-clients.ts'
import { readProfile } from './read-profile.ts'
import { mergeTold } from './merge-told.ts'
import { tablesOfClients } from './tables-of-clients.ts'

const longestNotes = 2_000

/** What merging would do. Refuses what {@link mergeClients} would refuse. */
export function previewMerge(
  database: StudioDatabase,
  keepId: string,
  mergeId: string,
  now: Instant,
): Result<MergePreview> {
  const both = findBoth(database, keepId, mergeId)
  if (!both.ok) return both
  const keep = readProfile(database, both.value.keep.id, now)
  const merge = readProfile(database, both.value.merge.id, now)
  if (!keep.ok) return keep
  if (!merge.ok) return merge
  const moves = tablesOfClients(database).flatMap(({ table, column }) => {
    const { count } = database
      .prepare(`SELECT count(*) AS count FROM ${table} WHERE ${column} = ?`)
      .get(merge.value.id) as { count: number }
    return count === 0 ? [] : [[table, count] as const]
  })
  const { sum } = database
    .prepare(
      'SELECT coalesce(sum(amount_minor), 0) AS sum FROM account_entries WHERE client_id IN (?, ?)',
    )
    .get(keep.value.id, merge.value.id) as { sum: number }
  return ok({
    keep: keep.value,
    merge: merge.value,
    moves: Object.fromEntries(moves),
    balanceMinor: minor(sum),
    currency: readStudio(database).currency,
  })
}

/**
 * Makes two clients one: everything of the second goes over to the first, and the second's id finds
 * the first from then on. Consent follows the e-mail it was given for; notes are joined.
 *
 * Refuses `same_client`, `client_not_found`, `client_erased`, `clients_share_session` when both have a
 * place in one group session, and `notes_too_long`: nothing that was written is cut off.
 */
export function mergeClients(
  tx: Tx,
  bus: EventBus,
  {
    keepId,
    mergeId,
    fields,
  }: Omit<InputOf<(typeof clientsContract)['clients.merge']>, 'expectedVersion'>,
): Result<{ clientId: string }> {
  const both = findBoth(tx.database, keepId, mergeId)
  if (!both.ok) return both
  const { keep, merge, notes } = both.value
  const from = { keep, merge }
  // Screens that show the one who goes are told while their sessions are still theirs.
  touchClient(tx, merge.id)
  keepBetterPlaces(tx, keep.id, merge.id)
  for (const { table, column } of tablesOfClients(tx.database)) {
    tx.database
      .prepare(`UPDATE ${table} SET ${column} = ? WHERE ${column} = ?`)
      .run(keep.id, merge.id)
  }
  // One had a seat where the other waited.
  tx.database
    .prepare(
      `UPDATE waitlist SET status = 'left' WHERE client_id = ? AND status = 'waiting'
       AND appointment_id IN
         (SELECT appointment_id FROM seats WHERE client_id = ? AND status <> 'cancelled')`,
    )
    .run(keep.id, keep.id)
  mergeTold(tx, keep.id, merge.id)
  // First the one who goes, so that the name is never found twice; never a chain of three.
  tx.database
    .prepare('UPDATE clients SET merged_into = @keep WHERE id = @merge OR merged_into = @merge')
    .run({ keep: keep.id, merge: merge.id })
  tx.database.run(
    sql
      .updateTable('clients')
      .set({
        name: from[fields.name].name,
        phone: from[fields.phone].phone,
        email: from[fields.email].email,
        messages_consent: from[fields.email].messages_consent,
        notes: notes === '' ? null : notes,
        created_at: keep.created_at < merge.created_at ? keep.created_at : merge.created_at,
        last_seen_at:
          keep.last_seen_at > merge.last_seen_at ? keep.last_seen_at : merge.last_seen_at,
      })
      .where('id', '=', keep.id),
  )
  foldClients(tx, [keep.id])
  bus.publish('client.merged', { clientId: keep.id, mergedClientId: merge.id })
  touchClient(tx, keep.id)
  return ok({ clientId: keep.id })
}

/** Of two places in one line the first stays, with what either was offered. */
function keepBetterPlaces(tx: Tx, keepId: string, mergeId: string): void {
  const pairs = tx.database
    .prepare(
      `SELECT a.id AS keptId, b.id AS leftId, b.offered_at AS offeredAt
       FROM waitlist a JOIN waitlist b ON b.appointment_id = a.appointment_id
         AND b.rowid > a.rowid
       WHERE a.status = 'waiting' AND b.status = 'waiting'
         AND a.client_id IN (@keep, @merge) AND b.client_id IN (@keep, @merge)`,
    )
    .all({ keep: keepId, merge: mergeId }) as {
    keptId: string
    leftId: string
    offeredAt: Instant | null
  }[]
  for (const { keptId, leftId, offeredAt } of pairs) {
    tx.database.prepare(`UPDATE waitlist SET status = 'left' WHERE id = ?`).run(leftId)
    tx.database
      .prepare('UPDATE waitlist SET offered_at = coalesce(offered_at, ?) WHERE id = ?')
      .run(offeredAt, keptId)
  }
}

function findBoth(database: StudioDatabase, keepId: string, mergeId: string) {
  const keep = findRow({ database }, keepId)
  const merge = findRow({ database }, mergeId)
  if (!keep || !merge) return refuse('client_not_found', {})
  if (keep.id === merge.id) return refuse('same_client', {})
  if (keep.erased_at !== null || merge.erased_at !== null) return refuse('client_erased', {})
  const { sessions } = database
    .prepare(
      `SELECT count(*) AS sessions FROM seats a JOIN seats b ON b.appointment_id = a.appointment_id
       WHERE a.client_id = ? AND b.client_id = ?
         AND a.status <> 'cancelled' AND b.status <> 'cancelled'`,
    )
    .get(keep.id, merge.id) as { sessions: number }
  if (sessions > 0) return refuse('clients_share_session', { sessions })
  const notes = [keep.notes, merge.notes].filter((text) => text !== null).join('\n')
  if (notes.length > longestNotes) {
    return refuse('notes_too_long', { count: notes.length - longestNotes })
  }
  return ok({ keep, merge, notes })
}
