import { createHash } from 'node:crypto'
import { cp, readFile, readdir, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'

import { projectFolder } from '../build/project-folder.ts'
import { makeOnce } from '../machine/make-once.ts'
import { npmCommand, readCommand } from '../machine/run-command.ts'
import { NextStepError } from '../machine/say.ts'
import { showProgressByClock } from '../machine/show-progress.ts'

/** What is made here, and is no source. */
const made = new Set(['.git', 'cloud-data', 'dist', 'node_modules', 'out', 'test-results'])

/**
 * A folder with the libraries as Windows gets them, for this very lock file: made once, half a minute.
 * What was made for other lock files goes.
 *
 * @throws NextStepError when npm fails.
 */
export async function windowsLibraries(cache: string): Promise<string> {
  const lock = await readFile(join(projectFolder, 'package-lock.json'))
  const digest = createHash('sha256').update(lock).digest('hex').slice(0, 12)
  const folder = join(cache, `windows-libraries-${digest}`)
  await makeOnce(folder, async (draft) => {
    for (const file of ['package.json', 'package-lock.json', '.npmrc']) {
      await cp(join(projectFolder, file), join(draft, file))
    }
    const [command, args] = npmCommand(['ci', '--os=win32', '--cpu=x64', '--ignore-scripts'])
    await showProgressByClock('Fetching the libraries for Windows', 40, async () => {
      const answer = await readCommand(command, args, { cwd: draft })
      if (answer.code === 0) return
      throw new NextStepError(`npm could not fetch the libraries:\n${answer.stderr.trim()}`)
    })
  })
  for (const name of await readdir(dirname(folder))) {
    const isOther = /^windows-libraries-[0-9a-f]+$/.test(name) && name !== basename(folder)
    if (isOther) await rm(join(dirname(folder), name), { recursive: true, force: true })
  }
  return folder
}

/**
 * Puts the project's files, as they are now, beside the libraries in `folder`. Links would not do: Node
 * follows them, and finds the libraries of this system.
 */
export async function copyProject(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (name !== 'node_modules') await rm(join(folder, name), { recursive: true, force: true })
  }
  for (const name of await readdir(projectFolder)) {
    if (!made.has(name))
      await cp(join(projectFolder, name), join(folder, name), { recursive: true })
  }
}
