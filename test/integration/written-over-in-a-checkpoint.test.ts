import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { describe, expect, it, onTestFinished } from 'vitest'
import { FileGuard } from '../../main/db/file-guard.ts'
import { makeTempFolder } from '../support/make-temp-folder.ts'

/** A file of 200 rows, each on a page of its own, as FitFlow opens one. */
function openFile(name: string): { file: string; connection: Sqlite.Database } {
  const file = join(makeTempFolder(), 'studio.db')
  const connection = new Sqlite(file)
  connection.pragma('journal_mode = wal')
  connection.pragma('wal_autocheckpoint = 0')
  connection.exec('CREATE TABLE rows (id INTEGER PRIMARY KEY, text)')
  const insert = connection.prepare('INSERT INTO rows (text) VALUES (?)')
  for (let row = 0; row < 200; row += 1) insert.run(name.padEnd(3_000, '.'))
  connection.pragma('wal_checkpoint(PASSIVE)')
  onTestFinished(() => void connection.close())
  return { file, connection }
}

/** @param begin what was done to the log before FitFlow looked at it first */
function openGuarded(begin = '') {
  const { file, connection } = openFile('own')
  if (begin !== '') connection.exec(begin)
  const guard = new FileGuard(file)
  const write = (from: number, to: number, by = connection): void => {
    by.prepare('UPDATE rows SET text = ? WHERE id BETWEEN ? AND ?').run(
      `${from}-${Math.random()}`.padEnd(3_000, '.'),
      from,
      to,
    )
  }
  const bringIn = (around: { before?: () => void; after?: () => void } = {}) => {
    expect(guard.look()).toBeNull()
    return guard.bringIn(() => {
      around.before?.()
      connection.pragma('wal_checkpoint(PASSIVE)')
      around.after?.()
    }, 0)
  }
  const keep = (): (() => void) => {
    copyFileSync(file, `${file}.older`)
    return () => copyFileSync(`${file}.older`, file)
  }
  return { file, connection, guard, write, bringIn, keep }
}

describe('bytes that come while a checkpoint writes', () => {
  it.each(['before', 'after'] as const)('are noticed: older ones, %s it', (when) => {
    const { write, bringIn, keep } = openGuarded()
    const writeOlder = keep()
    write(1, 60)
    expect(bringIn()).toBeNull()
    write(40, 90)
    expect(bringIn({ [when]: writeOlder })).toEqual({ kind: 'replaced' })
  })

  it.each([1, 5])('are noticed: older ones, %i checkpoints later', (later) => {
    const { write, bringIn, keep } = openGuarded()
    const writeOlder = keep()
    write(150, 200)
    for (let times = 0; times < later; times += 1) {
      expect(bringIn()).toBeNull()
      write(1, 20)
    }
    expect(bringIn({ before: writeOlder })).toEqual({ kind: 'replaced' })
  })

  it('are noticed: what the file was a moment ago, once the checkpoint is done', () => {
    const { write, bringIn, keep } = openGuarded()
    write(1, 60)
    expect(bringIn()).toBeNull()
    write(1, 60)
    expect(bringIn({ after: keep() })).toEqual({ kind: 'replaced' })
  })

  it('are nothing where the log has all that they lack', () => {
    const { connection, write, bringIn, keep } = openGuarded()
    write(1, 60)
    expect(bringIn()).toBeNull()
    const writeOlder = keep()
    write(1, 60)
    expect(bringIn({ before: writeOlder })).toBeNull()
    expect(connection.pragma('integrity_check', { simple: true })).toBe('ok')
  })

  it.each(['before', 'after'] as const)('are noticed: another file’s, %s the first one', (when) => {
    const { file, write, bringIn } = openGuarded()
    const other = openFile('other')
    write(1, 3)
    const putOther = (): void => copyFileSync(other.file, file)
    expect(bringIn({ [when]: putOther })).toEqual({ kind: 'replaced' })
  })

  it.each([
    ['all of it', ''],
    ['some of it', 'UPDATE rows SET text = 0 WHERE id < 5'],
    ['nothing', 'PRAGMA wal_checkpoint(TRUNCATE)'],
  ])('are never seen in what SQLite and other programs write: the file had %s', (_, begin) => {
    const { file, connection, guard, write, bringIn } = openGuarded(begin)
    connection.exec('VACUUM; PRAGMA wal_checkpoint(TRUNCATE)')
    write(1, 9)
    expect(bringIn()).toBeNull()
    const other = new Sqlite(file)
    onTestFinished(() => void other.close())
    const acts: (() => void)[] = [
      () => write(1, 9),
      () => write(100, 190),
      () => write(50, 60, other),
      () => other.pragma('wal_checkpoint(PASSIVE)'),
      () => other.pragma('wal_checkpoint(RESTART)'),
      () => connection.pragma('wal_checkpoint(TRUNCATE)'),
      () => connection.exec('VACUUM'),
      () => connection.exec('DELETE FROM rows WHERE id > 190'),
      () => expect(guard.look()).toBeNull(),
      () => expect(bringIn()).toBeNull(),
      () => expect(bringIn({ before: () => write(20, 30, other) })).toBeNull(),
      () => expect(bringIn({ after: () => write(20, 30, other) })).toBeNull(),
      () => expect(bringIn({ after: () => other.pragma('wal_checkpoint(PASSIVE)') })).toBeNull(),
    ]
    for (let times = 0; times < 600; times += 1) acts[Math.floor(Math.random() * acts.length)]?.()
    expect(bringIn()).toBeNull()
  })

  it('are never seen while somebody reads what was before, and the log waits for that', () => {
    const { file, write, bringIn, keep } = openGuarded()
    const reader = new Sqlite(file, { readonly: true })
    const writeOlder = keep()
    reader.exec('BEGIN; SELECT count(*) FROM rows')
    for (let times = 0; times < 20; times += 1) {
      write(times, 200)
      expect(bringIn()).toBeNull()
    }
    reader.close()
    expect(bringIn()).toBeNull()
    write(1, 2)
    expect(bringIn({ before: writeOlder })).toEqual({ kind: 'replaced' })
  })

  it('are noticed without one, too: older ones of the same length and counters', () => {
    const { guard, write, bringIn, keep } = openGuarded()
    write(150, 200)
    const writeOlder = keep()
    expect(bringIn()).toBeNull()
    write(1, 9)
    expect(guard.look()).toBeNull()
    writeOlder()
    expect(guard.look()).toEqual({ kind: 'replaced' })
  })

  it('are looked for only when much has come that the file does not have', () => {
    const { connection, guard, write } = openGuarded()
    let times = 0
    const look = (): void => {
      expect(guard.look()).toBeNull()
      expect(
        guard.bringIn(() => {
          times += 1
          connection.pragma('wal_checkpoint(PASSIVE)')
        }),
      ).toBeNull()
    }
    write(1, 200)
    look()
    expect(times).toBe(0)
    for (let round = 0; round < 6; round += 1) write(1, 200)
    for (let round = 0; round < 3; round += 1) look()
    expect(times).toBe(1)
  })
})
