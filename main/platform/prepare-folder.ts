import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { makeFolder } from './make-folder.ts'

/** Chromium puts files of such long names into its folder; what is longer fails later, without words. */
const longestNameBytes = 100

/**
 * Makes the folders that Chromium and the log need, and proves that files can be written there. Chromium
 * itself would only fail to lock the folder, which looks as if FitFlow were open already.
 *
 * @throws what the system said.
 */
export function prepareFolder(paths: { readonly window: string; readonly log: string }): void {
  makeFolder(paths.window)
  makeFolder(dirname(paths.log))
  const probe = join(paths.window, 'fitflow-probe-'.padEnd(longestNameBytes, '_'))
  // Some bytes: on a full disk an empty file can still be made.
  writeFileSync(probe, Buffer.alloc(4_096))
  rmSync(probe)
  const log = statSync(paths.log, { throwIfNoEntry: false })
  if (log) writeFileSync(paths.log, '', { flag: 'a' })
}

/** A folder for Chromium where there is no other, for as long as it takes to show a sentence. */
export function makeSpareFolder(): string {
  return mkdtempSync(join(tmpdir(), 'fitflow-'))
}
