import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test as base } from '@playwright/test'
import { FitFlowWindow } from './fitflow-window.ts'

export { expect } from '@playwright/test'

interface Fixtures {
  /** An empty data folder of this test's own. */
  dataDir: string
  /** Opens FitFlow on a data folder, on a computer that keeps its marks there; closed when the test has finished. */
  openWindow: (dataDir: string, marksDir?: string) => Promise<FitFlowWindow>
}

/** A test that also fails when something went wrong behind the screen; see `Problems`. */
export const test = base.extend<Fixtures>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads the fixtures wanted from the pattern
  dataDir: async ({}, use) => {
    const dataDir = mkdtempSync(join(tmpdir(), 'fitflow-e2e-'))
    await use(dataDir)
    rmSync(dataDir, { recursive: true, force: true })
  },
  // The folder is named so that it outlives the windows on it.
  openWindow: async ({ dataDir: _ }, use) => {
    const windows: FitFlowWindow[] = []
    await use(async (dataDir, marksDir) => {
      const window = await FitFlowWindow.open(dataDir, marksDir)
      windows.push(window)
      return window
    })
    for (const window of windows) await window.close()
    expect(windows.flatMap((window) => window.problems.list())).toEqual([])
  },
})
