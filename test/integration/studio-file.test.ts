import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { StudioDatabase } from '../../main/db/studio-database.ts'
import { OpeningRefused } from '../../main/opening/refuse-opening.ts'
import { openStudioApp } from '../../main/studio-app.ts'
import { dumpDatabase } from '../support/dump-database.ts'
import { makeTempFolder } from '../support/make-temp-folder.ts'
import { openTestStudio, type TestStudio } from '../support/open-test-studio.ts'
import { outcomeOf, valueOf } from '../support/read-result.ts'
import { migrations } from '../support/studio-template.ts'

function openDesk(): TestStudio {
  const studio = openTestStudio()
  studio.signIn('manager')
  return studio
}

const register = (studio: TestStudio, name = 'Cleo Client') =>
  studio.command('clients.register', { name })

/** Copies these parts of the open studio, lets it work on and empty its log, and writes them back in place. */
function restoreBytes(parts: readonly string[]) {
  return (studio: TestStudio): void => {
    for (const part of parts) copyFileSync(studio.file + part, `${studio.file}.old${part}`)
    valueOf(register(studio, 'Between'))
    if (parts.includes('')) studio.app.database.leaveNoTrace()
    valueOf(register(studio, 'After'))
    for (const part of parts) copyFileSync(`${studio.file}.old${part}`, studio.file + part)
  }
}

/** What a kill at this moment leaves, as if it had always been in this folder. */
function killed(studio: TestStudio): string {
  const file = killedCopy(studio)
  const note = JSON.parse(readFileSync(`${file}-opened`, 'utf8')) as object
  const inode = (path: string) => String(statSync(path, { bigint: true }).ino)
  writeFileSync(
    `${file}-opened`,
    JSON.stringify({ ...note, file: inode(file), log: inode(`${file}-wal`) }),
  )
  return file
}

/** What somebody copies after a kill to another folder. */
function killedCopy(studio: TestStudio, parts = ['', '-wal', '-opened']): string {
  const file = join(makeTempFolder(), 'studio.db')
  for (const part of parts) copyFileSync(studio.file + part, file + part)
  return file
}

function open(file: string) {
  return openStudioApp({ file, migrations })
}

/** Opens, reads a number, closes. */
function countIn(file: string, table: string): number {
  const app = open(file)
  try {
    return app.database.prepare(`SELECT count(*) FROM ${table}`).pluck().get() as number
  } finally {
    app.close()
  }
}

function refusalOf(file: string): OpeningRefused {
  try {
    open(file).close()
  } catch (error) {
    if (error instanceof OpeningRefused) return error
    throw error
  }
  throw new Error('It opened.')
}

/** A raw copy as somebody makes it while FitFlow is closed. */
function closedCopy(studio: TestStudio): string {
  const copy = join(makeTempFolder(), 'copy.db')
  studio.reopen()
  studio.app.close()
  copyFileSync(studio.file, copy)
  studio.reopen()
  studio.signIn('manager')
  return copy
}

const setAsideIn = (file: string) =>
  readdirSync(dirname(file)).filter((name) => name.includes('-wal.set-aside-'))

