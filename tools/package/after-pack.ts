import { copyFile, rm } from 'node:fs/promises'
import { join } from 'node:path'

import type { AfterPackContext } from 'electron-builder'

/**
 * electron-builder's hook for packages built on the fallback Electron, and only those: that Electron
 * needs its own build of better-sqlite3, and its folder carries a default app that only development uses.
 *
 * @throws Error when FITFLOW_BETTER_SQLITE3 does not say where that build is.
 */
export async function afterPack(context: AfterPackContext): Promise<void> {
  const betterSqlite3 = process.env['FITFLOW_BETTER_SQLITE3']
  if (betterSqlite3 === undefined) throw new Error('FITFLOW_BETTER_SQLITE3 is not set.')
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
