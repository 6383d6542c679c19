import { copyFileSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { beforeEach, describe, expect, it } from 'vitest'
import { migrate } from '../../main/db/migrate.ts'
import { StudioDatabase } from '../../main/db/studio-database.ts'
import { archiveFolder } from '../../main/events/log-archive.ts'
import { pruneLog } from '../../main/events/prune-log.ts'
import { copyStudio } from '../../main/features/backups/copy-studio.ts'
import { ErasureCleaner } from '../../main/features/clients/index.ts'
import { OpeningRefused } from '../../main/opening/refuse-opening.ts'
import { openStudioApp } from '../../main/studio-app.ts'
import { bookSession, bookingInput } from '../support/book-session.ts'
import { makeTempFolder } from '../support/make-temp-folder.ts'
import { openTestStudio, type TestStudio } from '../support/open-test-studio.ts'
import { outcomeOf, valueOf } from '../support/read-result.ts'
import { migrations } from '../support/studio-template.ts'

let studio: TestStudio

beforeEach(() => {
  studio = openTestStudio()
  studio.signIn('manager')
})

const book = () => studio.command('appointments.create', bookingInput(studio, '2026-03-05T09:00'))

/** Writes into the file past SQLite while nobody has it open. */
function breakFile(change: (bytes: Buffer, pageBytes: number) => void): void {
  studio.app.close()
  const bytes = readFileSync(studio.file)
  change(bytes, bytes.readUInt16BE(16))
  writeFileSync(studio.file, bytes)
}

function rootOf(name: string): number {
  const file = new Sqlite(studio.file, { readonly: true })
  const page = file.prepare('SELECT rootpage FROM sqlite_schema WHERE name = ?').pluck().get(name)
  file.close()
  return page as number
}

/** Changes the log past its guard. */
function forge(file: string, change: string): void {
  const connection = new Sqlite(file)
  const triggers = connection
    .prepare(
      `SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'event_log'`,
    )
    .all() as { name: string; sql: string }[]
  for (const { name } of triggers) connection.exec(`DROP TRIGGER ${name}`)
  connection.exec(change)
  for (const { sql } of triggers) connection.exec(sql)
  connection.close()
}

describe('damage at start', () => {
  it('in a page is told with the way back, and nothing is written to the file', () => {
    bookSession(studio, '2026-03-04T09:00')
    const copy = `${studio.file}.before-0022_async_mode`
    studio.app.database.copyTo(copy)
    const page = rootOf('clients')
    breakFile((bytes, size) => bytes.fill(0xff, (page - 1) * size, (page - 1) * size + 100))
    const before = readFileSync(studio.file)
    let refusal: unknown
    try {
      studio.reopen()
    } catch (error) {
      refusal = error
    }
    expect(refusal).toBeInstanceOf(OpeningRefused)
    expect((refusal as OpeningRefused).message).toContain('damaged')
    expect((refusal as OpeningRefused).nextStep).toContain(copy)
    const after = readFileSync(studio.file)
    // The header’s mark and counters are of this opening.
    expect(after.subarray(4_096).equals(before.subarray(4_096))).toBe(true)
  })

  it('in the newest events locks the studio, and what can be read may be looked at', () => {
    bookSession(studio, '2026-03-04T09:00')
    studio.app.close()
    forge(
      studio.file,
      `UPDATE event_log SET event_data = replace(event_data, '09:00', '08:00')
      WHERE event_type = 'appointment.created'`,
    )
    studio.reopen()
    expect(valueOf(studio.call('studio.condition', {})).trouble?.message).toContain('damaged')
    studio.signIn('manager')
    expect(outcomeOf(book())).toBe('studio_damaged')
    expect(outcomeOf(studio.call('appointments.day', { date: '2026-03-04' }))).toBe('ok')
    expect(outcomeOf(studio.command('events.verify', {}))).toBe('ok')
    expect(outcomeOf(studio.command('staff.signOut', {}))).toBe('ok')
  })

  it.each<[string, string]>([
    [
      'in an old event',
      `UPDATE event_log SET metadata = replace(metadata, 'correlationId', 'correlationIe') WHERE seq = 2`,
    ],
    ['in a rule', 'DROP TRIGGER event_log_is_immutable'],
    ['in a reference', `PRAGMA foreign_keys = OFF; DELETE FROM services`],
    [
      'in the text of a table',
      `PRAGMA writable_schema = ON;
       UPDATE sqlite_schema SET sql = replace(sql, 'columnsize', 'coluensize')`,
    ],
  ])('%s is found right after it, and locks the studio', async (_, change) => {
    for (let count = 0; count < 150; count += 1) {
      valueOf(studio.command('clients.register', { name: `Client ${count}` }))
    }
    bookSession(studio, '2026-03-04T09:00')
    for (let count = 0; count < 60; count += 1) {
      valueOf(studio.command('clients.register', { name: `Another ${count}` }))
    }
    studio.app.close()
    if (change.includes('event_log SET')) forge(studio.file, change)
    else {
      const file = new Sqlite(studio.file)
      file.unsafeMode()
      file.exec(change)
      file.close()
    }
    studio.reopen()
    expect(studio.app.database.health.trouble).toBeNull()
    await studio.app.tidyUp()
    expect(studio.app.database.health.trouble?.kind).toBe('damaged')
    expect(outcomeOf(studio.command('clients.register', { name: 'Cleo' }))).not.toBe('ok')
  })

  it.each([
    [
      'some are still to be written there',
      'INSERT INTO clients_to_fold SELECT search_row FROM clients LIMIT 3',
    ],
    ['another version of FitFlow made it', 'UPDATE client_fold_rules SET version = version - 1'],
    ['nobody knows who made it', 'DELETE FROM client_fold_rules'],
  ])('in what search looks in is found although %s', (_, change) => {
    for (let count = 0; count < 15; count += 1) {
      valueOf(studio.command('clients.register', { name: `Client Number${count * 37}` }))
    }
    studio.app.close()
    const file = new Sqlite(studio.file)
    const { id, block } = file
      .prepare('SELECT id, block FROM client_words_data WHERE id > 1000 ORDER BY id LIMIT 1')
      .get() as { id: number; block: Buffer }
    block[Math.floor(block.length * 0.3)]! ^= 1
    file.unsafeMode()
    file.prepare('UPDATE client_words_data SET block = ? WHERE id = ?').run(block, id)
    file.exec(change)
    file.close()
    studio.reopen()
    expect(studio.app.database.health.trouble?.kind).toBe('damaged')
  })

  it('is not a missing archive, of which there is a notice only', async () => {
    for (let count = 0; count < 4; count += 1) {
      valueOf(studio.command('clients.register', { name: `Client ${count}` }))
    }
    studio.deliver()
    await pruneLog(studio.app.work, studio.app.bus, 10)
    rmSync(archiveFolder(studio.file), { recursive: true })
    studio.reopen()
    await studio.app.tidyUp()
    const { trouble, notices } = valueOf(studio.call('studio.condition', {}))
    expect(trouble).toBeNull()
    expect(notices.map(({ code }) => code)).toEqual(['archive_missing'])
  })

  it('of a studio that is whole nothing is said', async () => {
    bookSession(studio, '2026-03-04T09:00')
    studio.reopen()
    await studio.app.tidyUp()
    expect(valueOf(studio.call('studio.condition', {}))).toEqual({ trouble: null, notices: [] })
  })
})

describe('damage that is met while somebody works', () => {
  it('is said as damage, also by a read, and locks the studio', () => {
    for (let count = 0; count < 200; count += 1) {
      valueOf(studio.command('clients.register', { name: `Client ${count}` }))
    }
    const page = rootOf('clients')
    studio.app.database.exec('PRAGMA wal_checkpoint(TRUNCATE)')
    const bytes = readFileSync(studio.file)
    bytes.fill(0xff, (page - 1) * 4_096, (page - 1) * 4_096 + 200)
    writeFileSync(studio.file, bytes)
    studio.app.database.exec('PRAGMA shrink_memory')
    // Another connection’s commit lets SQLite forget what it has in memory.
    studio.foreign().exec('PRAGMA application_id = 1')
    const read = studio.call('clients.duplicates', {})
    expect(read.ok ? '' : read.error.message).toContain('damaged')
    expect(outcomeOf(book())).toBe('studio_damaged')
    expect(studio.incidents.length).toBeGreaterThan(0)
  })
})

describe('a backup of a damaged studio', () => {
  it.each<[string, () => void]>([
    [
      'in an index',
      () => {
        const page = rootOf('event_log_created_at')
        breakFile((bytes, size) => (bytes[(page - 1) * size + size - 20]! ^= 0x01))
      },
    ],
    [
      'in the log',
      () => {
        studio.app.close()
        forge(
          studio.file,
          `UPDATE event_log SET metadata = replace(metadata, 'correlationId', 'correlationIe') WHERE seq = 3`,
        )
      },
    ],
  ])('%s is not called good, and keeps the one before', async (_, damage) => {
    bookSession(studio, '2026-03-04T09:00')
    damage()
    // As if it had happened while FitFlow was open: no start has looked at it.
    const file = join(makeTempFolder(), 'copy.db')
    writeFileSync(file, 'the backup of yesterday')
    const said: string[] = []
    await copyStudio({ source: studio.file, target: `${file}.part` }, ({ kind }) => said.push(kind))
    expect(said.at(-1)).toBe('damaged')
    expect(readFileSync(file, 'utf8')).toBe('the backup of yesterday')
  })

  it('is not made by an update either: the file stays as it was', () => {
    bookSession(studio, '2026-03-04T09:00')
    const later = [...migrations, { name: '9999_later', sql: 'CREATE TABLE later (a TEXT) STRICT' }]
    const { database } = studio.app
    const update = () => migrate(database, later, () => 'its pages do not fit')
    expect(update).toThrow(/damaged \(its pages do not fit\)/)
    expect(
      readdirSync(dirname(studio.file)).filter((name) => /before-|copying/.test(name)),
    ).toEqual([])
    expect(
      database.prepare(`SELECT 1 FROM sqlite_schema WHERE name = 'later'`).get(),
    ).toBeUndefined()
  })
})

describe('traces of somebody who was erased', () => {
  const waits = () => studio.rows('SELECT 1 FROM erasures WHERE cleaned_at IS NULL').length > 0

  function eraseSomebody(): void {
    const clientId = valueOf(studio.command('clients.register', { name: 'Quirinius' })).clientId
    valueOf(studio.command('clients.erase', { clientId, confirmation: 'Quirinius' }))
    studio.app.database.prepare('UPDATE erasures SET cleaned_at = NULL').run()
  }

  it('are overwritten after a start, which does not wait for that', async () => {
    eraseSomebody()
    studio.reopen()
    expect(waits()).toBe(true)
    studio.signIn('manager')
    expect(outcomeOf(book())).toBe('ok')
    await studio.app.tidyUp()
    expect(waits()).toBe(false)
  })

  it('are told of while another program keeps SQLite from it, and are gone later', () => {
    eraseSomebody()
    const errors: unknown[] = []
    const told: unknown[] = []
    const cleaner = new ErasureCleaner(
      studio.app.work,
      (error) => errors.push(error),
      (reason) => told.push(reason),
    )
    studio.app.database.exec('PRAGMA busy_timeout = 10')
    const other = studio.foreign()
    other.exec('BEGIN IMMEDIATE')
    cleaner.clean()
    expect(waits()).toBe(true)
    expect(told.at(-1)).toEqual({ neededBytes: expect.any(Number) })
    expect(errors).toHaveLength(1)
    other.exec('ROLLBACK')
    cleaner.clean()
    expect(waits()).toBe(false)
    expect(told.at(-1)).toBeNull()
    cleaner.close()
  })
})

describe('an opening', () => {
  it('whose file is damaged while it is migrated is refused in words', () => {
    studio.app.close()
    const file = join(makeTempFolder(), 'studio.db')
    copyFileSync(studio.file, file)
    rmSync(studio.file)
    const bytes = readFileSync(file)
    bytes.fill(0, 100, 4_000)
    writeFileSync(file, bytes)
    const open = () => openStudioApp({ file, migrations }).close()
    expect(open).toThrow(OpeningRefused)
    const database = (() => StudioDatabase.openForReading(file))()
    database.close()
  })
})
