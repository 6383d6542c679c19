import type Sqlite from 'better-sqlite3'
import { addMinutes, type Instant } from '../../shared/time.ts'
import type { TestStudio } from './open-test-studio.ts'

/** Minute 0 of a foreign book. */
const opening = '2026-03-02T08:00:00.000Z' as Instant

/**
 * The book as another program would write it: raw SQL on a second connection, with nothing but the
 * tables' own rules in the way. Times are minutes after 08:00.
 */
export class ForeignBook {
  readonly connection: Sqlite.Database
  readonly #studio: TestStudio
  #count = 0

  constructor(studio: TestStudio) {
    this.#studio = studio
    this.connection = studio.foreign()
    this.connection
      .prepare(
        `INSERT INTO clients (id, name, last_seen_at, created_at) VALUES ('cleo', 'Cleo', ?, ?)`,
      )
      .run(opening, opening)
  }

  /** Inserts a session and answers its id. Throws what SQLite says. */
  insert(
    trainer: 'ana' | 'ben',
    from: number,
    to: number,
    status: 'booked' | 'cancelled' = 'booked',
  ): string {
    const id = `session-${(this.#count += 1)}`
    const { people } = this.#studio
    this.connection
      .prepare(
        `INSERT INTO appointments (id, trainer_id, client_id, service_id, start_time, end_time,
           time_zone, local_start, status, price_minor, currency, late_window_minutes, late_fee_bp,
           cancelled_at, cancellation_reason, created_at, created_by)
         VALUES (?, ?, 'cleo', ?, ?, ?, 'UTC', '2026-03-02T09:00', ?, 0, 'EUR', 0, 0, ?, ?, ?, ?)`,
      )
      .run(
        id,
        people[trainer],
        people.training,
        addMinutes(opening, from),
        addMinutes(opening, to),
        status,
        status === 'cancelled' ? opening : null,
        status === 'cancelled' ? 'other' : null,
        opening,
        people.staff.desk.id,
      )
    return id
  }

  move(id: string, trainer: 'ana' | 'ben', from: number, to: number): void {
    this.connection
      .prepare('UPDATE appointments SET trainer_id = ?, start_time = ?, end_time = ? WHERE id = ?')
      .run(this.#studio.people[trainer], addMinutes(opening, from), addMinutes(opening, to), id)
  }

  cancel(id: string): void {
    this.connection
      .prepare(
        `UPDATE appointments SET status = 'cancelled', cancelled_at = ?, cancellation_reason = 'other'
         WHERE id = ?`,
      )
      .run(opening, id)
  }

  reinstate(id: string, status: 'booked' | 'no_show' = 'booked'): void {
    this.connection
      .prepare(
        `UPDATE appointments SET status = ?, cancelled_at = NULL, cancellation_reason = NULL
         WHERE id = ?`,
      )
      .run(status, id)
  }

  /** How many pairs of active sessions of one trainer overlap: the rule says none, ever. */
  overlaps(): number {
    return this.connection
      .prepare(
        `SELECT count(*) FROM appointments a JOIN appointments b
         ON a.trainer_id = b.trainer_id AND a.id < b.id
           AND a.start_time < b.end_time AND b.start_time < a.end_time
         WHERE a.status <> 'cancelled' AND b.status <> 'cancelled'`,
      )
      .pluck()
      .get() as number
  }
}
