import { existsSync, mkdirSync, rmSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import Sqlite from 'better-sqlite3'
import type { Result } from '../../../shared/result.ts'
import {
  migrate,
  MigrationError,
  readMigrations,
  type Migration,
} from '../../../main/db/migrate.ts'
import { pruneLog } from '../../../main/events/prune-log.ts'
import { copyStudio, type CopyMessage } from '../../../main/features/backups/copy-studio.ts'
import { nameProblem } from '../../../main/features/backups/name-problem.ts'
import type { Desk } from '../support/desk.ts'

/** Something the studio does with its disk. */
export interface DiskWork {
  readonly name: string
  /** The migrations of the FitFlow that opens the file afterwards, when they are others. */
  readonly steps?: readonly Migration[]
  /** Brings the desk to just before; answers what is to be done. */
  prepare(desk: Desk): Promise<() => Promise<'committed' | 'refused' | 'undone'>>
  /** Whether the work's effect is in this file. */
  isThere(file: string, desk: Desk): boolean
  /** Does something like it on a disk that works again; `ok`, or the refusal's code. */
  again(desk: Desk): string
}

let slots = 0

const laterSteps = [
  ...readMigrations(resolve(import.meta.dirname, '../../../migrations')),
  {
    name: '9999_later',
    sql: `CREATE TABLE later (id INTEGER PRIMARY KEY, text TEXT) STRICT;
      INSERT INTO later (text) SELECT hex(randomblob(2000)) FROM event_log;`,
  },
]

/** Another free half hour, within the three years in which a studio takes bookings. */
function bookingInput(desk: Desk) {
  slots += 1
  const { trainers, services } = desk.people()
  const week = slots % 100
  const day = new Date(Date.parse('2027-03-01') + 7 * week * 86_400_000).toISOString().slice(0, 10)
  const hour = 10 + (Math.floor(slots / 100) % 6)
  return {
    trainerId: trainers[0]!,
    serviceId: services[1]!,
    start: `${day}T${hour}:00`,
    client: { kind: 'new' as const, client: { name: 'Cleo Client' } },
    shown: { priceMinor: 2_499 },
  }
}

function book(desk: Desk): Result<{ appointmentId: string }> {
  return desk.command('appointments.create', bookingInput(desk))
}

function outcomeOf(result: Result<unknown>): 'committed' | 'refused' {
  if (result.ok) return 'committed'
  // Anything else would be a bug that the broken disk has brought to light.
  if (result.error.code !== 'storage_unavailable') throw new Error(result.error.code)
  return 'refused'
}

const bookAgain = (desk: Desk): string => {
  const result = book(desk)
  return result.ok ? 'ok' : result.error.code
}

function countIn(file: string, query: string): number {
  const connection = new Sqlite(file)
  try {
    return Number(connection.prepare(query).pluck().get())
  } finally {
    connection.close()
  }
}

const booking = (name: string, before: (desk: Desk) => void): DiskWork => ({
  name,
  prepare: async (desk) => {
    before(desk)
    return async () => outcomeOf(book(desk))
  },
  isThere: (file) => countIn(file, 'SELECT count(*) FROM appointments') > 0,
  again: bookAgain,
})

/** Every kind of work that must survive a broken disk. */
export const diskWork: readonly DiskWork[] = [
  booking('a booking', () => {}),
  booking('a booking with a checkpoint', ({ app }) =>
    app.database.exec('PRAGMA wal_autocheckpoint = 1'),
  ),
  {
    name: 'a payment',
    prepare: async (desk) => {
      const booked = book(desk)
      if (!booked.ok) throw new Error(booked.error.code)
      const [price] = desk.all<{ price: number }>('SELECT price_minor AS price FROM appointments')
      return async () =>
        outcomeOf(
          desk.command('payments.take', {
            appointmentId: booked.value.appointmentId,
            amountMinor: price!.price,
            tenders: [{ method: 'card', amountMinor: price!.price, reference: 'T1' }],
          }),
        )
    },
    isThere: (file) => countIn(file, 'SELECT count(*) FROM payments') > 0,
    again: bookAgain,
  },
  {
    name: 'a delivery',
    prepare: async (desk) => {
      const booked = book(desk)
      if (!booked.ok) throw new Error(booked.error.code)
      return async () => {
        try {
          desk.app.delivery.drainDatabase()
          return 'committed'
        } catch {
          return 'undone'
        }
      }
    },
    isThere: (file) => countIn(file, 'SELECT count(*) FROM trainer_calendar') > 0,
    again: (desk) => {
      desk.app.delivery.drainDatabase()
      const { left } = desk.all<{ left: number }>(
        `SELECT (SELECT count(*) FROM event_delivery)
           + (SELECT count(*) FROM trainer_calendar) * 1000 AS left`,
      )[0]!
      return left === 1_000 ? 'ok' : `delivered ${left}`
    },
  },
  {
    name: 'a migration',
    steps: laterSteps,
    prepare: async (desk) => {
      return async () => {
        try {
          migrate(desk.app.database, laterSteps)
          return 'committed'
        } catch (error) {
          // The copy that is made first can fail too; then nothing was begun.
          const code = (error as { code?: unknown }).code
          const told = error instanceof MigrationError || String(code).startsWith('SQLITE_')
          if (!told) throw error
          return 'undone'
        }
      }
    },
    isThere: (file) =>
      countIn(file, `SELECT count(*) FROM sqlite_schema WHERE name = 'later'`) > 0 &&
      countIn(file, 'SELECT count(*) FROM later') > 0,
    again: bookAgain,
  },
  {
    name: 'an archive',
    prepare: async (desk) => {
      for (let count = 0; count < 4; count += 1) book(desk)
      desk.app.delivery.drainDatabase()
      return async () => {
        try {
          await pruneLog(desk.app.work, desk.app.bus, 12)
          return 'committed'
        } catch {
          return 'undone'
        }
      }
    },
    isThere: (file) => countIn(file, 'SELECT pruned_through FROM event_log_head') > 0,
    again: bookAgain,
  },
  {
    name: 'a backup',
    prepare: async (desk) => {
      book(desk)
      const copy = join(dirname(desk.app.database.file), 'backup', 'studio.db')
      mkdirSync(dirname(copy))
      return async () => {
        const task = { source: desk.app.database.file, target: copy }
        let last: CopyMessage | undefined
        await copyStudio(task, (message) => {
          last = message
        })
        if (last?.kind === 'copied') return 'committed'
        // As the maker does; and it must be able to say that it was the disk.
        for (const end of ['', '-journal']) rmSync(copy + end, { force: true })
        const problem = last?.kind === 'failed' ? nameProblem(last.code) : last?.kind
        const said = ['disk_full', 'disk_failed', 'not_writable', 'not_equal']
        if (!said.includes(problem ?? '')) throw new Error(JSON.stringify(last))
        return 'undone'
      }
    },
    isThere: (file) => {
      const copy = join(dirname(file), 'backup', 'studio.db')
      return existsSync(copy) && countIn(copy, 'SELECT count(*) FROM appointments') === 1
    },
    again: bookAgain,
  },
]
