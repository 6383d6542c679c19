import { findOnPath, readCommand } from './run-command.ts'
import { NextStepError, say } from './say.ts'
import { showProgressByClock } from './show-progress.ts'

/**
 * Installs Debian packages where we may (as root), and otherwise says exactly which command does.
 * Never asks a question.
 *
 * @param purpose completes the sentence "… needs", for example `Electron`.
 * @throws NextStepError when a person has to install them, or apt failed.
 */
export async function installDebianPackages(
  packages: readonly string[],
  purpose: string,
): Promise<void> {
  const apt = findOnPath('apt-get')
  if (apt === undefined) {
    throw new NextStepError(
      `${purpose} needs what Debian calls ${packages.join(', ')}. Install the same with this system's package manager and start again.`,
    )
  }
  if (process.getuid?.() !== 0) {
    throw new NextStepError(
      `${purpose} needs some system packages. Install them and start again:\n` +
        `  sudo apt-get update && sudo apt-get install -y ${(await namesHere(packages)).join(' ')}`,
    )
  }
  say(`${purpose} needs some system packages; installing with apt-get: ${packages.join(' ')}`)
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const update = await readCommand(apt, ['update', '-qq'], { env })
  const names = await namesHere(packages)
  const install = ['install', '-y', '-qq', '--no-install-recommends']
  // Another apt, such as the nightly one, may be at work.
  const wait = ['-o', 'DPkg::Lock::Timeout=120']
  await showProgressByClock('Installing system packages', 60, async () => {
    const { code, stderr } = await readCommand(apt, [...install, ...wait, ...names], { env })
    if (code === 0) return
    throw new NextStepError(
      `apt-get could not install ${names.join(' ')}:\n${`${update.stderr}${stderr}`.trim()}\n` +
        'Check that this machine reaches its Debian mirror, then start again.',
    )
  })
}

/** Newer Debians and Ubuntus ship some of the libraries under a name that ends in t64 (64-bit time). */
async function namesHere(packages: readonly string[]): Promise<string[]> {
  const names: string[] = []
  for (const name of packages) {
    const renamed = await readCommand('apt-cache', ['show', `${name}t64`])
    names.push(renamed.code === 0 && renamed.stdout !== '' ? `${name}t64` : name)
  }
  return names
}
