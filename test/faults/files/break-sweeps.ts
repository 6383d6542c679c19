import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { startChild } from '../support/child.ts'
import { inspectStudio } from '../support/check-studio.ts'
import { Desk } from '../support/desk.ts'
import type { Random } from '../support/random.ts'
import { inScratchFolder } from '../support/scratch-folder.ts'
import type { FileFaults } from './break-files.ts'
import { putStudio, type Studios } from './make-studios.ts'

const backupProcess = join(import.meta.dirname, 'backup-process.ts')
const seedCommand = join(import.meta.dirname, '../../../main/cli/seed.ts')
const backups = 2
const limitMs = 60_000

/** Kills a backup and a seed in the middle: the next start leaves no half of them. */
export async function breakSweeps(random: Random, studios: Studios): Promise<FileFaults> {
  const problems: string[] = []
  let halves = 0
  for (let count = 0; count < backups; count += 1) {
    await inScratchFolder(async (folder) => {
      const studio = join(folder, 'studio', 'studio.db')
      const target = join(folder, 'stick', 'backup.db')
      mkdirSync(dirname(studio))
      putStudio(studios, studio)
      mkdirSync(dirname(target))
      const child = startChild(backupProcess, [studio, target], { limitMs })
      await child.line('working')
      await waitFor(dirname(target), '.part')
      await wait(random.next() * 60)
      child.kill()
      await child.ended
      halves += readdirSync(dirname(target)).filter((name) => name !== 'backup.db').length
      await startAndClose(studio)
      const left = readdirSync(dirname(target)).filter((name) => name !== 'backup.db')
      if (left.length > 0) problems.push(`a killed backup left ${left.join(', ')}`)
      if (existsSync(target)) problems.push(...inspectStudio(target).problems)
    })
  }
  await inScratchFolder(async (folder) => {
    const words = ['--data-dir', folder, '--clients', '300', '--days', '60']
    const child = startChild(seedCommand, words, { limitMs })
    await waitFor(folder, '.partial')
    await wait(random.next() * 400)
    child.kill()
    await child.ended
    const studio = join(folder, 'studio.db')
    halves += readdirSync(folder).length
    await startAndClose(studio)
    const left = readdirSync(folder).filter((name) => name.includes('.partial'))
    if (left.length > 0) problems.push(`a killed seed left ${left.join(', ')}`)
  })
  return { summary: `${backups} backups and a seed killed: ${halves} halves swept`, problems }
}

async function startAndClose(studio: string): Promise<void> {
  const desk = Desk.open(studio)
  await desk.app.tidyUp()
  desk.close()
}

/** Until a file of this ending has begun to be written, or for a minute. */
async function waitFor(folder: string, ending: string): Promise<void> {
  for (let count = 0; count < 6_000; count += 1) {
    if (readdirSync(folder).some((name) => name.endsWith(ending))) return
    await wait(10)
  }
}

function wait(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}
