/**
 * Checks that `npm ci` works from package-lock.json on every machine, and takes nothing that is not held
 * to a hash; `--fix` repairs what it can. Three things go wrong there without a word when a package is installed:
 *
 * - npm drops the note that better-sqlite3 needs no build. Without it npm 10 runs node-gyp, which wants Python and
 *   the headers from nodejs.org, for a package that brings its binary ready-made.
 * - A package may fetch more when it is installed, which no hash holds to anything: Node itself used to come so.
 * - Binaries for other platforms that the registry did not have are left out, and then `npm ci` refuses the file.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { projectFolder } from './build/project-folder.ts'
import { NextStepError, runTool } from './machine/say.ts'

interface LockedPackage {
  integrity?: string
  hasInstallScript?: boolean
  gypfile?: boolean
  optionalDependencies?: Record<string, string>
}
/** It picks a 7-Zip for a kind of Windows installer that we do not make; `allowScripts` in package.json says no to it. */
const knownScripts = new Set(['node_modules/electron-winstaller'])

interface LockFile {
  packages: Record<string, LockedPackage>
}

runTool(async () => {
  const file = join(projectFolder, 'package-lock.json')
  const lock = JSON.parse(readFileSync(file, 'utf8')) as LockFile

  const missing = Object.entries(lock.packages).flatMap(([at, { optionalDependencies }]) =>
    Object.keys(optionalDependencies ?? {})
      .filter((name) => !isLocked(lock, at, name))
      .map((name) => `  ${name}, which ${at.replace(/^.*node_modules\//, '')} names`),
  )
  if (missing.length > 0) {
    throw new NextStepError(
      `package-lock.json lacks packages for some platforms, so npm ci would refuse it:\n${missing.join('\n')}\n` +
        'Install a version whose platform packages the registry has, all of them.',
    )
  }

  const loose = Object.entries(lock.packages)
    .filter(([at]) => at !== '')
    .filter(
      ([at, { integrity, hasInstallScript }]) =>
        !integrity?.startsWith('sha512-') || (hasInstallScript && !knownScripts.has(at)),
    )
    .map(([at]) => `  ${at.replace(/^.*node_modules\//, '')}`)
  if (loose.length > 0) {
    throw new NextStepError(
      `These packages are held to no hash, or run something of their own when they are installed:\n${loose.join('\n')}\n` +
        'Take another one, or look at what it runs and add it to the list in tools/check-lock-file.ts.',
    )
  }

  const betterSqlite3 = lock.packages['node_modules/better-sqlite3']
  if (betterSqlite3 !== undefined && betterSqlite3.gypfile !== false) {
    if (!process.argv.includes('--fix')) {
      throw new NextStepError(
        'package-lock.json lost the note that better-sqlite3 needs no build; npm drops it on every install.\n' +
          'Put it back with "node tools/check-lock-file.ts --fix" and commit the file.',
      )
    }
    betterSqlite3.gypfile = false
    writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`)
  }
  return 0
})

/** Looks where Node would: beside the package, then further out. */
function isLocked(lock: LockFile, from: string, name: string): boolean {
  let at = from
  while (at !== '') {
    if (lock.packages[`${at}/node_modules/${name}`] !== undefined) return true
    at = at.slice(0, Math.max(0, at.lastIndexOf('/node_modules/')))
  }
  return lock.packages[`node_modules/${name}`] !== undefined
}
