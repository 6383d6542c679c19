import { lstatSync, readdirSync } from 'node:fs'
import { join, relative } from 'node:path'

/**
 * What in a data folder another user of the computer may read, write or list, by names; Chromium's own
 * folder counts as one. Windows knows no such modes: there it is always nothing.
 */
export function openToOthers(dataDir: string, leftOut: readonly string[] = []): string[] {
  if (process.platform === 'win32') return []
  const walk = (path: string): string[] => {
    const name = relative(dataDir, path)
    if (leftOut.includes(name)) return []
    const stats = lstatSync(path)
    const found = (stats.mode & 0o077) === 0 ? [] : [name || '.']
    if (!stats.isDirectory() || name === 'window') return found
    return [...found, ...readdirSync(path).flatMap((entry) => walk(join(path, entry)))]
  }
  return walk(dataDir)
}
