import { extname } from 'node:path'
import type { FileFilter } from 'electron'
import { words } from '../../shared/words/index.ts'

/**
 * What the system's dialog lists, and ends a name with that is typed without an end: the kind of file
 * that is saved.
 *
 * @example
 * saveFilters('earnings.csv') // [{ name: 'Table (CSV)', extensions: ['csv'] }]
 */
export function saveFilters(suggestedName: string): FileFilter[] {
  const end = extname(suggestedName).slice(1)
  const kinds: Readonly<Record<string, string>> = words.ui.fileKinds
  const name = kinds[end]
  return name === undefined ? [] : [{ name, extensions: [end] }]
}
