import { execFileSync } from 'node:child_process'
import type Sqlite from 'better-sqlite3'
import { beforeEach, describe, expect, it } from 'vitest'
import { bookSession, payCash } from '../support/book-session.ts'
import { dumpTable } from '../support/dump-database.ts'
import { openTestStudio, type TestStudio } from '../support/open-test-studio.ts'

/** Copies event 5 under other keys; each attempt collides with the log in one way. */
const replace = (columns: { seq: string; id?: string; subject?: string; prev?: string }) =>
  `INSERT OR REPLACE INTO event_log
   SELECT ${columns.seq}, ${columns.id ?? "'new-' || id"}, event_type, '{}', metadata, created_at,
     ${columns.subject ?? "'other', 'other', 1"}, zeroblob(16), data_hash,
     ${columns.prev ?? '(SELECT hash FROM event_log_head)'}, zeroblob(32)
   FROM event_log WHERE seq = 5`

const next = '(SELECT seq + 1 FROM event_log_head)'

const attempts = [
  {
    what: 'change the data of an event',
    sql: `UPDATE event_log SET event_data = '{}' WHERE seq = 5`,
  },
  { what: 'change its metadata', sql: `UPDATE event_log SET metadata = '{}' WHERE seq = 5` },
  {
    what: 'change its time',
    sql: `UPDATE event_log SET created_at = '2026-01-01T00:00:00.000Z' WHERE seq = 5`,
  },
  { what: 'change every event', sql: `UPDATE event_log SET event_type = 'x'` },
  {
    what: 'erase only half of an event',
    sql: `UPDATE event_log SET event_data = NULL WHERE seq = 5`,
  },
  {
    what: 'erase an event that no erasure names',
    sql: `UPDATE event_log SET event_data = NULL, data_salt = NULL WHERE seq = 5`,
  },
  { what: 'change its hash', sql: `UPDATE event_log SET hash = zeroblob(32) WHERE seq = 5` },
  { what: 'move an event', sql: `UPDATE event_log SET seq = 999 WHERE seq = 5` },
  { what: 'delete an event', sql: `DELETE FROM event_log WHERE seq = 5` },
  {
    what: 'delete the last event',
    sql: `DELETE FROM event_log WHERE seq = (SELECT max(seq) FROM event_log)`,
  },
  { what: 'empty the log', sql: `DELETE FROM event_log` },
  { what: 'replace an event by its number', sql: replace({ seq: '5' }) },
  { what: 'replace an event by its id', sql: replace({ seq: next, id: 'id' }) },
  {
    what: 'replace an event by its subject',
    sql: replace({ seq: next, subject: 'subject_type, subject_id, subject_seq' }),
  },
  { what: 'add an event that leaves a gap', sql: replace({ seq: `${next} + 1` }) },
  { what: 'add an event before the first', sql: replace({ seq: '0' }) },
  { what: 'add an event that follows nothing', sql: replace({ seq: next, prev: 'zeroblob(32)' }) },
  {
    what: 'replace the head',
    sql: `INSERT OR REPLACE INTO event_log_head SELECT 1, epoch, 3, hash, created_at, 0 FROM event_log_head`,
  },
  {
    what: 'move the head’s time',
    sql: `UPDATE event_log_head SET created_at = '2099-01-01T00:00:00.000Z'`,
  },
  { what: 'call events archived', sql: `UPDATE event_log_head SET pruned_through = 3` },
  { what: 'move the head back', sql: `UPDATE event_log_head SET seq = seq - 1` },
  { what: 'move the head on', sql: `UPDATE event_log_head SET seq = seq + 1` },
  { what: 'give the head another hash', sql: `UPDATE event_log_head SET hash = zeroblob(32)` },
  { what: 'delete the head', sql: `DELETE FROM event_log_head` },
  {
    what: 'add a second head',
    sql: `INSERT INTO event_log_head SELECT 2, epoch, seq, hash, created_at, 0 FROM event_log_head`,
  },
]

/** Erasing is the one change there is; it is no door for another one. */
const underErasure = [
  `seq = 999`,
  `id = 'x'`,
  `event_type = 'x'`,
  `metadata = '{}'`,
  `created_at = '2026-01-01T00:00:00.000Z'`,
  `subject_type = 'x'`,
  `subject_id = 'x'`,
  `subject_seq = 99`,
  `data_hash = zeroblob(32)`,
  `prev_hash = zeroblob(32)`,
  `hash = zeroblob(32)`,
].map((change) => ({
  what: `erase an event and set its ${change}`,
  sql: `UPDATE event_log SET event_data = NULL, data_salt = NULL, ${change} WHERE seq = 5`,
}))

describe('a program that is not FitFlow', () => {
  let studio: TestStudio
  let foreign: Sqlite.Database

  beforeEach(() => {
    studio = openTestStudio()
    studio.signIn('desk')
    payCash(studio, bookSession(studio, '2026-03-02T09:00'))
    foreign = studio.foreign()
  })

  const logOf = () => dumpTable(foreign, 'event_log') + dumpTable(foreign, 'event_log_head')

  it('connects without any of our settings', () => {
    // The bundled SQLite turns foreign keys on by default; what matters is what the guard needs not.
    expect(foreign.pragma('recursive_triggers', { simple: true })).toBe(0)
  })

  it.each([...attempts, ...underErasure])('cannot $what', ({ sql }) => {
    const before = logOf()
    foreign.pragma('foreign_keys = OFF')
    expect(() => foreign.exec(sql)).toThrow(/event_log|CHECK constraint failed|NOT NULL/)
    expect(logOf()).toBe(before)
  })

  it('may read the log', () => {
    expect(foreign.prepare('SELECT count(*) FROM event_log').pluck().get()).toBeGreaterThan(10)
  })

  it('does not keep the desk from writing on', () => {
    const seq = studio.events().at(-1)!.seq
    bookSession(studio, '2026-03-02T12:00')
    expect(studio.events().at(-1)!.seq).toBeGreaterThan(seq)
  })

  it.each(installedShells())('is refused in the %s shell too', (shell) => {
    const before = logOf()
    for (const { sql } of attempts) {
      expect(() => execFileSync(shell, ['-bail', studio.file, sql], { stdio: 'pipe' })).toThrow(
        /event_log|constraint failed/,
      )
    }
    expect(logOf()).toBe(before)
  })
})

/** Where none is installed, or one that is too old for STRICT tables, there is none to try. */
function installedShells(): string[] {
  try {
    execFileSync('sqlite3', [':memory:', 'CREATE TABLE t (a INTEGER) STRICT'], { stdio: 'pipe' })
    return ['sqlite3']
  } catch {
    return []
  }
}
