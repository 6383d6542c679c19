import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import Sqlite from 'better-sqlite3'
import { beforeAll, describe, expect, it } from 'vitest'
import {
  readCoveredTables,
  uncoveredTables,
  type CoveredTable,
} from '../../main/coverage/covered-tables.ts'
import { verifyTables } from '../../main/coverage/verify-tables.ts'
import { StudioDatabase } from '../../main/db/studio-database.ts'
import { hashData, hashEvent, type EventRow } from '../../main/events/event-log.ts'
import { verifyLog } from '../../main/events/verify-log.ts'
import { bookSession } from '../support/book-session.ts'
import { openTestStudio, type TestStudio } from '../support/open-test-studio.ts'
import { valueOf } from '../support/read-result.ts'
import { offerProduct, packageDraft } from '../support/sell-package.ts'
import { closeDrawer } from '../support/todays-drawer.ts'
import { before, validInputs } from '../support/valid-inputs.ts'
import { commandNames, copyWholeStudio, type WholeStudio } from '../support/whole-studio.ts'

/** What another program writes: no rule of the file is in its way, and FitFlow sees nothing of it. */
function byAnother(path: string, work: (file: Sqlite.Database) => void): void {
  const file = new Sqlite(path)
  try {
    file.pragma('foreign_keys = OFF')
    file.pragma('ignore_check_constraints = ON')
    file.function('sha256_of', (text) => text)
    const triggers = file
      .prepare(`SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'`)
      .all() as { name: string; sql: string }[]
    for (const { name } of triggers) file.exec(`DROP TRIGGER "${name}"`)
    work(file)
    for (const { sql } of triggers) file.exec(sql)
  } finally {
    file.close()
  }
}

/** As who knows docs/event-log.md: every hash anew, from what the rows say now. */
function rewriteLog(file: Sqlite.Database): void {
  let prev_hash: Buffer = Buffer.alloc(32)
  for (const row of file.prepare('SELECT * FROM event_log ORDER BY seq').all() as EventRow[]) {
    const data_hash = hashData(row.data_salt!, row.event_data!)
    const hash = hashEvent({ ...row, data_hash, prev_hash })
    file
      .prepare('UPDATE event_log SET data_hash = ?, prev_hash = ?, hash = ? WHERE seq = ?')
      .run(data_hash, prev_hash, hash, row.seq)
    prev_hash = hash
  }
  file.prepare('UPDATE event_log_head SET hash = ?').run(prev_hash)
}

function reading<T>(path: string, work: (database: StudioDatabase) => T): T {
  const database = StudioDatabase.openForReading(path)
  try {
    return work(database)
  } finally {
    database.close()
  }
}

const found = (path: string) => reading(path, (database) => verifyTables(database).contradictions)

let folder: string
let whole: string
let tables: readonly CoveredTable[]

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'fitflow-tables-'))
  const studio = copyWholeStudio(folder)
  doEverything(studio)
  studio.close()
  whole = studio.file
  tables = reading(whole, (database) => readCoveredTables(database))
  return () => rmSync(folder, { recursive: true, force: true })
})

/** Every command once, one after the other, as far as those before leave it something to be done to. */
function doEverything(studio: WholeStudio): void {
  const { training, stretching } = studio.people
  studio.become('manager')
  offerProduct(studio, packageDraft({ name: 'Only training', serviceIds: [training] }))
  const room = valueOf(studio.command('catalog.addRoom', { name: 'Hall', kind: 'room' }))
  studio.app.database
    .prepare('INSERT INTO service_rooms (service_id, room_id) VALUES (?, ?)')
    .run(stretching, room.id)
  const clientId = studio.stock.namesake
  const cash = {
    amountMinor: 500,
    tenders: [{ method: 'cash', amountMinor: 500, tenderedMinor: 500 }],
  } as const
  const items = [{ kind: 'top_up' as const, amountMinor: 500 }]
  valueOf(studio.command('payments.sell', { clientId, items, ...cash, tenders: [...cash.tenders] }))
  const { receiptNumber } = valueOf(
    studio.command('payments.payOut', { clientId, amountMinor: 500, to: { method: 'cash' } }),
  )
  valueOf(studio.command('payments.void', { receiptNumber, reason: 'wrong_client' }))
  // What is void today cannot be so once the day was closed.
  const first = (name: string) => /void/i.test(name)
  for (const name of commandNames.toSorted((a, b) => Number(first(b)) - Number(first(a)))) {
    if (/^(backups|sync|events|studio\.createDemo)/.test(name)) continue
    studio.become('manager')
    try {
      before[name]?.(studio)
      studio.agree(name, validInputs[name](studio))
    } catch {
      // What it was to be used on is another by now.
    }
  }
}

