import { findOnPath, readCommand } from '../machine/run-command.ts'
import { installDebianPackages } from '../machine/install-debian-packages.ts'
import { needsOwnDisplay } from './virtual-display.ts'

const LIBRARIES = [
  'libgtk-3-0',
  'libnss3',
  'libatk-bridge2.0-0',
  'libcups2',
  'libgbm1',
  'libasound2',
  'libxss1',
  'libxtst6',
  'libdrm2',
]

/**
 * Sees to it that this Linux has what Electron links to, and a virtual display when there is no real one.
 * Elsewhere Electron brings everything itself.
 *
 * @throws NextStepError with the command to run, when we may not install.
 */
export async function installLibraries(executable: string): Promise<void> {
  if (process.platform !== 'linux') return
  const packages: string[] = []
  const linked = await readCommand('ldd', [executable])
  // The whole list, not only the package of what is missing: apt skips what is there, and some are opened at run time.
  if (linked.stdout.includes('not found')) packages.push(...LIBRARIES)
  if (needsOwnDisplay() && findOnPath('Xvfb') === undefined) packages.push('xvfb')
  if (packages.length > 0) await installDebianPackages(packages, 'Electron')
}
