import { existsSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Instant } from '../../shared/time.ts'
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
 * @returns false when it could not be reached, such as on a stick that was pulled out: it is tried
 * again at the next start.
 */
export function dropFile(work: UnitOfWork, file: string): boolean {
  if (!existsSync(dirname(file)) || !removeWithCompanions(file)) return false
  endFile(work, file)
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
  return (files as string[]).filter((file) => !dropFile(work, file))
}

/**
 * Removes a file and what SQLite and FitFlow keep beside one.
 *
 * @returns false when something of it is still there.
 */
export function removeWithCompanions(file: string): boolean {
  return ['', '-wal', '-shm', '-journal', '-opened'].every((end) => {
    try {
      rmSync(file + end, { force: true })
      return true
    } catch {
      return false
    }
  })
}
