import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

/** A folder of the test's own, gone when it has finished; on the disk unless it says otherwise. */
export function makeTempFolder(parent = tmpdir()): string {
  const folder = mkdtempSync(join(parent, 'fitflow-test-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}
