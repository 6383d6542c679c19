/**
 * Delivers the outbox by SMTP, one message at a time, in the order of queueing.
 *
 *   queued ──picked──▶ sending ──250──▶ sent
 *     ▲  │                │├──5xx about this message, or the tenth 4xx──▶ failed ──by hand──▶ queued
 *     │  │                │├──4xx about this message──▶ queued, with a time before which it rests
 *     └──│────────────────┴┴──no server, or it refuses the studio──▶ queued, and everything rests
 *        └──there is nothing to say any more, or a later one says it──▶ skipped
 *
 * - A message leaves when the policy's delay after the act is over, or at once where what it is about
 *   begins before that. What it says is decided then, from
 *   how things stand then (`decideMessage`).
 * - Only a reply about the message counts as an attempt. A day without a network costs none.
 * - Two marks surround the sending. `sending` commits before the server is asked, `sent` after it
 *   said 250. So nothing is sent twice for one event, except when the process ends, or the
 *   connection breaks, between the server's 250 and our mark: what is found `sending` at start is
 *   sent again, with the same Message-ID, by which mail programs tell that it is the same.
 * - Nothing here runs inside a command: the desk never waits for a mail server.
 */
import { instantFrom, type Instant } from '../../../shared/time.ts'
import { topics } from '../../../shared/topics.ts'
import type { UnitOfWork } from '../../db/unit-of-work.ts'
import { nextAttempt } from '../../events/delivery-failures.ts'
import type { FindProxy } from '../../network/find-proxy.ts'
import type { Secrets } from '../secrets.ts'
import { findSettings, mailServerOf, type SettingsRow } from './message-settings.ts'
import {
  findProxyTo,
  MailLine,
  unreadablePassword,
  usualLimits,
  type SendLimits,
  type SendOutcome,
} from './send-by-smtp.ts'
import { recordOutcome, requeueHalfSent, takeMessage, type TakenMessage } from './take-message.ts'

/** Shorter: the next booking is confirmed soon after the network is back. */
const serverBackoff = { backoffBaseMs: 15_000, backoffCapMs: 600_000 }
/** How late a message may be after its delay. */
const lookEveryMs = 10_000

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
  readonly #findProxy: FindProxy
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
      readonly findProxy: FindProxy
      readonly limits?: SendLimits | undefined
      readonly onError?: ((error: unknown) => void) | undefined
    },
  ) {
    this.#work = work
    this.#secrets = secrets
    this.#findProxy = options.findProxy
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

  /** Takes up what a crash left half sent, and looks from now on: at each change, and every few seconds. */
  start(): void {
    if (this.#state !== 'idle') return
    this.#state = 'started'
    requeueHalfSent(this.#work)
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
    const settings = findSettings(this.#work.database)
    if (settings?.enabled !== 1) return false
    if (this.#isResting(this.#work.now())) return false
    const line = await this.#lineTo(settings)
    // It may have been closed, or other settings saved, while the way there was looked for.
    if (!this.#mayGoOn() || this.#isLineStale) return this.#isLineStale
    const taken = takeMessage(this.#work, settings)
    if (taken === null) return false
    if (taken === 'set_aside') {
      // Many in a row must not keep the desk waiting.
      await new Promise((resolve) => setImmediate(resolve))
      return true
    }
    const outcome = (await line?.send(taken.mail, this.#abandon.signal)) ?? unreadablePassword
    if (this.#isClosed()) return false
    this.#record(taken, outcome)
    return outcome.kind !== 'unreachable'
  }

  /** The line that is open, unless the settings have changed since. Null without a password. */
  async #lineTo(settings: SettingsRow): Promise<MailLine | null> {
    if (this.#isLineStale) this.#hangUp()
    if (this.#line) return this.#line
    const server = mailServerOf(settings, this.#secrets)
    if (!server) return null
    const proxy = await findProxyTo(server, this.#findProxy)
    this.#line = new MailLine(server, this.#limits, proxy)
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

  #record(taken: TakenMessage, outcome: SendOutcome): void {
    const now = this.#work.now()
    if (outcome.kind === 'unreachable') {
      this.#hangUp()
      const failures = (this.#rest?.failures ?? 0) + 1
      this.#rest = {
        reason: outcome.answer,
        since: this.#rest?.since ?? now,
        until: nextAttempt(now, serverBackoff, failures),
        failures,
      }
    } else {
      this.#rest = null
    }
    recordOutcome(this.#work, taken, outcome)
  }
}

function addMs(instant: Instant, ms: number): Instant {
  return instantFrom(Date.parse(instant) + ms)
}
