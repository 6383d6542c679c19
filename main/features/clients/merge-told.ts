import { newId } from '../../../shared/ids.ts'
import { topics } from '../../../shared/topics.ts'
import type { Tx } from '../../db/unit-of-work.ts'

/**
 * Makes one of what two clients were told who are one person: their messages, what they know of each
 * session, and of each seat that was offered.
 */
export function mergeTold(tx: Tx, keepId: string, mergeId: string): void {
  const whose = { keep: keepId, merge: mergeId }
  tellAgain(tx, whose)
  // Both may have been reminded of one session; then the second reminder stays where it is.
  tx.database
    .prepare(
      `UPDATE OR IGNORE outbox SET recipient_id = @keep
       WHERE recipient_type = 'client' AND recipient_id = @merge`,
    )
    .run(whose)
  // Where only the one who goes is expected, what they were told counts.
  tx.database
    .prepare(
      `DELETE FROM told_sessions WHERE recipient_type = 'client' AND recipient_id = @keep
       AND known = 'null' AND appointment_id IN (
         SELECT appointment_id FROM told_sessions
         WHERE recipient_type = 'client' AND recipient_id = @merge AND known <> 'null')`,
    )
    .run(whose)
  tx.database
    .prepare(
      `UPDATE OR IGNORE told_sessions SET recipient_id = @keep
       WHERE recipient_type = 'client' AND recipient_id = @merge`,
    )
    .run(whose)
  // Of two who were told of one class's seats, both may have been: it is one person who reads it.
  tx.database
    .prepare(
      `INSERT INTO told_offers (client_id, appointment_id, told)
       SELECT @keep, appointment_id, told FROM told_offers WHERE client_id = @merge
       ON CONFLICT DO UPDATE SET told = (
         SELECT json_group_array(json(value)) FROM (
           SELECT value FROM json_each(told_offers.told)
           UNION ALL SELECT value FROM json_each(excluded.told)))`,
    )
    .run(whose)
  tx.database.prepare('DELETE FROM told_offers WHERE client_id = @merge').run({ merge: mergeId })
}

/**
 * Both were told of one session: one of a seat, and the other last that theirs is cancelled. It is one
 * person who read that, so each knows what the other does, and hears once more how things stand.
 */
function tellAgain(tx: Tx, whose: { readonly keep: string; readonly merge: string }): void {
  const both = tx.database
    .prepare(
      `SELECT a.appointment_id AS id, a.known AS kept, b.known AS other
       FROM told_sessions a JOIN told_sessions b
         ON b.appointment_id = a.appointment_id AND b.recipient_type = 'client' AND b.recipient_id = @merge
       WHERE a.recipient_type = 'client' AND a.recipient_id = @keep AND a.known <> b.known
         AND a.is_told = 1 AND b.is_told = 1`,
    )
    .all(whose) as { id: string; kept: string; other: string }[]
  const addTried = tx.database.prepare(
    `UPDATE told_sessions SET tried = json_insert(tried, '$[#]', json(@known))
     WHERE recipient_type = 'client' AND recipient_id = @recipient AND appointment_id = @id`,
  )
  const queueAgain = tx.database.prepare(
    `INSERT OR IGNORE INTO outbox
       (id, event_id, kind, recipient_type, recipient_id, appointment_id, acted_at, created_at)
     SELECT @newId, event_id, 'confirmation', 'client', @keep, appointment_id, @now, @now
     FROM outbox
     WHERE appointment_id = @id AND recipient_type = 'client' AND recipient_id IN (@keep, @merge)
       AND status = 'sent' AND session_start IS NULL AND kind = 'cancellation'
       AND sent_at = (
         SELECT max(sent_at) FROM outbox
         WHERE appointment_id = @id AND recipient_type = 'client' AND recipient_id IN (@keep, @merge)
           AND status = 'sent' AND session_start IS NULL)
     ORDER BY position DESC LIMIT 1`,
  )
  for (const { id, kept, other } of both) {
    addTried.run({ id, recipient: whose.keep, known: other })
    addTried.run({ id, recipient: whose.merge, known: kept })
    queueAgain.run({ id, ...whose, newId: newId(), now: tx.now })
  }
  if (both.length > 0) tx.touch(topics.messages)
}