describe('a file that is taken away while it is open', () => {
  it.each<[string, (studio: TestStudio) => void, string]>([
    ['is moved away', ({ file }) => renameSync(file, `${file}.old`), 'studio_file_gone'],
    ['is deleted', ({ file }) => unlinkSync(file), 'studio_file_gone'],
    [
      'is deleted with its folder',
      ({ file }) => rmSync(dirname(file), { recursive: true }),
      'studio_file_gone',
    ],
    ['loses its log', ({ file }) => unlinkSync(`${file}-wal`), 'studio_file_gone'],
    [
      'is replaced by a copy',
      ({ file }) => {
        copyFileSync(file, `${file}.copy`)
        renameSync(`${file}.copy`, file)
      },
      'studio_file_replaced',
    ],
    [
      'is written over by a backup',
      ({ file, app }) => {
        app.database.copyTo(`${file}.backup`)
        copyFileSync(`${file}.backup`, file)
      },
      'studio_file_replaced',
    ],
    ['is emptied', ({ file }) => writeFileSync(file, ''), 'studio_file_replaced'],
    ['is written over by its own older bytes', restoreBytes(['']), 'studio_file_replaced'],
    ['has its log written over by older bytes', restoreBytes(['-wal']), 'studio_file_replaced'],
    [
      'is written over with its log by older bytes',
      restoreBytes(['', '-wal', '-shm']),
      'studio_file_replaced',
    ],
    ['has its log emptied', ({ file }) => truncateSync(`${file}-wal`, 0), 'studio_file_replaced'],
    [
      'has its log written over by another studio’s',
      ({ file }) => {
        const other = openDesk()
        valueOf(register(other))
        copyFileSync(`${other.file}-wal`, `${file}-wal`)
      },
      'studio_file_replaced',
    ],
  ])('%s: nothing more is answered “done”, and nothing is shown', (_, take, code) => {
    const studio = openDesk()
    valueOf(register(studio, 'Before'))
    take(studio)
    expect(outcomeOf(register(studio))).toBe(code)
    expect(outcomeOf(studio.call('clients.search', { text: 'Before', limit: 5 }))).toBe(code)
    const { trouble } = valueOf(studio.call('studio.condition', {}))
    expect(trouble?.nextStep).toContain('close FitFlow')
    expect(studio.incidents).toEqual([])
  })

  it('stays refused when the file is back: only a start looks at it anew', () => {
    const studio = openDesk()
    renameSync(studio.file, `${studio.file}.old`)
    expect(outcomeOf(register(studio))).toBe('studio_file_gone')
    renameSync(`${studio.file}.old`, studio.file)
    expect(outcomeOf(register(studio))).toBe('studio_file_gone')
    studio.reopen()
    studio.signIn('manager')
    expect(outcomeOf(register(studio))).toBe('ok')
  })

  it('is noticed when it goes between the decision and the commit’s answer', () => {
    const studio = openDesk()
    const context = { actorId: null, commandId: null, correlationId: 'test' }
    const late: string[] = []
    expect(() =>
      studio.app.work.run(context, (tx) => {
        tx.afterCommit(() => late.push('told'))
        tx.database.prepare(`UPDATE studio SET name = 'New'`).run()
        renameSync(studio.file, `${studio.file}.old`)
      }),
    ).toThrow(/gone/)
    expect(late).toEqual([])
  })

  it('stops what writes by itself, and tells the windows once', () => {
    const studio = openDesk()
    const told: string[] = []
    studio.app.work.onCommit((topics) => told.push(...topics))
    studio.app.delivery.start()
    unlinkSync(studio.file)
    studio.app.condition.start()
    expect(outcomeOf(register(studio))).toBe('studio_file_gone')
    expect(outcomeOf(register(studio))).toBe('studio_file_gone')
    expect(told.filter((topic) => topic === 'condition')).toHaveLength(1)
  })

  it.each(['moved over it', 'written over it'])(
    'is left alone when it is closed: a backup that was %s is as it was',
    (how) => {
      const studio = openDesk()
      const backup = join(makeTempFolder(), 'backup.db')
      studio.app.database.copyTo(backup)
      const whole = readFileSync(backup)
      // What is in the log only.
      valueOf(register(studio))
      if (how === 'moved over it') renameSync(backup, studio.file)
      else copyFileSync(backup, studio.file)
      expect(outcomeOf(register(studio))).toBe('studio_file_replaced')
      studio.app.close()
      expect(readFileSync(studio.file).equals(whole)).toBe(true)

      expect(countIn(studio.file, 'clients')).toBe(0)
      expect(setAsideIn(studio.file)).toHaveLength(1)
    },
  )
})

