import { createHash } from 'node:crypto'
import { copyFileSync, constants, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { readMigrations } from '../../main/db/migrate.ts'
import { runUnlimited, type RunHandler } from '../../main/events/run-limited.ts'
import { ClientList } from '../../main/features/demo/client-list.ts'
import { setUpStudio } from '../../main/features/studio/index.ts'
import { refoldClients } from '../../main/features/clients/fold-clients.ts'
import { openStudioApp, type StudioApp } from '../../main/studio-app.ts'
import { newId } from '../../shared/ids.ts'
import { minor } from '../../shared/money.ts'
import { localDateTimeOf, type Instant } from '../../shared/time.ts'
import { FullBook, readPeople } from './bench-people.ts'
import { openPlainly, PlainDesk } from './plain-desk.ts'

/** Raised when the making changes, so that no old file is used. */
const makerVersion = 3
const trainers = 40
const leastClients = 1_000
/** As many as a big studio has after many years; the search is measured among them. */
export const mostClients = 100_000
/** How many bookings of the past stand in one transaction. */
const bulkSize = 5_000
/** The past of the big log begins here; at a million events it ends three and a half years later. */
const firstDay = '2021-03-01'
/** Where no past reaches: bookings that are measured go here. */
export const firstFreeDay = '2035-01-08'

const migrations = readMigrations(resolve(import.meta.dirname, '../../migrations'))

/** Says what is going on, on the terminal. */
export type Say = (line: string) => void

/**
 * A studio's file with so many events, made in bulk at the first call and kept for the next run.
 * Registrations, bookings and a cancellation after every tenth, in a chain that `log:verify` accepts,
 * with both read models up to date. With 0 events: a studio that was just set up, with its clients'
 * rows but no events about them.
 *
 * @param clients left out: one for every ten events, from 1,000 to 100,000.
 */
export function benchStudio(events: number, say: Say, clients = clientsFor(events)): string {
  const folder = join(tmpdir(), 'fitflow-bench')
  mkdirSync(folder, { recursive: true })
  const checksum = createHash('sha256')
    .update(JSON.stringify([makerVersion, migrations]))
    .digest('hex')
  const file = join(folder, `studio-${checksum.slice(0, 12)}-${events}-${clients}.db`)
  if (existsSync(file)) return file
  const partial = `${file}.${process.pid}.partial`
  for (const suffix of ['', '-wal', '-shm']) rmSync(partial + suffix, { force: true })
  make(partial, events, clients, say)
  renameSync(partial, file)
  return file
}

/** A copy that may be written to, on the disk before anything is measured. */
export function workingCopy(file: string, folder: string, name: string): string {
  const copy = join(folder, `${name}.db`)
  copyFileSync(file, copy, constants.COPYFILE_FICLONE)
  return copy
}

/** Opens a bench's file as FitFlow does. */
export function openBenchApp(
  file: string,
  onDeliveryError?: (error: unknown) => void,
  runHandler?: RunHandler,
): StudioApp {
  return openStudioApp({
    file,
    migrations,
    ...(onDeliveryError ? { onDeliveryError } : {}),
    ...(runHandler ? { runHandler } : {}),
  })
}

function clientsFor(events: number): number {
  return Math.max(leastClients, Math.min(mostClients, Math.floor(events / 10)))
}

function make(file: string, events: number, clients: number, say: Say): void {
  const app = openStudioApp({
    file,
    migrations,
    clock: () => Date.parse(`${firstDay}T00:00:00.000Z`),
    runHandler: runUnlimited,
  })
  try {
    app.work.run({ actorId: null, commandId: null, correlationId: newId() }, (tx) =>
      setUpStudio(tx, app.bus, {
        name: 'Bench Street Studio',
        timeZone: 'Europe/Berlin',
        currency: 'EUR',
        manager: { name: 'Mara Lindqvist', pin: '11111' },
        trainers: Array.from({ length: trainers }, (_, index) => ({ name: `Trainer ${index}` })),
        services: [{ name: 'Personal training', durationMinutes: 60, priceMinor: minor(5_500) }],
        openingHours: Array.from({ length: 7 }, (_, day) => ({
          weekday: day + 1,
          startMinute: 5 * 60,
          endMinute: 23 * 60 + 30,
        })),
      }),
    )
  } finally {
    app.close()
  }
  writePast(file, events, clients, say)
  // What the search needs of clients who came from outside.
  const opened = openBenchApp(file)
  refoldClients(opened.work)
  opened.close()
  if (events > 0) bringUpToDate(file, events, say)
}

function writePast(file: string, events: number, clients: number, say: Say): void {
  const database = openPlainly(file)
  database.exec('PRAGMA synchronous = OFF; PRAGMA cache_size = -524288')
  const writer = new PlainDesk(database, readPeople(database))
  const registered = `${firstDay}T00:00:00.000Z`
  const insertClient = database.prepare(
    `INSERT INTO clients (id, name, phone, email, messages_consent, last_seen_at, created_at)
     VALUES (?, ?, ?, ?, 1, ?, ?)`,
  )
  const names = new ClientList(1)
  database.transaction(() => {
    for (let index = 0; index < clients; index += 1) {
      const { name, phone, email } = names.next()
      const clientId = newId()
      insertClient.run(clientId, name, phone ?? null, email ?? null, registered, registered)
      if (events === 0) continue
      writer.logEvent('client.registered', 'client', clientId, 1, { clientId }, registered, null)
    }
  })()

  const people = readPeople(database)
  const desk = new PlainDesk(database, people)
  const book = new FullBook(people, firstDay, (instant) =>
    localDateTimeOf(instant as Instant, people.timeZone),
  )
  const headSeq = database.prepare('SELECT seq FROM event_log_head').pluck()
  let bookings = 0
  while ((headSeq.get() as number) < events) {
    database.transaction(() => {
      for (let index = 0; index < bulkSize && (headSeq.get() as number) < events; index += 1) {
        const slot = book.next()
        const booking = { ...slot, now: slot.startTime }
        const id = desk.writeBooking(booking, null)
        bookings += 1
        if (bookings % 10 === 0) desk.writeCancellation(id, booking)
      }
    })()
    say(`making a log of ${events} events: ${Math.min(events, headSeq.get() as number)}`)
  }
  database.close()
}

/** Lets the read models catch up, and gives up messages about the past. */
function bringUpToDate(file: string, events: number, say: Say): void {
  const app = openStudioApp({ file, migrations, runHandler: runUnlimited })
  try {
    app.database.exec('PRAGMA synchronous = OFF; PRAGMA cache_size = -524288')
    app.work.run({ actorId: null, commandId: null, correlationId: newId() }, (tx) =>
      app.bus.subscriptions.skipToHead(tx, 'messages'),
    )
    const behind = app.database.prepare(
      `SELECT min(cursor_seq) AS seq FROM event_subscriptions WHERE tier = 'after_commit'`,
    )
    let rounds = 0
    while (app.delivery.runOnce()) {
      rounds += 1
      if (rounds % 100 !== 0) continue
      say(`bringing its read models up to date: ${(behind.get() as { seq: number }).seq}`)
    }
    say(`made a log of ${events} events`)
  } finally {
    app.close()
  }
}
