import { chmodSync, lstatSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

/** What FitFlow writes in a data folder, besides Chromium's own folder, which is closed as a whole. */
const ours = /^(studio\.db|sync-tokens\.json)/
const foldersOfOurs = new Set(['archive', 'calendars', 'logs'])
const chromiums = 'window'

const nobodyElse = 0o077
const [ownFile, ownFolder] = [0o600, 0o700]

/**
 * Lets nobody but this user of the computer read what this process and those that it starts write from
 * now on. Windows knows no such modes; there it is the user's folder that is closed to others.
 */
export function writePrivately(): void {
  process.umask(nobodyElse)
}

/**
 * The same for what lies in a data folder already: the folder, the studio's file and all beside it that
 * is FitFlow's. What is not FitFlow's is left as it is, because nobody knows what else a chosen folder
 * is for. Never throws: a stick has no modes, and another user's file is told about when it is opened.
 */
export function closeToOthers(dataDir: string, marksFolder?: string): void {
  if (marksFolder !== undefined) close(marksFolder)
  close(dataDir)
  for (const name of list(dataDir)) {
    if (ours.test(name) || name === chromiums) close(join(dataDir, name))
    if (!foldersOfOurs.has(name)) continue
    close(join(dataDir, name))
    for (const file of list(join(dataDir, name))) close(join(dataDir, name, file))
  }
}

function close(path: string): void {
  try {
    const stats = lstatSync(path)
    // Through a link it would be another's.
    if (stats.isSymbolicLink() || (stats.mode & nobodyElse) === 0) return
    // A file or folder that can only be read stays so.
    chmodSync(path, stats.mode & (stats.isDirectory() ? ownFolder : ownFile))
  } catch {
    // See above.
  }
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}
