/**
 * The outbox as a queue: the next message is taken out, and what the server said is written down.
 * Nothing here waits or knows of a network.
 */
import type { SkipReason } from '../../../shared/messages.ts'
import { addMinutes, instantFrom } from '../../../shared/time.ts'
import { topics } from '../../../shared/topics.ts'
import { onItsOwn, type Tx, type UnitOfWork } from '../../db/unit-of-work.ts'
import { nextAttempt } from '../../events/delivery-failures.ts'
import { findStudio } from '../studio/index.ts'
import { composeMessage, messageIdOf } from './compose-message.ts'
import { isSameSlot } from './decide-message.ts'
import { decideNext, type Letter } from './decide-next.ts'
import { findStanding } from './find-standing.ts'
import type { SettingsRow } from './message-settings.ts'
import type { OutboxRow } from './outbox-row.ts'
import { messageDelay, setAsideEarlier } from './queue-messages.ts'
import type { Mail, SendOutcome } from './send-by-smtp.ts'
import { markOfferNotTold, markOfferTold, markOfferTried } from './told-offers.ts'
import { keepTold, readTold } from './told-sessions.ts'

/** How often a server may put one message off before it counts as failed. */
const mostAttempts = 10
/** Servers that greylist want a few minutes; an hour is a good time to be back from a fault. */
const messageBackoff = { backoffBaseMs: 60_000, backoffCapMs: 3_600_000 }

/** What waits until somebody has decided about a time is looked at again after so long. */
const undecidedMinutes = 1

/** A message that a server is being asked to take. */
export interface TakenMessage {
  readonly row: OutboxRow
  readonly letter: Letter
  readonly mail: Mail
  /** An earlier try may have told the same already. */
  readonly wasTried: boolean
}

/**
 * Takes up what a crash left half sent. Whether a server has it is not known, so its recipient may
 * know what it said: that was written down before it was asked.
 */
export function requeueHalfSent(work: UnitOfWork): void {
  work.run(onItsOwn(), (tx) => {
    // The list of both is the index's own: with it, years of sent messages are not read.
    const rows = tx.database
      .prepare(`SELECT * FROM outbox WHERE status IN ('queued', 'sending') AND status = 'sending'`)
      .all() as OutboxRow[]
    for (const row of rows) requeue(tx, row, null)
    if (rows.length > 0) tx.touch(topics.messages)
  })
}

/**
 * Takes the oldest message that may leave now, after deciding what it says. It is `sending` from then
 * on, which commits before the server is asked.
 *
 * @returns `set_aside` when it says nothing any more, or not yet: there may be others; null when none may leave.
 */
export function takeMessage(
  work: UnitOfWork,
  settings: SettingsRow,
): TakenMessage | 'set_aside' | null {
  const now = work.now()
  if (!findStudio(work.database)) return null
  const delayMinutes = messageDelay(work.database, now)
  const row = work.database.prepare(nextMessage).get({
    now,
    due: addMinutes(now, -delayMinutes),
    delay: `+${String(delayMinutes)} minutes`,
    restsAtMost: instantFrom(Date.parse(now) + messageBackoff.backoffCapMs),
  }) as OutboxRow | undefined
  if (!row) return null
  return work.run(onItsOwn(), (tx) => {
    tx.touch(topics.messages)
    const letter = decideNext(tx.database, row, now)
    if (letter === 'undecided') {
      const next = addMinutes(now, undecidedMinutes)
      tx.database.prepare('UPDATE outbox SET next_attempt_at = ? WHERE id = ?').run(next, row.id)
      return 'set_aside'
    }
    if (typeof letter === 'string') {
      setAside(tx, row, letter)
      return 'set_aside'
    }
    const messageId = row.message_id ?? messageIdOf(row.id, settings)
    const mail = composeMessage(tx.database, settings, {
      letter,
      messageId,
      isForTrainer: row.recipient_type === 'trainer',
      now,
    })
    tx.database
      .prepare(
        `UPDATE outbox SET status = 'sending', kind = ?, message_id = ?, next_attempt_at = NULL,
           session_start = coalesce(?, session_start)
         WHERE id = ?`,
      )
      .run(letter.kind, messageId, letter.offer?.slot.startTime ?? null, row.id)
    return { row, letter, mail, wasTried: markTried(tx, row, letter) }
  })
}

/** Writes down what a server made of a message. */
export function recordOutcome(
  work: UnitOfWork,
  taken: TakenMessage,
  { kind, answer }: SendOutcome,
): void {
  const { row, letter } = taken
  work.run(onItsOwn(), (tx) => {
    tx.touch(topics.messages)
    const attempts = row.attempts + 1
    switch (kind) {
      case 'sent':
        tx.database
          .prepare(
            `UPDATE outbox SET status = 'sent', sent_at = ?, attempts = ?, last_error = NULL WHERE id = ?`,
          )
          .run(tx.now, attempts, row.id)
        return learn(tx, row, letter)
      case 'unreachable':
        return requeue(tx, row, answer)
      case 'deferred':
      case 'rejected': {
        markNotTold(tx, taken)
        const isOver = kind === 'rejected' || attempts >= mostAttempts
        tx.database
          .prepare(
            `UPDATE outbox SET status = ?, attempts = ?, last_error = ?, next_attempt_at = ?
             WHERE id = ?`,
          )
          .run(
            isOver ? 'failed' : 'queued',
            attempts,
            answer,
            isOver ? null : nextAttempt(tx.now, messageBackoff, attempts),
            row.id,
          )
        return setAsideEarlier(tx, row)
      }
    }
  })
}

