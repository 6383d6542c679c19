import { existsSync, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'

/**
 * Makes a folder with all that are missing above it. Node's own `recursive` never ends where a file
 * system says of a folder that is there that it is not, as `/proc` does.
 *
 * @throws what the system said.
 */
export function makeFolder(folder: string): void {
  if (existsSync(folder)) return
  if (dirname(folder) !== folder) makeFolder(dirname(folder))
  mkdirSync(folder)
}
