import { existsSync, readdirSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { ErasureObstacle, ErasurePreview } from '../../../shared/clients.ts'
import { isNameTyped } from '../../../shared/fold-text.ts'
import { ok, refuse, type Result } from '../../../shared/result.ts'
import { localDateOf, type Instant } from '../../../shared/time.ts'
import { words } from '../../../shared/words/index.ts'
import { isRemoved } from '../../db/held-files.ts'
import type { StudioDatabase } from '../../db/studio-database.ts'
import type { Tx, UnitOfWork } from '../../db/unit-of-work.ts'
import type { EventBus } from '../../events/event-bus.ts'
import type { StaffCaller } from '../handlers.ts'
import { readStudio } from '../studio/index.ts'
import { findRow, touchClient } from './change-client.ts'
import { forgetMentions, withoutMentions, type Known } from './forget-mentions.ts'

/** What must be settled first: after the erasure nobody could be asked any more. */
const obstacleQueries: Record<ErasureObstacle, string> = {
  upcoming_sessions: `SELECT
    (SELECT count(*) FROM appointments
     WHERE client_id = @client AND status IN ('booked', 'checked_in') AND end_time > @now)
    + (SELECT count(*) FROM seats s JOIN appointments a ON a.id = s.appointment_id
       WHERE s.client_id = @client AND s.status IN ('booked', 'checked_in') AND a.end_time > @now)`,
  waiting: `SELECT count(*) FROM waitlist w JOIN appointments a ON a.id = w.appointment_id
    WHERE w.client_id = @client AND w.status = 'waiting' AND a.end_time > @now`,
  open_fees: `SELECT count(*) FROM fees
    WHERE client_id = @client AND state IN ('pending', 'due')`,
  balance: `SELECT coalesce(sum(amount_minor), 0) FROM account_entries WHERE client_id = @client`,
  credits: `SELECT coalesce(sum(e.delta), 0) FROM credit_entries e
    JOIN client_packages p ON p.id = e.client_package_id
    WHERE p.client_id = @client AND e.expires_on >= @today`,
  membership: `SELECT count(*) FROM memberships WHERE client_id = @client AND ends_on >= @today`,
}

/** What erasing would mean. Refuses `client_not_found` and `client_erased`. */
export function previewErasure(
  database: StudioDatabase,
  clientId: string,
  now: Instant,
): Result<ErasurePreview> {
  const row = findRow({ database }, clientId)
  if (!row) return refuse('client_not_found', {})
  if (row.erased_at !== null) return refuse('client_erased', {})
  const today = localDateOf(now, readStudio(database).time_zone)
  const count = (query: string) =>
    database.prepare(query).pluck().get({ client: row.id, now, today }) as number
  const obstacles = (Object.keys(obstacleQueries) as ErasureObstacle[])
    .map((code) => ({ code, count: count(obstacleQueries[code]) }))
    .filter((obstacle) => obstacle.count > 0)
  return ok({
    obstacles,
    receipts: count('SELECT count(*) FROM sales WHERE client_id = @client'),
    sessions: count(
      `SELECT (SELECT count(*) FROM appointments WHERE client_id = @client)
         + (SELECT count(*) FROM seats WHERE client_id = @client)`,
    ),
    oldCopies: copiesBeside(database.file).length,
  })
}

/**
 * Erases who somebody was: name, contact and every free text about them, also of entries that were
 * merged into theirs, and wherever else somebody wrote of them by name, phone or e-mail, also by a name of
 * before that a receipt still knows. What they bought and when they came stays, without them; the log never
 * knew them. Once it is committed, the file is cleaned: see `ErasureCleaner`.
 *
 * Refuses `client_not_settled` while something is open, and `name_not_confirmed`.
 */
export function eraseClient(
  tx: Tx,
  bus: EventBus,
  { clientId, confirmation }: { clientId: string; confirmation: string },
  caller: StaffCaller,
): Result<{ clientId: string }> {
  const preview = previewErasure(tx.database, clientId, tx.now)
  if (!preview.ok) return preview
  if (preview.value.obstacles.length > 0) {
    return refuse('client_not_settled', {
      obstacles: preview.value.obstacles.map(({ code }) => code),
    })
  }
  const { id, name } = findRow(tx, clientId)!
  if (!isNameTyped(confirmation, name)) return refuse('name_not_confirmed', {})

  tx.database.insert('erasures', {
    client_id: id,
    erased_at: tx.now,
    erased_by: caller.actor.id,
    cleaned_at: null,
  })
  for (const update of textsOfClient) tx.database.prepare(update).run(id)
  const known = knownBy(tx, id)
  forgetMentions(tx, known)
  forgetRequests(tx)
  forgetFormer(tx, id, known)
  tx.database
    .prepare(
      `UPDATE clients SET name = ?, phone = NULL, email = NULL, notes = NULL,
         messages_consent = 0, erased_at = ? WHERE id = ? OR merged_into = ?`,
    )
    .run(words.clients.erased, tx.now, id, id)
  tx.database
    .prepare('UPDATE receipts SET client_name = ? WHERE client_id = ?')
    .run(words.clients.erased, id)
  bus.publish('client.erased', { clientId: id })
  touchClient(tx, id)
  return ok({ clientId: id })
}

/** All that the file knows somebody by: also what they were called when a receipt was made. */
function knownBy(tx: Tx, clientId: string): Known[] {
  return tx.database
    .prepare(
      `SELECT name, phone, email FROM clients WHERE id = @id OR merged_into = @id
       UNION SELECT client_name, NULL, NULL FROM receipts WHERE client_id = @id`,
    )
    .all({ id: clientId }) as Known[]
}

/**
 * What was kept to undo by may repeat what was typed: all of their own sessions and seats goes, and of
 * what others' say what mentions them. What was done to others in a class that they were in, or to the
 * class as a whole, can still be undone.
 */
function forgetFormer(tx: Tx, clientId: string, known: readonly Known[]): void {
  const own = `SELECT id FROM appointments WHERE client_id = @client
    UNION SELECT id FROM seats WHERE client_id = @client`
  tx.database
    .prepare(`DELETE FROM former_states WHERE coalesce(seat_id, appointment_id) IN (${own})`)
    .run({ client: clientId })
  const gone = new Set(tx.database.prepare(own).pluck().all({ client: clientId }) as string[])
  const left = tx.database.prepare('SELECT id, state FROM former_states').all() as {
    id: string
    state: string
  }[]
  for (const { id, state } of left) {
    const kept = JSON.stringify(
      JSON.parse(state, (key, value: unknown) => {
        if (gone.has(key)) return undefined
        if (typeof value !== 'string') return value
        return withoutMentions(value, ...known)
      }),
    )
    if (kept === state) continue
    tx.database.prepare('UPDATE former_states SET state = ? WHERE id = ?').run(kept, id)
  }
}

/** Everything people typed about somebody beside their own row. */
const textsOfClient = [
  `UPDATE appointments SET note = NULL, cancellation_note = NULL, exception_reason = NULL
   WHERE client_id = ?`,
  'UPDATE seats SET note = NULL, cancellation_note = NULL WHERE client_id = ?',
  'UPDATE fees SET waiver_reason = NULL WHERE client_id = ?',
  // A mail server may have repeated whom it was asked to write to.
  'UPDATE outbox SET last_error = NULL WHERE recipient_id = ?',
  `UPDATE outbox SET last_error = NULL
   WHERE appointment_id IN (SELECT id FROM appointments WHERE client_id = ?)`,
]

/**
 * Commands are remembered by a hash of what was typed, and a name that one guesses could be proved by
 * it; and by an answer, in which the way back may repeat what was typed. From now on a command from
 * before that is sent again is refused instead of answered, and still not done twice.
 */
function forgetRequests(tx: Tx): void {
  tx.database
    .prepare(`UPDATE command_results SET request_hash = randomblob(32), result = 'null'`)
    .run()
}

/**
 * Takes out of the file what SQLite leaves of changed rows: in free space, which is why the whole
 * file is written anew, and in the write-ahead log. Deletes the copies that were made before
 * updates, which hold the person whole. Does nothing when nobody waits for it.
 *
 * @param hasRoom asked only when there is something to do
 * @returns `busy` while another program reads the file, `no_room` when the disk is too full, or the copies
 * that another program holds: then call again later.
 */
export function cleanErased(
  work: UnitOfWork,
  hasRoom: () => boolean = () => true,
): 'clean' | 'busy' | 'no_room' | { readonly held: readonly string[] } {
  const { database } = work
  const waiting = database.prepare('SELECT count(*) FROM erasures WHERE cleaned_at IS NULL')
  if (waiting.pluck().get() === 0) return 'clean'
  const held = copiesBeside(database.file).filter((copy) => !isRemoved(copy))
  if (held.length > 0) return { held }
  if (!hasRoom()) return 'no_room'
  if (!database.leaveNoTrace()) return 'busy'
  work.run({ actorId: null, commandId: null, correlationId: 'cleaning' }, (tx) =>
    tx.database.prepare('UPDATE erasures SET cleaned_at = ? WHERE cleaned_at IS NULL').run(tx.now),
  )
  return 'clean'
}

/** The copies that the migrations made of the file, and logs set aside, with what lies beside each. */
function copiesBeside(file: string): string[] {
  const folder = dirname(file)
  if (!existsSync(folder)) return []
  const name = basename(file)
  return readdirSync(folder)
    .filter(
      (entry) => entry.startsWith(`${name}.before-`) || entry.startsWith(`${name}-wal.set-aside-`),
    )
    .map((entry) => join(folder, entry))
}
