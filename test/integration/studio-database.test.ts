import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { sql, StudioDatabase } from '../../main/db/studio-database.ts'
import { makeTempFolder } from '../support/make-temp-folder.ts'
import { openTestStudio } from '../support/open-test-studio.ts'
import { bookSession } from '../support/book-session.ts'

const expected = {
  journal_mode: 'wal',
  synchronous: 2,
  foreign_keys: 1,
  recursive_triggers: 1,
  busy_timeout: 5000,
  trusted_schema: 0,
}

function pragmasOf(database: StudioDatabase): Record<string, unknown> {
  return Object.fromEntries(
    Object.keys(expected).map((name) => {
      const row = database.prepare(`PRAGMA ${name}`).get() as Record<string, unknown>
      return [name, Object.values(row)[0]]
    }),
  )
}

describe('the pragmas', () => {
  it('hold on a new file', () => {
    const database = StudioDatabase.open(join(makeTempFolder(), 'new.db'))
    expect(pragmasOf(database)).toEqual(expected)
    database.close()
  })

  it('still hold after the first table, the first row and the first transaction', () => {
    const database = StudioDatabase.open(join(makeTempFolder(), 'new.db'))
    database.exec('CREATE TABLE t (a INTEGER) STRICT')
    database.exec('BEGIN IMMEDIATE; INSERT INTO t VALUES (1); COMMIT')
    expect(pragmasOf(database)).toEqual(expected)
    database.close()
  })

  it('hold after a booking and its delivery, and after the file was opened again', () => {
    const studio = openTestStudio()
    studio.signIn('desk')
    bookSession(studio, '2026-03-02T09:00')
    studio.deliver()
    expect(pragmasOf(studio.app.database)).toEqual(expected)
    studio.reopen()
    expect(pragmasOf(studio.app.database)).toEqual(expected)
  })

  it('are set on a file that another program left with other ones', () => {
    const file = join(makeTempFolder(), 'foreign.db')
    const foreign = new Sqlite(file)
    foreign.pragma('journal_mode = delete')
    foreign.exec('CREATE TABLE t (a)')
    foreign.close()
    const database = StudioDatabase.open(file)
    expect(pragmasOf(database)).toEqual(expected)
    database.close()
  })
})

describe('opening a file', () => {
  it('refuses what is not a database', () => {
    const file = join(makeTempFolder(), 'letter.db')
    writeFileSync(file, 'Dear studio, this is a letter and not a database. '.repeat(40))
    expect(() => StudioDatabase.open(file)).toThrow(/not a database/)
  })

  it('for reading never writes and never makes a file', () => {
    const folder = makeTempFolder()
    expect(() => StudioDatabase.openForReading(join(folder, 'none.db'))).toThrow(/unable to open/)
    const file = join(folder, 'some.db')
    StudioDatabase.open(file).close()
    const reading = StudioDatabase.openForReading(file)
    expect(() => reading.exec('CREATE TABLE t (a)')).toThrow(/readonly/)
    reading.close()
  })
})

describe('queries', () => {
  it('cannot write outside of a unit of work', () => {
    const { app } = openTestStudio()
    const write = sql.updateTable('studio').set({ name: 'Another' })
    expect(() => app.database.run(write)).toThrow(/outside of a unit of work/)
  })

  it('cannot run around the unit of work: the builder has no connection', async () => {
    await expect(sql.selectFrom('studio').selectAll().execute()).resolves.toEqual([])
  })

  it('say so when a row that must be there is not', () => {
    const { app } = openTestStudio()
    const missing = sql.selectFrom('clients').selectAll().where('id', '=', 'nobody')
    expect(app.database.first(missing)).toBeUndefined()
    expect(() => app.database.one(missing)).toThrow(/No row/)
  })

  it('prepare each text once', () => {
    const { app } = openTestStudio()
    const text = 'SELECT name FROM studio'
    expect(app.database.prepare(text)).toBe(app.database.prepare(text))
  })
})

describe('a cached statement', () => {
  it('answers rows, whoever wanted single values of the same text before', () => {
    const database = StudioDatabase.open(join(makeTempFolder(), 'new.db'))
    const one = () => database.prepare('SELECT 1 AS found')
    expect(one().pluck().get()).toBe(1)
    expect(one().get()).toEqual({ found: 1 })
    database.close()
  })
})
