import { copyFile, rm } from 'node:fs/promises'
import { join } from 'node:path'

import type { AfterPackContext } from 'electron-builder'

/**
 * Makes a package built on the fallback Electron run: that Electron needs its own build of better-sqlite3, and its
 * folder carries a stand-in app that only development uses. A package on the official Electron is left as it is.
 */
export async function afterPack(context: AfterPackContext): Promise<void> {
  const betterSqlite3 = process.env['FITFLOW_BETTER_SQLITE3']
  if (betterSqlite3 === undefined) return
  const resources = join(context.appOutDir, 'resources')
  await rm(join(resources, 'app'), { recursive: true, force: true })
  const prebuilds = join(
    resources,
    'app.asar.unpacked',
    'node_modules',
    'better-sqlite3',
    'prebuilds',
  )
  await copyFile(betterSqlite3, join(prebuilds, 'linux-x64.node'))
}