let copies = 0

/** A file that no FitFlow has open, for another program to write into. */
function copyOf(path: string): string {
  copies += 1
  const copy = join(folder, `copy-${copies}.db`)
  copyFileSync(path, copy)
  return copy
}

/** A row of the table as another program would make it up. */
function inventRow(file: Sqlite.Database, table: string): string {
  const columns = file.prepare('SELECT name, type, pk FROM pragma_table_info(?)').all(table) as {
    name: string
    type: string
    pk: number
  }[]
  const values = { INTEGER: 987, TEXT: "'x'", BLOB: "x'00'" } as Readonly<Record<string, unknown>>
  return `INSERT INTO ${table} (${columns.map(({ name }) => name).join(', ')})
    VALUES (${columns.map(({ type }) => String(values[type])).join(', ')})`
}

describe('a studio in which everything was done', () => {
  it('has tables that are what its log says, and rows in nearly all', () => {
    expect(found(whole)).toEqual([])
    const empty = reading(whole, (database) =>
      tables
        .map(({ name }) => name)
        .filter((name) => !database.prepare(`SELECT 1 FROM ${name}`).get()),
    )
    expect(empty).toEqual([])
  })

  it('has no column that neither the log covers nor the list names', () => {
    const all = reading(whole, (database) =>
      database
        .prepare(
          `SELECT name FROM sqlite_schema
           WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'client_%\\_%' ESCAPE '\\'`,
        )
        .pluck()
        .all(),
    ) as string[]
    expect(
      all.filter((name) => !(name in uncoveredTables) && !tables.some((t) => t.name === name)),
    ).toEqual([])
  })

  it('is found out when another program changes any column of a row', () => {
    const path = copyOf(whole)
    const changed: string[] = []
    byAnother(path, (file) => {
      for (const { name, key, columns } of tables) {
        const others = columns.filter((column) => !key.includes(column))
        if (others.length === 0) continue
        const keys = key.join(', ')
        const first = file.prepare(`SELECT ${keys} FROM ${name} LIMIT 1`).raw().get() as unknown[]
        const set = others.map(
          (column) => `${column} = CASE typeof(${column}) WHEN 'integer' THEN ${column} + 1
            WHEN 'text' THEN ${column} || 'x' ELSE 7 END`,
        )
        file
          .prepare(
            `UPDATE ${name} SET ${set.join(', ')}
             WHERE (${keys}) = (SELECT ${keys} FROM ${name} LIMIT 1)`,
          )
          .run()
        changed.push(...others.map((column) => `${name} ${first.join(' ')} ${column}`))
      }
    })
    expect(changed.length).toBeGreaterThan(200)
    const named = new Set(found(path).map((each) => `${each.table} ${each.row} ${each.column}`))
    expect(changed.filter((each) => !named.has(each))).toEqual([])
  })

  it('is found out when another program takes a row, or adds one', () => {
    const [gone, more] = [copyOf(whole), copyOf(whole)]
    byAnother(gone, (file) => {
      for (const { name, key } of tables) {
        const keys = key.join(', ')
        file.exec(`DELETE FROM ${name} WHERE (${keys}) = (SELECT ${keys} FROM ${name} LIMIT 1)`)
      }
    })
    byAnother(more, (file) => {
      for (const { name } of tables) file.exec(inventRow(file, name))
    })
    const names = tables.map(({ name }) => name)
    const whereProblem = (path: string, problem: RegExp) =>
      found(path).flatMap((each) =>
        each.column === null && problem.test(each.problem) ? [each.table] : [],
      )
    expect(whereProblem(gone, /wrote it, and it is not there$/)).toEqual(names)
    expect(whereProblem(more, /^no event wrote it$/)).toEqual(names)
  })
})

