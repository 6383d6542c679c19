import { newId } from '../../../shared/ids.ts'
import { addMinutes, localDateOf, type Instant, type LocalDateTime } from '../../../shared/time.ts'
import { topics } from '../../../shared/topics.ts'
import type { StudioDatabase } from '../../db/studio-database.ts'
import { onItsOwn, type UnitOfWork } from '../../db/unit-of-work.ts'
import { partedTime } from '../appointments/index.ts'
import { findStudio, readPolicy, readStudio } from '../studio/index.ts'
import { decideReminder } from './decide-reminder.ts'

const lookEveryMs = 60_000
/** So many sessions are looked at between two turns of the desk: below a millisecond or two. */
const atOnce = 200

/**
 * Puts reminders into the outbox, from where they go like every other message.
 *
 * Nothing is planned ahead: each minute it asks the book which sessions begin within the policy's
 * hours. So a restart, a computer that slept, a session that was moved and a clock that was set need
 * no care of their own. That nobody is reminded twice of one start is said by a unique index.
 */
export class Reminders {
  readonly #work: UnitOfWork
  readonly #onError: (error: unknown) => void
  #timer: NodeJS.Timeout | null = null
  #busy: Promise<void> | null = null
  #isClosed = false

  constructor(work: UnitOfWork, onError: (error: unknown) => void = () => {}) {
    this.#work = work
    this.#onError = onError
  }

  /** Looks now, and each minute from now on. */
  start(): void {
    if (this.#timer || this.#isClosed) return
    const look = () => void this.look().catch(this.#onError)
    this.#timer = setInterval(look, lookEveryMs).unref()
    look()
  }

  close(): void {
    this.#isClosed = true
    if (this.#timer) clearInterval(this.#timer)
  }

  /**
   * The first event that a reminder may still ask about: whoever was told of a session inside the hours
   * is not reminded of it. Null while nobody is reminded.
   */
  firstNeeded(): number | null {
    const { database } = this.#work
    const reminderHours = this.#reminderHours()
    if (reminderHours === 0) return null
    const since = addMinutes(this.#work.now(), -60 * reminderHours)
    const { first } = database
      .prepare('SELECT min(seq) AS first FROM event_log WHERE created_at >= ?')
      .get(since) as { first: number | null }
    return first
  }

  /** Queues every reminder that is due. */
  look(): Promise<void> {
    this.#busy ??= this.#queueAll().finally(() => (this.#busy = null))
    return this.#busy
  }

  async #queueAll(): Promise<void> {
    let last: Attendance | null = null
    do {
      last = this.#queueSome(last)
      // A whole week that becomes due at once must not keep the desk waiting.
      if (last) await new Promise((resolve) => setImmediate(resolve))
    } while (last && !this.#isClosed)
  }

  /** @returns the last one that was looked at; null when there are no more. */
  #queueSome(after: Attendance | null): Attendance | null {
    const { database } = this.#work
    const now = this.#work.now()
    const reminderHours = this.#reminderHours()
    if (reminderHours === 0) return null
    const found = readNotReminded(database, now, addMinutes(now, 60 * reminderHours), after)
    const { time_zone: timeZone } = readStudio(database)
    // Nobody is reminded of a time that has yet to be decided: it may be the wrong one.
    const due = found.filter(
      (session) =>
        partedTime(session, timeZone) === null &&
        decideReminder(session, reminderHours, now) === 'remind',
    )
    if (due.length > 0) {
      // Nothing can have come between: all of this is one turn.
      this.#work.run(onItsOwn(), (tx) => {
        const insert = tx.database.prepare(
          `INSERT INTO outbox (id, kind, appointment_id, session_start, recipient_type, recipient_id,
             acted_at, status, created_at, attempts)
           VALUES (?, 'reminder', ?, ?, 'client', ?, ?, 'queued', ?, 0)`,
        )
        for (const { appointmentId, startTime, clientId } of due) {
          insert.run(newId(), appointmentId, startTime, clientId, tx.now, tx.now)
        }
        tx.touch(topics.messages)
      })
    }
    return found.length < atOnce ? null : found.at(-1)!
  }

  /** 0 before the studio is set up: then there is nobody to remind. */
  #reminderHours(): number {
    const { database } = this.#work
    const studio = findStudio(database)
    if (!studio) return 0
    return readPolicy(database, localDateOf(this.#work.now(), studio.time_zone)).reminderHours
  }
}

interface Attendance {
  readonly appointmentId: string
  readonly clientId: string
  readonly startTime: Instant
  readonly localStart: LocalDateTime
  readonly arrangedAt: Instant | null
}

/**
 * Who comes to a session that begins after `now` and until `until`, may be written to, and was not
 * reminded of that start. That an agreed time was kept is told to nobody. When it was arranged is what the clock said at its last event; the log's
 * own times never go back and would say too much after somebody set the clock.
 */
export const notReminded = `
  SELECT a.id AS appointmentId, c.id AS clientId, a.start_time AS startTime,
    a.local_start AS localStart, nullif(max(
    coalesce((SELECT metadata ->> '$.timestamp' FROM event_log
              WHERE subject_type = 'appointment' AND subject_id = a.id AND event_type IN
                ('appointment.created', 'appointment.rescheduled', 'appointment.reinstated')
                AND coalesce(event_data ->> '$.settled', 'instant') = 'instant'
              ORDER BY subject_seq DESC LIMIT 1), ''),
    coalesce((SELECT metadata ->> '$.timestamp' FROM event_log
              WHERE subject_type = 'seat' AND subject_id = s.id AND event_type IN
                ('seat.booked', 'seat.reinstated')
              ORDER BY subject_seq DESC LIMIT 1), '')), '') AS arrangedAt
  FROM appointments AS a
  LEFT JOIN seats AS s
    ON s.appointment_id = a.id AND s.status <> 'cancelled' AND s.status = 'booked'
  JOIN clients AS c ON c.id = coalesce(a.client_id, s.client_id)
  WHERE a.start_time > @now AND a.start_time <= @until AND a.status = 'booked'
    AND (a.start_time, a.id, c.id) > (@start, @appointment, @client)
    AND c.messages_consent = 1 AND c.email IS NOT NULL
    AND NOT EXISTS (
      SELECT 1 FROM outbox AS o WHERE o.kind = 'reminder' AND o.appointment_id = a.id
        AND o.recipient_id = c.id AND o.session_start = a.start_time)
  ORDER BY a.start_time, a.id, c.id LIMIT @limit`

function readNotReminded(
  database: StudioDatabase,
  now: Instant,
  until: Instant,
  after: Attendance | null,
): Attendance[] {
  return database.prepare(notReminded).all({
    now,
    until,
    start: after?.startTime ?? '',
    appointment: after?.appointmentId ?? '',
    client: after?.clientId ?? '',
    limit: atOnce,
  }) as Attendance[]
}
