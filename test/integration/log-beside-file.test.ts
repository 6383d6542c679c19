import {
  copyFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { openStudioApp } from '../../main/studio-app.ts'
import { dumpDatabase } from '../support/dump-database.ts'
import { makeTempFolder } from '../support/make-temp-folder.ts'
import type { TestStudio } from '../support/open-test-studio.ts'
import { valueOf } from '../support/read-result.ts'
import {
  countIn,
  killed,
  killedCopy,
  openDesk,
  refusalOf,
  register,
  setAsideIn,
} from '../support/studio-on-disk.ts'
import { migrations } from '../support/studio-template.ts'

function open(file: string) {
  return openStudioApp({ file, migrations })
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

  it('of another studio is set aside also when its log has started anew since', () => {
    const one = openDesk()
    const other = openDesk()
    valueOf(register(other))
    // As SQLite does by itself after some thousand pages.
    other.app.database.exec('PRAGMA wal_checkpoint(RESTART)')
    for (let i = 0; i < 3; i += 1) valueOf(register(other))
    const file = killedCopy(one)
    copyFileSync(`${other.file}-wal`, `${file}-wal`)
    expect(countIn(file, 'clients')).toBe(0)
    expect(setAsideIn(file)).toHaveLength(1)
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
