/**
 * Delivers the outbox by SMTP, one message at a time, in the order of queueing.
 *
 *   queued ──picked──▶ sending ──250──▶ sent
 *     ▲  │                │├──5xx about this message, or the tenth 4xx──▶ failed ──by hand──▶ queued
 *     │  │                │├──4xx about this message──▶ queued, with a time before which it rests
 *     └──│────────────────┴┴──no server, or it refuses the studio──▶ queued, and everything rests
 *        └──no consent, no address, or the session has begun──▶ skipped
 *
 * - Only a reply about the message counts as an attempt. A day without a network costs none.
 * - A message waits for the earlier ones of the same session to the same client: nobody hears of the
 *   cancellation first and of the booking afterwards.
 * - Two marks surround the sending. `sending` commits before the server is asked, `sent` after it
 *   said 250. So nothing is sent twice for one event, except when the process ends, or the
 *   connection breaks, between the server's 250 and our mark: what is found `sending` at start is
 *   sent again, with the same Message-ID, by which mail programs tell that it is the same.
 * - Nothing here runs inside a command: the desk never waits for a mail server.
 */
import type { SkipReason } from '../../../shared/messages.ts'
import { instantFrom, type Instant } from '../../../shared/time.ts'
import { topics } from '../../../shared/topics.ts'
import { onItsOwn, type UnitOfWork } from '../../db/unit-of-work.ts'
import { nextAttempt } from '../../events/delivery-failures.ts'
import type { Secrets } from '../secrets.ts'
import { composeMessage, messageIdOf } from './compose-message.ts'
import { findSettings, mailServerOf, type SettingsRow } from './message-settings.ts'
import type { OutboxRow } from './outbox-row.ts'
import {
  MailLine,
  unreadablePassword,
  usualLimits,
  type SendLimits,
  type SendOutcome,
} from './send-by-smtp.ts'

/** How often a server may put one message off before it counts as failed. */
const mostAttempts = 10
/** Servers that greylist want a few minutes; an hour is a good time to be back from a fault. */
const messageBackoff = { backoffBaseMs: 60_000, backoffCapMs: 3_600_000 }
/** Shorter: the next booking is confirmed soon after the network is back. */
const serverBackoff = { backoffBaseMs: 15_000, backoffCapMs: 600_000 }
const lookEveryMs = 60_000

/** Why nothing is sent now. */
export interface Rest {
  readonly reason: string
  readonly since: Instant
  readonly until: Instant
  readonly failures: number
}

export class OutboxSender {
  readonly #work: UnitOfWork
  readonly #secrets: Secrets
  readonly #limits: SendLimits
  readonly #onError: (error: unknown) => void
  readonly #abandon = new AbortController()
  #state: 'idle' | 'started' | 'finishing' | 'closed' = 'idle'
  #timer: NodeJS.Timeout | null = null
  #busy: Promise<void> | null = null
  #lookAgain = false
  #rest: Rest | null = null
  #line: MailLine | null = null
  #isLineStale = false

  constructor(
    work: UnitOfWork,
    secrets: Secrets,
    options: {
      readonly limits?: SendLimits | undefined
      readonly onError?: ((error: unknown) => void) | undefined
    } = {},
  ) {
    this.#work = work
    this.#secrets = secrets
    this.#limits = options.limits ?? usualLimits
    this.#onError = options.onError ?? (() => {})
    work.onCommit((touched) => {
      if (touched.includes(topics.messages)) this.nudge()
    })
  }

  /** Why nothing is sent now; null while the server answers. */
  get rest(): Rest | null {
    return this.#rest
  }