/** Queues a failed message once more. What it says is decided anew. */
export function retryMessage(tx: Tx, row: OutboxRow): void {
  tx.database
    .prepare(`UPDATE outbox SET status = 'queued', attempts = 0, last_error = NULL WHERE id = ?`)
    .run(row.id)
  setAsideEarlier(tx, row)
  tx.touch(topics.messages)
}

function requeue(tx: Tx, row: OutboxRow, error: string | null): void {
  tx.database
    .prepare(
      `UPDATE outbox SET status = 'queued', last_error = coalesce(?, last_error) WHERE id = ?`,
    )
    .run(error, row.id)
  setAsideEarlier(tx, row)
}

function setAside(tx: Tx, row: OutboxRow, reason: SkipReason): void {
  tx.database
    .prepare(`UPDATE outbox SET status = 'skipped', skip_reason = ? WHERE id = ?`)
    .run(reason, row.id)
  // Who does not want to hear of it looks it up: from then on it is what they know.
  const told = reason === 'not_wanted' ? readTold(tx.database, row) : undefined
  if (told) keepTold(tx, row, { ...told, known: findStanding(tx.database, row), tried: [] })
}

/** From now on a recipient knows this. */
function learn(tx: Tx, row: OutboxRow, { tells: known, offer }: Letter): void {
  if (row.recipient_type === 'client') markOfferTold(tx, row, offer)
  const told = readTold(tx.database, row)
  if (told && known !== undefined) keepTold(tx, row, { ...told, known, tried: [], isTold: true })
}

/**
 * A server is about to be asked: from then on they may know it, and the number of their calendar's
 * entry is used up.
 *
 * @returns whether an earlier try may have told the same.
 */
function markTried(tx: Tx, row: OutboxRow, { tells, entry, offer }: Letter): boolean {
  if (offer) return markOfferTried(tx, row, offer)
  const told = readTold(tx.database, row)
  if (!told || tells === undefined) return false
  const wasTried = told.tried.some((one) => isSameSlot(one, tells))
  const tried = wasTried ? told.tried : [...told.tried, tells]
  keepTold(tx, row, { ...told, tried, sequence: entry?.sequence ?? told.sequence })
  return wasTried
}

/** The server said no, so they were not told; unless an earlier try of the same went through. */
function markNotTold(tx: Tx, { row, letter: { tells, offer }, wasTried }: TakenMessage): void {
  if (offer && !wasTried) markOfferNotTold(tx, row, offer)
  const told = readTold(tx.database, row)
  if (!told || tells === undefined || wasTried) return
  keepTold(tx, row, { ...told, tried: told.tried.filter((one) => !isSameSlot(one, tells)) })
}

/** When the delay of a message is over, written as an instant is. */
const delayEnd = `strftime('%Y-%m-%dT%H:%M:%fZ', o.acted_at, @delay)`

/**
 * Whether what a message is about begins before its delay is over, as it stands or as its recipient may
 * know it: after that it would come too late.
 */
const isUrgent = `(
  EXISTS (SELECT 1 FROM appointments AS a
          WHERE a.id = o.appointment_id AND a.start_time <= ${delayEnd})
  OR o.session_start <= ${delayEnd}
  OR EXISTS (SELECT 1 FROM told_sessions AS t, json_each(json_insert(t.tried, '$[#]', json(t.known))) AS known
             WHERE t.recipient_type = o.recipient_type AND t.recipient_id = o.recipient_id
               AND t.appointment_id = o.appointment_id
               AND known.value ->> '$.startTime' <= ${delayEnd}))`

/**
 * The oldest that may leave now: its delay is over, or would be too late, or the clock was set back
 * since; it does not rest, or longer than any may; and nothing earlier about the same session waits. A
 * reminder holds nothing back: what it reminds of may be another time by then.
 */
const nextMessage = `
  SELECT * FROM outbox AS o
  WHERE status = 'queued'
    AND (kind = 'reminder' OR acted_at <= @due OR acted_at > @now OR ${isUrgent})
    AND (next_attempt_at IS NULL OR next_attempt_at <= @now OR next_attempt_at > @restsAtMost)
    AND NOT EXISTS (
      SELECT 1 FROM outbox AS earlier
      WHERE earlier.status IN ('queued', 'sending') AND earlier.appointment_id = o.appointment_id
        AND earlier.kind <> 'reminder'
        AND earlier.recipient_id = o.recipient_id AND earlier.position < o.position)
  ORDER BY position LIMIT 1`
