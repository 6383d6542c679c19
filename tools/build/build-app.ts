import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile, readdir, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

import { holdLock } from '../machine/make-once.ts'
import { runCommand } from '../machine/run-command.ts'
import { NextStepError, say } from '../machine/say.ts'
import { projectFolder } from './project-folder.ts'

const SOURCES = [
  'main',
  'renderer',
  'shared',
  'migrations',
  'electron.vite.config.ts',
  'package.json',
  'package-lock.json',
]
const RESULTS = ['out/main/index.js', 'out/preload/preload.cjs', 'out/renderer/index.html']

/**
 * Builds the app into `out/` unless it is already built from exactly these sources.
 *
 * @param electronVersion decides which syntax the result may use: the Electron that will run it may be older than the
 * declared one.
 * @throws NextStepError when the build fails.
 */
export async function buildApp(electronVersion: string): Promise<void> {
  const lock = join(projectFolder, 'node_modules', '.cache', 'build of the app.lock')
  await holdLock(lock, async () => {
    const stampFile = join(projectFolder, 'out', '.built-from')
    const stamp = `${electronVersion} ${await hashOfSources()}`
    const built = RESULTS.every((file) => existsSync(join(projectFolder, file)))
    if (built && (await readFile(stampFile, 'utf8').catch(() => '')) === stamp) return
    say('Building FitFlow.')
    const electronVite = join(
      dirname(createRequire(import.meta.url).resolve('electron-vite/package.json')),
      'bin',
    )
    const code = await runCommand(
      process.execPath,
      [join(electronVite, 'electron-vite.js'), 'build', '--logLevel', 'warn'],
      {
        cwd: projectFolder,
        env: { ...process.env, ELECTRON_MAJOR_VER: electronVersion.split('.')[0] },
      },
    )
    if (code !== 0)
      throw new NextStepError(
        'The build failed; the lines above say where. Correct that and start again.',
      )
    await writeFile(stampFile, stamp)
  })
}

async function hashOfSources(): Promise<string> {
  const hash = createHash('sha256')
  for (const source of SOURCES) await addToHash(hash, source)
  return hash.digest('hex')
}

async function addToHash(hash: ReturnType<typeof createHash>, path: string): Promise<void> {
  const full = join(projectFolder, path)
  const children = await readdir(full).catch(() => undefined)
  if (children !== undefined) {
    for (const child of children.toSorted()) await addToHash(hash, `${path}/${child}`)
    return
  }
  const content = await readFile(full).catch(() => undefined)
  if (content !== undefined) hash.update(`${path}\0${content.length}\0`).update(content)
}
