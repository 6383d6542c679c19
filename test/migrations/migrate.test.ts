import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { migrate, MigrationError, readMigrations, type Migration } from '../../main/db/migrate.ts'
import { StudioDatabase } from '../../main/db/studio-database.ts'
import { dumpDatabase } from '../support/dump-database.ts'
import { makeTempFolder } from '../support/make-temp-folder.ts'
import { migrations, migrationsFolder } from '../support/studio-template.ts'

const first: Migration = { name: '0001_one', sql: 'CREATE TABLE one (a INTEGER) STRICT;' }
const second: Migration = { name: '0002_two', sql: 'CREATE TABLE two (a INTEGER) STRICT;' }

/** A file brought up to date with the given steps, holding one row. */
function makeFile(steps: readonly Migration[]): string {
  const file = join(makeTempFolder(), 'studio.db')
  const database = StudioDatabase.open(file)
  migrate(database, steps)
  database.exec('INSERT INTO one VALUES (42)')
  database.close()
  return file
}

function dump(file: string): string {
  const connection = new Sqlite(file, { readonly: true })
  try {
    const schema = connection.prepare('SELECT sql FROM sqlite_schema ORDER BY name').pluck().all()
    return JSON.stringify(schema) + dumpDatabase(connection)
  } finally {
    connection.close()
  }
}

/** Migrates, and answers the error's message when it was refused. */
function tryToMigrate(file: string, steps: readonly Migration[]): string | null {
  const database = StudioDatabase.open(file)
  try {
    migrate(database, steps)
    return null
  } catch (error) {
    if (error instanceof MigrationError && !database.inTransaction) return error.message
    throw error
  } finally {
    database.close()
  }
}

/** Given out while several people wrote at once, and not used. None of them is given out again. */
const unusedNumbers = new Set([8, 14, 19])
/** From here on numbers are given out ahead, and what is written first is used first. */
const firstGivenAhead = 23

describe('the migrations of the repository', () => {
  it('are numbered upwards from 0001, each number once, with no gap but where one is explained', () => {
    const numbers = migrations.map(({ name }) => Number(name.slice(0, 4)))
    expect(numbers).toEqual([...new Set(numbers)].toSorted((a, b) => a - b))
    const gaps = Array.from({ length: numbers.at(-1)! }, (_, index) => index + 1).filter(
      (number) => !numbers.includes(number),
    )
    const unexplained = gaps.filter((one) => one < firstGivenAhead && !unusedNumbers.has(one))
    expect(unexplained).toEqual([])
    const files = readdirSync(migrationsFolder).filter((name) => name.endsWith('.sql'))
    expect(migrations).toHaveLength(files.length)
  })

  it('make a sound file out of nothing, and do nothing the second time', () => {
    const folder = makeTempFolder()
    const database = StudioDatabase.open(join(folder, 'studio.db'))
    expect(migrate(database, migrations)).toEqual(migrations.map(({ name }) => name))
    const before = dump(database.file)
    expect(migrate(database, migrations)).toEqual([])
    expect(dump(database.file)).toBe(before)
    expect(database.prepare('PRAGMA integrity_check').pluck().all()).toEqual(['ok'])
    expect(database.prepare('PRAGMA foreign_key_check').all()).toEqual([])
    database.close()
    // A new file holds nothing worth a copy.
    expect(readdirSync(folder)).toEqual(['studio.db'])
  })

  it('are read in order, and only files that look like one', () => {
    expect(readMigrations(migrationsFolder).map(({ name }) => name)).toEqual(
      migrations.map(({ name }) => name).toSorted(),
    )
  })
})

describe('migrating', () => {
  it('brings an older file up to date and keeps its rows, with a copy from before', () => {
    const file = makeFile([first])
    const before = dump(file)
    expect(tryToMigrate(file, [first, second])).toBeNull()
    expect(dump(file)).toContain('CREATE TABLE two')
    expect(dump(file)).toContain('[42]')
    expect(dump(`${file}.before-0002_two`)).toBe(before)
  })

  it('refuses a file of a newer FitFlow, says so, and changes nothing', () => {
    const file = makeFile([first, second])
    const before = dump(file)
    const message = tryToMigrate(file, [first])
    expect(message).toContain('newer FitFlow')
    expect(message).toContain('0002_two')
    expect(message).toContain('nothing was changed')
    expect(dump(file)).toBe(before)
  })

  it('refuses when a step that was taken has been edited since, and changes nothing', () => {
    const file = makeFile([first])
    const before = dump(file)
    const edited = { ...first, sql: `${first.sql} -- a harmless remark` }
    const message = tryToMigrate(file, [edited, second])
    expect(message).toContain('0001_one is not the one')
    expect(dump(file)).toBe(before)
    expect(existsSync(`${file}.before-0002_two`)).toBe(false)
  })

  it.each([
    { rule: 'is not SQL', sql: 'CREATE TABLE two (a INTEGER) STRICT; CREATE NONSENSE;' },
    {
      rule: 'breaks a CHECK',
      sql: 'ALTER TABLE one ADD b INTEGER NOT NULL CHECK (b > 0) DEFAULT 0;',
    },
  ])('leaves the file as it was and names the copy when a step $rule', ({ sql }) => {
    const file = makeFile([first])
    const before = dump(file)
    const message = tryToMigrate(file, [first, { name: '0002_two', sql }])
    expect(message).toContain('0002_two failed')
    expect(message).toContain('Your data is as it was')
    expect(message).toContain(`${file}.before-0002_two`)
    expect(dump(file)).toBe(before)
    expect(dump(`${file}.before-0002_two`)).toBe(before)
  })

  it('refuses while a row points to nothing, wherever that came from', () => {
    const family = {
      name: '0001_family',
      sql: `${first.sql} CREATE TABLE parent (id INTEGER PRIMARY KEY) STRICT;
            CREATE TABLE child (parent INTEGER REFERENCES parent (id)) STRICT;`,
    }
    const file = makeFile([family])
    const careless = new Sqlite(file)
    careless.pragma('foreign_keys = OFF')
    careless.exec('INSERT INTO child VALUES (7)')
    careless.close()
    const before = dump(file)
    const message = tryToMigrate(file, [family, second])
    expect(message).toContain('1 rows would point to nothing')
    expect(dump(file)).toBe(before)
  })

  it('names the copy from before the first of several steps when a later one fails', () => {
    const file = makeFile([first])
    const before = dump(file)
    const broken = { name: '0003_three', sql: 'NONSENSE' }
    expect(tryToMigrate(file, [first, second, broken])).toContain('before-0002_two')
    expect(dump(`${file}.before-0002_two`)).toBe(before)
    // The step that went well is kept; the next start goes on from there.
    expect(tryToMigrate(file, [first, second])).toBeNull()
  })

  it('goes on when the failed step has been put right', () => {
    const file = makeFile([first])
    expect(tryToMigrate(file, [first, { ...second, sql: 'NONSENSE' }])).not.toBeNull()
    expect(tryToMigrate(file, [first, second])).toBeNull()
    expect(dump(file)).toContain('CREATE TABLE two')
  })
})
