/**
 * `npm run package`: a runnable FitFlow in `dist/<platform>-unpacked`.
 *
 * `--installers` makes this platform's installers as well (AppImage and deb, dmg and zip, or nsis). On Windows and a Mac
 * they are signed; `--unsigned` asks for some that are not.
 * `--for-tests` writes to `dist/for-tests` and leaves the inspector on, so that Playwright can drive the result.
 */
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { buildApp } from './build/build-app.ts'
import { projectFolder } from './build/project-folder.ts'
import { findElectron } from './electron/find-electron.ts'
import { runCommand } from './machine/run-command.ts'
import { NextStepError, runTool, say } from './machine/say.ts'
import { listContents } from './package/list-contents.ts'
import { decideSigning } from './package/decide-signing.ts'
import { packagedExecutable } from './package/packaged-executable.ts'

const require = createRequire(import.meta.url)
const PLATFORM_FLAGS = { linux: '--linux', darwin: '--mac', win32: '--win' }

runTool(async () => {
  const given = process.argv.slice(2)
  const known = ['--for-tests', '--installers', '--unsigned']
  const unknown = given.find((argument) => !known.includes(argument))
  if (unknown !== undefined) {
    throw new NextStepError(`npm run package knows ${known.join(', ')}, not ${unknown}.`)
  }
  const forTests = given.includes('--for-tests')
  const platformFlag = Object.entries(PLATFORM_FLAGS).find(
    ([name]) => name === process.platform,
  )?.[1]
  if (platformFlag === undefined)
    throw new NextStepError(`FitFlow is not packaged on ${process.platform}.`)

  const signing = decideSigning(given, process.platform, process.env)
  const electron = await findElectron()
  await buildApp(electron.version)
  await listContents(electron.version)
  const options = [
    platformFlag,
    ...(given.includes('--installers') ? [] : ['dir']),
    '--publish',
    'never',
    ...signing.options,
  ]
  options.push(`-c.electronDist=${electron.folder}`, `-c.electronVersion=${electron.version}`)
  if (forTests) {
    options.push(
      '-c.directories.output=dist/for-tests',
      '-c.electronFuses.enableNodeCliInspectArguments=true',
      // Without this the app refuses to be looked into.
      '-c.extraMetadata.forTests=true',
    )
  }
  const env = { ...process.env }
  if (electron.betterSqlite3 !== undefined) {
    say(
      `Packaging with Electron ${electron.version}, a fallback for trying it out here: do not ship this package.`,
    )
    const hook = new URL('./package/after-pack.ts', import.meta.url)
    options.push(`-c.afterPack=${fileURLToPath(hook)}`)
    env['FITFLOW_BETTER_SQLITE3'] = electron.betterSqlite3
  }
  const builder = join(dirname(require.resolve('electron-builder/package.json')), 'cli.js')
  const code = await runCommand(process.execPath, [builder, ...options], {
    cwd: projectFolder,
    env,
  })
  if (code === 0) {
    say(`FitFlow is packaged: ${packagedExecutable(forTests)}`)
    if (signing.warning !== undefined) say(signing.warning)
  }
  return code
})