  /** Takes up what a crash left half sent, and looks from now on: at each change, and each minute. */
  start(): void {
    if (this.#state !== 'idle') return
    this.#state = 'started'
    this.#work.run(onItsOwn(), (tx) => {
      const { changes } = tx.database
        .prepare(
          // The list of both is the index's own: with it, years of sent messages are not read.
          `UPDATE outbox SET status = 'queued'
           WHERE status IN ('queued', 'sending') AND status = 'sending'`,
        )
        .run()
      if (changes > 0) tx.touch(topics.messages)
    })
    this.#timer = setInterval(() => this.nudge(), lookEveryMs).unref()
    this.nudge()
  }

  /** Looks soon whether there is something to send. */
  nudge(): void {
    if (this.#state !== 'started') return
    // After whoever nudges has answered the desk.
    setImmediate(() => void this.drain())
  }

  /** Sends until nothing is left that could be sent now. */
  drain(): Promise<void> {
    this.#lookAgain = true
    this.#busy ??= this.#run()
      .catch(this.#onError)
      .finally(() => (this.#busy = null))
    return this.#busy
  }

  /** What was wrong with the server may not be any more: looks at once, over a new line. */
  settingsChanged(): void {
    this.#rest = null
    this.#isLineStale = true
    this.nudge()
  }

  /** Begins nothing more, and waits for the message that is on its way. */
  async finish(): Promise<void> {
    if (this.#state !== 'closed') this.#state = 'finishing'
    if (this.#timer) clearInterval(this.#timer)
    await this.#busy
  }

  /** Whether a message is on its way at this moment. */
  get isSending(): boolean {
    return this.#busy !== null
  }

  /** Ends at once. What is on its way is not marked and will be sent again. */
  close(): void {
    void this.finish()
    this.#state = 'closed'
    this.#abandon.abort()
  }

  async #run(): Promise<void> {
    try {
      while (this.#lookAgain) {
        this.#lookAgain = false
        while (this.#mayGoOn() && (await this.#sendNext()));
      }
    } finally {
      this.#hangUp()
    }
  }

  #mayGoOn(): boolean {
    return this.#state === 'idle' || this.#state === 'started'
  }

  /** No rest is longer than its cap: one that seems to be is from before the clock was set back. */
  #isResting(now: Instant): boolean {
    if (!this.#rest) return false
    return this.#rest.until > now && this.#rest.until <= addMs(now, serverBackoff.backoffCapMs)
  }

  /** Sends or sets aside the next message. Tells whether to look for another one. */
  async #sendNext(): Promise<boolean> {
    const { database } = this.#work
    const settings = findSettings(database)
    if (settings?.enabled !== 1) return false
    const now = this.#work.now()
    if (this.#isResting(now)) return false
    const restsAtMost = addMs(now, messageBackoff.backoffCapMs)
    const message = database.prepare(nextMessage).get(now, restsAtMost) as OutboxRow | undefined
    if (!message) return false

    const messageId = message.message_id ?? messageIdOf(message.id, settings)
    const mail = composeMessage(database, settings, { ...message, messageId }, now)
    if (typeof mail === 'string') {
      this.#skip(message, mail)
      // Many in a row must not keep the desk waiting.
      await new Promise((resolve) => setImmediate(resolve))
      return true
    }
    const line = this.#lineTo(settings)
    if (!line) {
      this.#record(message, unreadablePassword)
      return false
    }
    this.#mark(
      `UPDATE outbox SET status = 'sending', message_id = ?, next_attempt_at = NULL WHERE id = ?`,
      [messageId, message.id],
    )
    const outcome = await line.send(mail, this.#abandon.signal)
    if (this.#isClosed()) return false
    this.#record(message, outcome)
    return outcome.kind !== 'unreachable'
  }

  /** The line that is open, unless the settings have changed since. Null without a password. */
  #lineTo(settings: SettingsRow): MailLine | null {
    if (this.#isLineStale) this.#hangUp()
    if (this.#line) return this.#line
    const server = mailServerOf(settings, this.#secrets)
    if (!server) return null
    this.#line = new MailLine(server, this.#limits)
    return this.#line
  }

  #hangUp(): void {
    this.#line?.close()
    this.#line = null
    this.#isLineStale = false
  }

  // A method, because what a field said before an await may not hold after it.
  #isClosed(): boolean {
    return this.#state === 'closed'
  }

  #record(message: OutboxRow, { kind, answer }: SendOutcome): void {
    const now = this.#work.now()
    const attempts = message.attempts + 1
    switch (kind) {
      case 'sent':
        this.#rest = null
        return this.#mark(
          `UPDATE outbox SET status = 'sent', sent_at = ?, attempts = ?, last_error = NULL
           WHERE id = ?`,
          [now, attempts, message.id],
        )
      case 'unreachable': {
        this.#hangUp()
        const failures = (this.#rest?.failures ?? 0) + 1
        this.#rest = {
          reason: answer,
          since: this.#rest?.since ?? now,
          until: nextAttempt(now, serverBackoff, failures),
          failures,
        }
        return this.#mark(`UPDATE outbox SET status = 'queued', last_error = ? WHERE id = ?`, [
          answer,
          message.id,
        ])
      }
      case 'deferred':
      case 'rejected': {
        this.#rest = null
        const isOver = kind === 'rejected' || attempts >= mostAttempts
        return this.#mark(
          `UPDATE outbox SET status = ?, attempts = ?, last_error = ?, next_attempt_at = ?
           WHERE id = ?`,
          [
            isOver ? 'failed' : 'queued',
            attempts,
            answer,
            isOver ? null : nextAttempt(now, messageBackoff, attempts),
            message.id,
          ],
        )
      }
    }
  }

  #skip(message: OutboxRow, reason: SkipReason): void {
    this.#mark(`UPDATE outbox SET status = 'skipped', skip_reason = ? WHERE id = ?`, [
      reason,
      message.id,
    ])
  }

  #mark(update: string, parameters: readonly unknown[]): void {
    this.#work.run(onItsOwn(), (tx) => {
      tx.database.prepare(update).run(...parameters)
      tx.touch(topics.messages)
    })
  }
}

/** The oldest that may be tried now (or that rests longer than any may: the clock was set back) and has no earlier one of the same session before it. */
const nextMessage = `
  SELECT * FROM outbox AS o
  WHERE recipient_type = 'client' AND status = 'queued'
    AND (next_attempt_at IS NULL OR next_attempt_at <= ? OR next_attempt_at > ?)
    AND NOT EXISTS (
      SELECT 1 FROM outbox AS earlier
      WHERE earlier.status IN ('queued', 'sending') AND earlier.appointment_id = o.appointment_id
        AND earlier.recipient_id = o.recipient_id AND earlier.position < o.position)
  ORDER BY position LIMIT 1`

function addMs(instant: Instant, ms: number): Instant {
  return instantFrom(Date.parse(instant) + ms)
}