describe('the log beside a file at start', () => {
  it('is applied after a kill', () => {
    const studio = openDesk()
    valueOf(register(studio))
    const file = killed(studio)
    expect(countIn(file, 'clients')).toBe(1)
    expect(setAsideIn(file)).toEqual([])
    expect(existsSync(`${file}-opened`)).toBe(false)
  })

  it.each([
    ['with the note', ['', '-wal', '-opened']],
    ['without it', ['', '-wal']],
  ])('is applied where both were copied to another place after a kill, %s', (_, parts) => {
    const studio = openDesk()
    valueOf(register(studio))
    const file = killedCopy(studio, parts)
    expect(countIn(file, 'clients')).toBe(1)
    expect(setAsideIn(file)).toEqual([])
  })

  it('is applied however often it was used before', () => {
    const studio = openDesk()
    studio.app.database.exec('PRAGMA wal_autocheckpoint = 3')
    for (let count = 0; count < 30; count += 1) valueOf(register(studio, `Client ${count}`))
    const file = killed(studio)
    expect(countIn(file, 'clients')).toBe(30)
    expect(setAsideIn(file)).toEqual([])
  })

  it.each<[string, (studio: TestStudio) => string]>([
    [
      'a backup',
      (studio) => {
        const backup = join(makeTempFolder(), 'backup.db')
        studio.app.database.copyTo(backup)
        return backup
      },
    ],
    ['a copy of last week', closedCopy],
  ])('is set aside beside %s, moved or written there', (_, copyOf) => {
    for (const isMoved of [true, false]) {
      const studio = openDesk()
      const copy = copyOf(studio)
      const before = new Sqlite(copy, { readonly: true })
      const said = before.prepare('SELECT count(*) FROM clients').pluck().get()
      before.close()
      valueOf(register(studio))
      const file = killed(studio)
      if (isMoved) renameSync(copy, file)
      else writeFileSync(file, readFileSync(copy))
      const app = open(file)
      expect(app.database.prepare('SELECT count(*) FROM clients').pluck().get()).toBe(said)
      expect(app.condition.state.notices.map(({ code }) => code)).toEqual(['set_aside'])
      app.close()
      expect(setAsideIn(file)).toHaveLength(1)
      expect(statSync(join(dirname(file), setAsideIn(file)[0]!)).size).toBeGreaterThan(32)
      const check = new Sqlite(file, { readonly: true })
      expect(check.pragma('integrity_check', { simple: true })).toBe('ok')
      check.close()
    }
  })

  it('of another studio is set aside', () => {
    const one = openDesk()
    const other = openDesk()
    valueOf(register(one))
    valueOf(register(other))
    valueOf(register(other))
    const before = dumpDatabase(one.foreign())
    const file = killedCopy(one)
    copyFileSync(`${other.file}-wal`, `${file}-wal`)
    // Without its own log it is what its last checkpoint left.
    expect(countIn(file, 'clients')).toBe(0)
    expect(setAsideIn(file)).toHaveLength(1)
    expect(before).toContain('Cleo')
  })

  it('is kept when the file is damaged with and without it', () => {
    const studio = openDesk()
    valueOf(register(studio))
    const file = killedCopy(studio, ['', '-wal'])
    const bytes = readFileSync(file)
    for (let page = 2; page < 40; page += 1) bytes.fill(0xff, page * 4_096, page * 4_096 + 200)
    writeFileSync(file, bytes)
    expect(refusalOf(file).message).toContain('damaged')
    expect(existsSync(`${file}-wal`)).toBe(true)
    expect(setAsideIn(file)).toEqual([])
  })

  it('a rollback journal of another file is set aside as well', () => {
    const studio = openDesk()
    valueOf(register(studio))
    studio.app.close()
    const other = join(makeTempFolder(), 'other.db')
    const writer = new Sqlite(other)
    writer.exec('CREATE TABLE t (a); BEGIN; PRAGMA cache_size = 1;')
    for (let count = 0; count < 200; count += 1)
      writer.exec(`INSERT INTO t VALUES (randomblob(4000))`)
    copyFileSync(`${other}-journal`, `${studio.file}-journal`)
    writer.close()
    expect(countIn(studio.file, 'clients')).toBe(1)
    expect(
      readdirSync(dirname(studio.file)).some((name) => name.includes('-journal.set-aside-')),
    ).toBe(true)
  })
})

