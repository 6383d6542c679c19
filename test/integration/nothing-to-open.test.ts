import { copyFileSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { StudioDatabase } from '../../main/db/studio-database.ts'
import { makeTempFolder } from '../support/make-temp-folder.ts'
import { valueOf } from '../support/read-result.ts'
import { countIn, openDesk, refusalOf, register } from '../support/studio-on-disk.ts'

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

  it.each(['', '-wal', '-shm', '-journal'])(
    'because studio.db%s is only a link, wherever it leads: names both, and makes nothing',
    (part) => {
      const elsewhere = openDesk()
      valueOf(register(elsewhere))
      elsewhere.app.close()
      for (const target of [elsewhere.file, dirname(elsewhere.file), '/nowhere/studio.db']) {
        const studio = openDesk()
        studio.app.close()
        const link = studio.file + part
        rmSync(link, { force: true })
        symlinkSync(target, link)
        const before = readdirSync(dirname(studio.file))
        const refusal = refusalOf(studio.file)
        expect(refusal.message).toContain(`${link} is only a link, to ${target}.`)
        expect(refusal.nextStep).toContain('--data-dir')
        expect(readdirSync(dirname(studio.file))).toEqual(before)
      }
      elsewhere.reopen()
      expect(countIn(elsewhere.file, 'clients')).toBe(1)
    },
  )

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
