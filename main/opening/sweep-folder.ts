import { readdirSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { isRemoved } from '../db/held-files.ts'
import { removeWithCompanions } from '../db/unfinished-files.ts'

/**
 * Takes away what a FitFlow that was killed has left in the data folder: half copies, half archives
 * and calendars, models that were being rebuilt, and a studio that was being seeded. What this FitFlow
 * is writing itself has the same names, and stays. Never throws.
 *
 * @param startedAt when this FitFlow started, in milliseconds as the file system counts them
 */
export function sweepFolder(file: string, startedAt: number): void {
  const folder = dirname(file)
  const remove = (path: string) => {
    // What somebody holds is tried again at the next start.
    if (isOlder(path, startedAt)) isRemoved(path)
  }
  removePartial(`${file}.partial`)
  removeWithCompanions(`${file}.copying`)
  for (const name of list(folder)) {
    const isLeft =
      /^rebuild-\w{6}$/.test(name) ||
      name === 'sync-tokens.json.partial' ||
      (name.startsWith(`${basename(file)}.before-`) && /-(wal|shm|journal)$/.test(name))
    if (isLeft) remove(join(folder, name))
  }
  for (const name of list(join(folder, 'calendars'))) {
    if (name.endsWith('.ics.part')) remove(join(folder, 'calendars', name))
  }
  for (const name of list(join(folder, 'archive'))) {
    if (name.endsWith('.partial')) remove(join(folder, 'archive', name))
  }
}

/**
 * Removes a studio that was being seeded, unless somebody is just at it.
 *
 * @returns false when somebody is.
 */
export function removePartial(partial: string): boolean {
  if (list(dirname(partial)).includes(basename(partial)) && isBeingWritten(partial)) return false
  removeWithCompanions(partial)
  return true
}

function isBeingWritten(partial: string): boolean {
  try {
    const leftover = new Sqlite(partial, { timeout: 0 })
    try {
      leftover.exec('BEGIN IMMEDIATE; ROLLBACK')
      return false
    } finally {
      leftover.close()
    }
  } catch (error) {
    return (error as { code?: unknown }).code === 'SQLITE_BUSY'
  }
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

/** File systems take the time of the system's last tick. */
const clockTickMs = 20

/** A time to come is of a clock that was put back since: nothing is written then now. */
function isOlder(path: string, startedAt: number): boolean {
  const writtenAt = statSync(path, { throwIfNoEntry: false })?.mtimeMs
  return (
    writtenAt !== undefined &&
    (writtenAt < startedAt - clockTickMs || writtenAt > Date.now() + 1_000)
  )
}