describe('an empty or missing file beside what is left of a studio', () => {
  it.each<[string, (folder: string) => void, string]>([
    ['a log', (folder) => writeFileSync(join(folder, 'studio.db-wal'), 'frames'), 'studio.db-wal'],
    [
      'archives',
      (folder) => {
        mkdirSync(join(folder, 'archive'))
        writeFileSync(join(folder, 'archive', 'events-1-9.jsonl.gz'), 'old')
      },
      'archive',
    ],
    [
      'a copy before an update',
      (folder) => writeFileSync(join(folder, 'studio.db.before-0009_packages'), 'copy'),
      'studio.db.before-0009_packages',
    ],
    [
      'calendars',
      (folder) => {
        mkdirSync(join(folder, 'calendars'))
        writeFileSync(join(folder, 'calendars', 'x.ics'), 'BEGIN')
      },
      'calendars',
    ],
  ])('%s: names it, says how to go back, and makes nothing', (_, leave, name) => {
    for (const isEmpty of [false, true]) {
      const file = join(makeTempFolder(), 'studio.db')
      leave(dirname(file))
      if (isEmpty) writeFileSync(file, '')
      const before = readdirSync(dirname(file))
      const refusal = refusalOf(file)
      expect(refusal.message).toContain(name)
      expect(refusal.message).toContain(isEmpty ? 'is empty' : 'is missing')
      expect(refusal.nextStep).toMatch(/backup.*To begin a new studio instead/)
      expect(readdirSync(dirname(file))).toEqual(before)
    }
  })

  it('names the copy that is whole as the way back', () => {
    const studio = openDesk()
    valueOf(register(studio))
    const copy = `${studio.file}.before-0022_async_mode`
    studio.app.database.copyTo(copy)
    studio.app.close()
    rmSync(studio.file)
    expect(refusalOf(studio.file).nextStep).toContain(copy)
  })

  it('an empty folder, or one with Chromium’s and the log’s files only, is a new studio', () => {
    const folder = makeTempFolder()
    for (const name of ['window', 'logs', 'calendars', 'archive']) mkdirSync(join(folder, name))
    const file = join(folder, 'studio.db')
    writeFileSync(file, '')
    expect(countIn(file, 'clients')).toBe(0)
  })

  it('of a file that has only its first page, because FitFlow was killed early, the log is applied', () => {
    const file = join(makeTempFolder(), 'studio.db')
    const database = StudioDatabase.open(file)
    database.exec(
      'PRAGMA wal_autocheckpoint = 0; CREATE TABLE early (a) STRICT'.replace(' STRICT', ''),
    )
    const folder = makeTempFolder()
    for (const part of ['', '-wal', '-opened'])
      copyFileSync(file + part, join(folder, `studio.db${part}`))
    database.close()
    const again = StudioDatabase.open(join(folder, 'studio.db'))
    expect(again.prepare('SELECT count(*) FROM early').pluck().get()).toBe(0)
    again.close()
  })
})

describe('a start that cannot open the file', () => {
  it.each<[string, (file: string) => void, RegExp]>([
    ['a folder of its name', (file) => mkdirSync(file), /not a file that can hold a studio/],
    ['a letter', (file) => writeFileSync(file, 'Dear studio. '.repeat(400)), /is not a studio/],
    [
      'half a header',
      (file) => writeFileSync(file, 'SQLite format 3\0'),
      /is not a studio|damaged/,
    ],
  ])('%s: says so, and what to do', (_, make, message) => {
    const file = join(makeTempFolder(), 'studio.db')
    make(file)
    const refusal = refusalOf(file)
    expect(refusal.message).toMatch(message)
    expect(refusal.nextStep).not.toBe('')
  })

  it('because another program holds it: names the file', () => {
    const studio = openDesk()
    studio.app.close()
    const other = new Sqlite(studio.file)
    other.pragma('locking_mode = exclusive')
    other.exec('BEGIN EXCLUSIVE')
    const refusal = refusalOf(studio.file)
    other.close()
    expect(refusal.message).toContain('Another program is using')
  }, 20_000)
})
