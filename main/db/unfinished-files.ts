import { existsSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Instant } from '../../shared/time.ts'
import { isRemoved, isRemovedSoon } from './held-files.ts'
import { onItsOwn, type UnitOfWork } from './unit-of-work.ts'

/** Remembers, on the disk, that a file is about to be written that must not stay if it is not finished. */
export function beginFile(work: UnitOfWork, file: string): void {
  work.run(onItsOwn(), (tx) => {
    tx.database
      .prepare('INSERT OR REPLACE INTO unfinished_files (file, begun_at) VALUES (?, ?)')
      .run(file, tx.now)
  })
}

/**
 * Takes such a file away, or what a failure has left of it, and forgets it.
 *
 * @returns false when it could not be reached, such as on a stick that was pulled out, or another program
 * holds it: it is tried again at the next start.
 */
export async function dropFile(work: UnitOfWork, file: string): Promise<boolean> {
  if (!existsSync(dirname(file))) return false
  const parts = await Promise.all(companionsOf(file).map((part) => isRemovedSoon(part)))
  if (!parts.every(Boolean)) return false
  if (work.database.isOpen) endFile(work, file)
  return true
}

/** Forgets it: it was finished, or taken away. */
function endFile(work: UnitOfWork, file: string): void {
  work.run(onItsOwn(), (tx) => {
    tx.database.prepare('DELETE FROM unfinished_files WHERE file = ?').run(file)
  })
}

/**
 * Takes away what a FitFlow that was killed has left in folders that somebody chose, and nothing that
 * this one has begun to write since.
 *
 * @param startedAt when this FitFlow started
 * @returns what could not be reached, such as on a stick that is not connected; it is tried again.
 */
export function sweepUnfinished(work: UnitOfWork, startedAt: Instant): string[] {
  // One that was begun in times to come was begun before the clock was put back.
  const files = work.database
    .prepare('SELECT file FROM unfinished_files WHERE begun_at <= ? OR begun_at > ?')
    .pluck()
    .all(startedAt, work.now())
  return (files as string[]).filter((file) => {
    const isGone = existsSync(dirname(file)) && removeWithCompanions(file)
    if (isGone) endFile(work, file)
    return !isGone
  })
}

/**
 * Removes a file and what SQLite and FitFlow keep beside one.
 *
 * @param forMs how long to wait while another program holds one of them
 * @returns false when something of it is still there.
 */
export function removeWithCompanions(file: string, forMs = 0): boolean {
  return companionsOf(file).every((part) => isRemoved(part, forMs))
}

const companionsOf = (file: string) =>
  ['', '-wal', '-shm', '-journal', '-opened'].map((end) => file + end)
