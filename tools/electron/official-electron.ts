import { existsSync, readFileSync } from 'node:fs'
import { mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'

import { holdLock } from '../machine/make-once.ts'
import { runCommand } from '../machine/run-command.ts'
import { say } from '../machine/say.ts'

const PACKAGE = dirname(createRequire(import.meta.url).resolve('electron/package.json'))
const ANSWERS_WITHIN_MS = 5_000
const INSTALLS_WITHIN_MS = 15 * 60_000
const ASK_AGAIN_AFTER_MS = 24 * 60 * 60_000

/** The version package.json declares, which is also the one we ship. */
export const declaredElectronVersion: string = JSON.parse(
  readFileSync(join(PACKAGE, 'package.json'), 'utf8'),
).version

/** Where the executable lies inside an unpacked Electron, by platform. */
export function executableIn(folder: string): string {
  if (process.platform === 'darwin')
    return join(folder, 'Electron.app', 'Contents', 'MacOS', 'Electron')
  return join(folder, process.platform === 'win32' ? 'electron.exe' : 'electron')
}

/**
 * The folder of the official Electron, downloaded first if need be; undefined when its download server cannot be reached.
 * A server that did not answer is remembered in `cache` for a day, so that only the first start waits for it;
 * FITFLOW_RETRY_ELECTRON=1 asks again at once.
 */
export async function officialElectron(cache: string): Promise<string | undefined> {
  const folder = join(PACKAGE, 'dist')
  if (isInstalled(folder)) return folder
  const note = join(cache, `electron-${declaredElectronVersion}-unreachable`)
  if (await failedLately(note)) return undefined
  const installed = await holdLock(join(cache, 'electron-download.lock'), async () => {
    if (isInstalled(folder)) return true
    if (!(await isDownloaded()) && !(await serverAnswers())) return false
    say(`Downloading Electron ${declaredElectronVersion}.`)
    return (await install()) && isInstalled(folder)
  })
  if (installed) {
    await rm(note, { force: true })
    return folder
  }
  await mkdir(cache, { recursive: true })
  await writeFile(note, 'Its download server did not answer. Delete this file to ask it again.\n')
  return undefined
}

function isInstalled(folder: string): boolean {
  try {
    const version = readFileSync(join(folder, 'version'), 'utf8').trim().replace(/^v/, '')
    return version === declaredElectronVersion && existsSync(executableIn(folder))
  } catch {
    return false
  }
}

async function failedLately(note: string): Promise<boolean> {
  if (process.env['FITFLOW_RETRY_ELECTRON'] === '1') return false
  const at = await stat(note).catch(() => undefined)
  return at !== undefined && Date.now() - at.mtimeMs < ASK_AGAIN_AFTER_MS
}

/** A machine without network may still have the archive in @electron/get's cache. */
async function isDownloaded(): Promise<boolean> {
  const places = {
    linux: join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'electron'),
    darwin: join(homedir(), 'Library', 'Caches', 'electron'),
    win32: join(process.env['LOCALAPPDATA'] ?? '', 'electron', 'Cache'),
  }
  const place = Object.entries(places).find(([platform]) => platform === process.platform)?.[1]
  const root = process.env['electron_config_cache'] ?? place
  if (root === undefined) return false
  const files = await readdir(root, { recursive: true }).catch(() => [])
  return files.some((file) => file.endsWith(archiveName()))
}

/** Any answer counts, also a refusal: the installer says best what is wrong with it. */
async function serverAnswers(): Promise<boolean> {
  const env = process.env
  const mirror =
    env['npm_config_electron_mirror'] ||
    env['ELECTRON_MIRROR'] ||
    'https://github.com/electron/electron/releases/download/'
  try {
    const address = `${mirror}v${declaredElectronVersion}/${archiveName()}`
    await fetch(address, { method: 'HEAD', signal: AbortSignal.timeout(ANSWERS_WITHIN_MS) })
    return true
  } catch {
    // A proxy that only the installer knows about.
    return env['ELECTRON_GET_USE_PROXY'] !== undefined
  }
}

async function install(): Promise<boolean> {
  const child = runCommand(process.execPath, [join(PACKAGE, 'install.js')], {
    stdio: ['ignore', 'inherit', 'ignore'],
    timeout: INSTALLS_WITHIN_MS,
    killSignal: 'SIGKILL',
  })
  return (await child) === 0
}

function archiveName(): string {
  return `electron-v${declaredElectronVersion}-${process.platform}-${process.arch}.zip`
}
