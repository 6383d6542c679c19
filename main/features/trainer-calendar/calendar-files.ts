import { existsSync } from 'node:fs'
import { mkdir, open } from 'node:fs/promises'
import { join } from 'node:path'
import { instantFrom, type Instant } from '../../../shared/time.ts'
import { topics } from '../../../shared/topics.ts'
import { moveFile, onceFree } from '../../db/held-files.ts'
import { onItsOwn, type UnitOfWork } from '../../db/unit-of-work.ts'
import { readStudio } from '../studio/index.ts'
import { writeCalendar, type CalendarEntry } from './write-calendar.ts'

/** How much of the book a file holds, around today. */
const daysBack = 30
const daysAhead = 180
const dayMs = 24 * 60 * 60_000

/** A burst of bookings writes each file once in so long at most. */
const writeEveryMs = 2_000
const lookEveryMs = 60 * 60_000
const failedAgainMs = 60_000

/**
 * Keeps one calendar file per trainer equal to the `trainer_calendar` read model.
 *
 * The guarantee: a file that is behind is known to be behind. A trigger raises `changes` in the
 * transaction that changes an entry, and `written` follows only when the new file has been renamed
 * over the old one; so a crash anywhere in between is made good at the next start. At least once,
 * and harmless when twice: a file is made from the read model alone, the same bytes each time.
 * Every file is also written anew at start, in case it was deleted or the studio comes from a
 * backup, and once a day, because the days it holds move on.
 */
export class CalendarFiles {
  readonly folder: string
  readonly #work: UnitOfWork
  readonly #onError: (error: unknown) => void
  /** Files written since the start; the others are not trusted. */
  readonly #seen = new Set<string>()
  #timer: NodeJS.Timeout | null = null
  #soon: NodeJS.Timeout | null = null
  #again: NodeJS.Timeout | null = null
  #busy: Promise<void> | null = null
  #state: 'idle' | 'started' | 'closed' = 'idle'

  constructor(work: UnitOfWork, folder: string, onError: (error: unknown) => void = () => {}) {
    this.folder = folder
    this.#work = work
    this.#onError = onError
    work.onCommit(() => this.#lookSoon())
  }

  /** Writes what is behind, and goes on doing so after each change. */
  start(): void {
    if (this.#state !== 'idle') return
    this.#state = 'started'
    this.#timer = setInterval(() => this.#lookSoon(), lookEveryMs).unref()
    this.#lookSoon()
  }

  close(): void {
    this.#state = 'closed'
    if (this.#timer) clearInterval(this.#timer)
    if (this.#soon) clearTimeout(this.#soon)
    if (this.#again) clearTimeout(this.#again)
  }

  /** The file of a trainer, whether it has been written yet or not. */
  fileOf(trainerId: string): string {
    return join(this.folder, `${trainerId}.ics`)
  }

  /** Whether a trainer's file is there. */
  has(trainerId: string): boolean {
    return existsSync(this.fileOf(trainerId))
  }

  /**
   * Writes every file that is behind. One that cannot be written, such as because it is open somewhere,
   * stops no other: it is tried again, and why it was not is thrown once the others are written.
   */
  writeStale(): Promise<void> {
    this.#busy ??= this.#writeAll().finally(() => (this.#busy = null))
    return this.#busy
  }

  #lookSoon(): void {
    if (this.#state !== 'started' || this.#soon) return
    this.#soon = setTimeout(() => {
      this.#soon = null
      this.writeStale().catch(this.#onError)
    }, writeEveryMs).unref()
  }

  async #writeAll(): Promise<void> {
    const failures: unknown[] = []
    for (const trainerId of this.#stale()) {
      if (this.#state === 'closed') return
      await this.#write(trainerId).catch((error: unknown) => failures.push(error))
    }
    if (failures.length === 0) return
    if (this.#again) clearTimeout(this.#again)
    this.#again = setTimeout(() => this.#lookSoon(), failedAgainMs).unref()
    throw failures[0]
  }

  #stale(): string[] {
    const yesterday = instantFrom(Date.parse(this.#work.now()) - dayMs)
    const rows = this.#work.database
      .prepare(
        `SELECT trainer_id, changes > written OR written_at IS NULL OR written_at < ? AS behind
         FROM calendar_files`,
      )
      .all(yesterday) as { trainer_id: string; behind: 0 | 1 }[]
    return rows
      .filter(({ trainer_id: id, behind }) => behind === 1 || !this.#seen.has(id))
      .map(({ trainer_id: id }) => id)
  }

  async #write(trainerId: string): Promise<void> {
    const { database } = this.#work
    const studio = readStudio(database)
    // Read without a pause in between: the text is of exactly this count of changes.
    const { changes, name } = database
      .prepare(
        `SELECT f.changes, t.name FROM calendar_files AS f JOIN trainers AS t ON t.id = f.trainer_id
         WHERE f.trainer_id = ?`,
      )
      .get(trainerId) as { changes: number; name: string }
    const entries = this.#entriesOf(trainerId)
    const text = writeCalendar({ name: `${name}, ${studio.name}`, entries })

    await writeWhole(this.folder, this.fileOf(trainerId), text)
    if (this.#state === 'closed') return
    this.#seen.add(trainerId)
    this.#work.run(onItsOwn(), (tx) => {
      tx.database
        .prepare('UPDATE calendar_files SET written = ?, written_at = ? WHERE trainer_id = ?')
        .run(changes, tx.now, trainerId)
      tx.touch(topics.calendarFiles)
    })
  }

  /** The service only: who comes is nobody's business outside of FitFlow. */
  #entriesOf(trainerId: string): CalendarEntry[] {
    const now = Date.parse(this.#work.now())
    return this.#work.database
      .prepare(
        `SELECT c.appointment_id AS id, c.start_time AS start, c.end_time AS "end", c.status,
           c.sequence, coalesce(c.changed_at, a.created_at) AS changedAt, s.name AS summary
         FROM trainer_calendar AS c JOIN appointments AS a ON a.id = c.appointment_id
         JOIN services AS s ON s.id = a.service_id
         WHERE c.trainer_id = ? AND c.start_time >= ? AND c.start_time < ?
         ORDER BY c.start_time, c.appointment_id`,
      )
      .all(
        trainerId,
        instantFrom(now - daysBack * dayMs) satisfies Instant,
        instantFrom(now + daysAhead * dayMs) satisfies Instant,
      ) as CalendarEntry[]
  }
}

/** Puts a file in place at one stroke: a reader sees the old one or the new one, never a half. */
async function writeWhole(folder: string, file: string, text: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  const partial = `${file}.part`
  const handle = await onceFree(() => open(partial, 'w'))
  try {
    await handle.writeFile(text)
    // The mark that follows must not outlive the text in a power cut.
    await handle.sync()
  } finally {
    await handle.close()
  }
  await moveFile(partial, file)
}
