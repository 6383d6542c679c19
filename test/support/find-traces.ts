import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** Every file of a folder, and of the folders in it. */
function filesIn(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name)
    return statSync(path).isDirectory() ? filesIn(path) : [path]
  })
}

/**
 * Where in a folder's files one of these words is found byte by byte: as UTF-8, Latin 1 or UTF-16
 * from an even or an odd place, whatever its case. The words are in lower case.
 */
export function findTraces(folder: string, words: readonly string[]): string[] {
  return filesIn(folder).flatMap((file) => {
    const bytes = readFileSync(file)
    const texts = [
      bytes.toString('utf8'),
      bytes.toString('latin1'),
      bytes.toString('utf16le'),
      bytes.subarray(1).toString('utf16le'),
    ]
    const all = texts.map((text) => text.toLowerCase())
    return words
      .filter((word) => all.some((text) => text.includes(word)))
      .map((word) => `${word} in ${file}`)
  })
}