describe('a studio of an older FitFlow', () => {
  /** As it was before its log said anything of the tables. */
  const makeOlder = (studio: TestStudio) => {
    studio.close()
    byAnother(studio.file, (file) =>
      file.exec(`
        UPDATE event_log SET metadata = json_remove(metadata, '$.rows');
        DELETE FROM table_coverage`),
    )
    byAnother(studio.file, rewriteLog)
    studio.reopen()
  }

  it('notes once what stands there, and is what its log says from then on', () => {
    const studio = openTestStudio()
    makeOlder(studio)
    expect(studio.events('log.baseline').map(({ data }) => data.table)).toEqual(
      reading(studio.file, (database) => readCoveredTables(database).map(({ name }) => name)),
    )
    studio.signIn('manager')
    bookSession(studio, '2026-03-02T09:00')
    valueOf(studio.command('staff.deactivate', { staffId: studio.people.staff.desk.id }))
    expect(found(studio.file)).toEqual([])
    const before = studio.dump()
    studio.reopen()
    expect(studio.dump()).toBe(before)
  })

  it.each([
    ['an old row', "UPDATE staff SET role = 'manager' WHERE role = 'front_desk'", 'staff', null],
    ['an old row that is gone', 'DELETE FROM services WHERE price_minor = 0', 'services', null],
    [
      'a value written since',
      'UPDATE appointments SET price_minor = 1',
      'appointments',
      'price_minor',
    ],
    [
      'an old row with a value written since',
      'UPDATE trainers SET active = 1',
      'trainers',
      'active',
    ],
  ])('is found out when another program changes %s', (_, statement, table, column) => {
    const studio = openTestStudio()
    makeOlder(studio)
    studio.signIn('manager')
    bookSession(studio, '2026-03-02T09:00')
    valueOf(studio.command('catalog.retire', { kind: 'trainer', id: studio.people.ben }))
    byAnother(studio.file, (file) => file.exec(statement))
    expect(found(studio.file)).toContainEqual(expect.objectContaining({ table, column }))
  })

  it('is not believed when what was changed is noted anew, with no migration in between', () => {
    const studio = openTestStudio()
    studio.signIn('manager')
    studio.close()
    byAnother(studio.file, (file) =>
      file.exec(`
        UPDATE schema_migrations SET applied_at = '2026-01-01T00:00:00.000Z';
        UPDATE staff SET role = 'manager' WHERE role = 'front_desk';
        DELETE FROM table_coverage`),
    )
    studio.reopen()
    expect(studio.events('log.baseline').length).toBeGreaterThan(0)
    expect(found(studio.file)).toContainEqual(
      expect.objectContaining({ table: 'staff', column: 'role' }),
    )
  })
})

describe('a closed day', () => {
  it('holds a log to what it was then, also one that was rewritten as a whole', () => {
    const studio = openTestStudio()
    studio.signIn('manager')
    closeDrawer(studio)
    valueOf(studio.command('day.close', { date: '2026-03-02' }))
    expect(found(studio.file)).toEqual([])
    byAnother(studio.file, (file) => {
      file.exec(`UPDATE event_log SET event_data = json_set(event_data, '$.role', 'trainer')
                 WHERE event_type = 'staff.added'`)
      rewriteLog(file)
    })
    expect(reading(studio.file, verifyLog).valid).toBe(true)
    expect(found(studio.file)).toMatchObject([{ table: 'day_closes', column: 'report' }])
  })
})

describe('log:verify --tables', () => {
  const command = resolve(import.meta.dirname, '../../main/cli/verify-log.ts')
  const run = (studio: TestStudio) =>
    spawnSync(process.execPath, [command, '--data-dir', dirname(studio.file), '--tables'], {
      encoding: 'utf8',
    })

  it('ends with 0 and lists what nothing covers', () => {
    const studio = openTestStudio()
    studio.signIn('desk')
    const { status, stdout } = run(studio)
    expect(stdout).toMatch(/The tables are what the log says: account_entries, appointments, /)
    expect(stdout).toMatch(/Nothing covers: appointments\.note, .*staff\.pin_hash/)
    expect(status).toBe(0)
  })

  it('ends with 1 and names table, row and column, or the rule that is gone', () => {
    const studio = openTestStudio()
    studio.signIn('desk')
    const { id } = studio.people.staff.desk
    byAnother(studio.file, (file) =>
      file.prepare(`UPDATE staff SET role = 'manager' WHERE id = ?`).run(id),
    )
    const { status, stdout } = run(studio)
    expect(stdout).toMatch(
      new RegExp(`^staff ${id}, role: event \\d+ says "front_desk", the table "manager"$`, 'm'),
    )
    expect(status).toBe(1)
    studio.close()
    const file = new Sqlite(studio.file)
    file.exec('DROP TRIGGER event_log_is_kept')
    file.close()
    expect(run(studio).stdout).toContain('event_log_is_kept is NOT as FitFlow made it')
  })
})
