import { existsSync, readdirSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { opening } from '../../shared/words/opening.ts'
import { StudioDatabase } from '../db/studio-database.ts'
import { proveWhole } from '../events/prove-studio.ts'

/** So many are looked through at most, the newest first. */
const mostTried = 4

/**
 * How to go back, for a studio that cannot be used: which backup is the newest that is whole, and
 * what to do with it. Never throws: what is asked here is asked of a broken file.
 */
export function sayHowToGoBack(file: string): string {
  const good = findGoodBackup(file)
  const which = good ? opening.goodBackup({ file: good, madeAt: whenMade(good) }) : opening.noBackup
  return `${which} ${opening.goBack}`
}

/** The newest copy beside the file, or where a manager put one, that reads through without a fault. */
function findGoodBackup(file: string): string | null {
  const candidates = [...copiesBeside(file), ...knownBackups(file)]
    .filter((path, index, all) => existsSync(path) && all.indexOf(path) === index)
    .toSorted((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs)
  return candidates.slice(0, mostTried).find((path) => isWhole(path, file)) ?? null
}

/** The copies that FitFlow made by itself; parts of copies are called otherwise. */
function copiesBeside(file: string): string[] {
  const folder = dirname(file)
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter((name) => name.startsWith(`${basename(file)}.before-`))
    .filter((name) => !/-(wal|shm|journal|opened)$/.test(name))
    .map((name) => join(folder, name))
}

/** What the studio itself remembers, where that can still be read. */
function knownBackups(file: string): string[] {
  // Even to a connection that only reads, an empty file is a reason to delete the log beside it.
  if (sizeOf(file) === 0) return []
  try {
    const database = StudioDatabase.openForReading(file)
    try {
      return database
        .prepare('SELECT file FROM backups ORDER BY made_at DESC LIMIT 10')
        .pluck()
        .all() as string[]
    } finally {
      database.close()
    }
  } catch {
    return []
  }
}

function isWhole(backup: string, file: string): boolean {
  try {
    const database = StudioDatabase.openForReading(backup)
    try {
      const damage = proveWhole(database, { folder: join(dirname(file), 'archive') })
      return damage === null || damage.part === 'archive'
    } finally {
      database.close()
    }
  } catch {
    return false
  }
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0
}

function whenMade(file: string): string {
  return statSync(file).mtime.toISOString().slice(0, 16).replace('T', ' ')
}
