import { copyFileSync, cpSync, existsSync, mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { onItsOwn } from '../../../main/db/unit-of-work.ts'
import { eraseEvents } from '../../../main/events/erase-events.ts'
import { pruneLog } from '../../../main/events/prune-log.ts'
import { chooseIntent } from '../support/desk-work.ts'
import { Desk } from '../support/desk.ts'
import type { Random } from '../support/random.ts'

/** A log of a few hundred events with everything there can be in one: erased ones, and an archive. */
export async function writeSeededLog(file: string, random: Random): Promise<void> {
  const desk = Desk.open(file)
  try {
    desk.signIn()
    work(desk, random, 60)
    desk.app.delivery.drainDatabase()
    await pruneLog(desk.app.work, desk.app.bus, 40)
    work(desk, random, 120)
    desk.app.work.run(onItsOwn(), (tx) => eraseEvents(tx, desk.app.bus, [60, 61, 75]))
    work(desk, random, 40)
    desk.app.database.exec('PRAGMA wal_checkpoint(TRUNCATE)')
  } finally {
    desk.close()
  }
}

function work(desk: Desk, random: Random, count: number): void {
  for (let done = 0; done < count; done += 1) {
    const { name, input } = chooseIntent(desk, random)
    desk.command(name, input as never)
  }
}

/**
 * A copy of a studio in a folder of its own with everything taken away that the database itself
 * would have against a change: triggers, checks, and the indexes that read the metadata.
 */
export function openUnguardedCopy(file: string, folder: string): Sqlite.Database {
  mkdirSync(folder)
  const copyFile = join(folder, 'studio.db')
  copyFileSync(file, copyFile)
  const archive = join(dirname(file), 'archive')
  if (existsSync(archive)) cpSync(archive, join(folder, 'archive'), { recursive: true })
  const copy = new Sqlite(copyFile)
  copy.pragma('foreign_keys = OFF')
  copy.pragma('ignore_check_constraints = ON')
  const guards = copy
    .prepare(
      `SELECT type, name FROM sqlite_schema WHERE tbl_name IN ('event_log', 'event_log_head')
         AND (type = 'trigger' OR (type = 'index' AND sql LIKE '%metadata%'))`,
    )
    .all() as { type: string; name: string }[]
  for (const { type, name } of guards) copy.exec(`DROP ${type} ${name}`)
  return copy
}
