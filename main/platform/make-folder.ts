import { mkdirSync, statSync } from 'node:fs'
import { dirname } from 'node:path'

/**
 * Makes a folder with all that are missing above it. Node's own `recursive` never ends where a file
 * system says of a folder that is there that it is not, as `/proc` does.
 *
 * @throws what the system said; ENOTDIR on every system where a file is in the way.
 */
export function makeFolder(folder: string): void {
  const there = statSync(folder, { throwIfNoEntry: false })
  if (there?.isDirectory()) return
  if (there) {
    const message = `ENOTDIR: not a directory, mkdir '${folder}'`
    throw Object.assign(new Error(message), { code: 'ENOTDIR' })
  }
  if (dirname(folder) !== folder) makeFolder(dirname(folder))
  mkdirSync(folder)
}
