import { copyFileSync } from 'node:fs'
import Sqlite from 'better-sqlite3'
import { StudioDatabase } from '../../main/db/studio-database.ts'
import { verifyLog, type Verification } from '../../main/events/verify-log.ts'
import type { TestStudio } from './open-test-studio.ts'

/**
 * Copies a studio's file, drops every trigger of the log as somebody with a hex editor would not
 * even need to, changes the copy, and walks its log.
 */
export function verifyTampered(studio: TestStudio, change: (copy: Sqlite.Database) => void) {
  const file = tamperedCopy(studio, change)
  const database = StudioDatabase.openForReading(file)
  try {
    return verifyLog(database)
  } finally {
    database.close()
  }
}

/** The path of the changed copy. */
export function tamperedCopy(studio: TestStudio, change: (copy: Sqlite.Database) => void): string {
  const file = `${studio.file}.copy`
  studio.app.database.exec('PRAGMA wal_checkpoint(TRUNCATE)')
  copyFileSync(studio.file, file)
  const copy = new Sqlite(file)
  try {
    copy.pragma('foreign_keys = OFF')
    const triggers = copy
      .prepare(`SELECT name FROM sqlite_schema WHERE type = 'trigger' AND name LIKE 'event_log%'`)
      .pluck()
      .all() as string[]
    for (const trigger of triggers) copy.exec(`DROP TRIGGER ${trigger}`)
    change(copy)
  } finally {
    copy.close()
  }
  return file
}

/** The verdict, as one comparable value. */
export function verdictOf(verification: Verification) {
  return verification.valid ? 'valid' : { seq: verification.seq, problem: verification.problem }
}
