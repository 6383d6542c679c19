import { cpSync, mkdirSync, realpathSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildWatcher } from '../machine/build-watcher.ts'
import { startChild } from '../support/child.ts'
import { Desk } from '../support/desk.ts'
import { chooseIntent } from '../support/desk-work.ts'
import type { Random } from '../support/random.ts'
import { inScratchFolder } from '../support/scratch-folder.ts'
import type { FileFaults } from './break-files.ts'
import { putStudio, type Studios } from './make-studios.ts'

const processFile = join(import.meta.dirname, 'full-disk-process.ts')
/** A start writes some forty times, and cleaning up after it some hundred times more. */
const early = { tries: 3, below: 50 }
const late = { tries: 2, below: 700 }

/** The disk fills up at every step of a start, with an erasure waiting and a log to be applied. */
export function fillTheDisk(random: Random, studios: Studios): Promise<FileFaults> {
  return inScratchFolder(async (scratch) => {
    const folder = realpathSync(scratch)
    const watcher = buildWatcher(folder)
    if (watcher.missing !== undefined) {
      return { summary: `no disk was filled: ${watcher.missing}`, problems: [] }
    }
    makeTemplate(folder, random, studios)
    const control = join(folder, 'control')
    writeFileSync(control, Buffer.alloc(24))
    const writes = [early, late].flatMap(({ tries, below }) =>
      Array.from({ length: tries }, () => 1 + random.below(below)),
    )
    const child = startChild(processFile, [folder, writes.join(',')], {
      limitMs: 5 * 60_000,
      env: {
        LD_PRELOAD: watcher.library,
        FITFLOW_FAULT_FOLDER: join(folder, 'try'),
        FITFLOW_FAULT_CONTROL: control,
      },
    })
    const { code, output, errors, isOverdue } = await child.ended
    const lines = output.split('\n')
    const problems = lines
      .filter((line) => line.startsWith('problem '))
      .map((line) => `disk full, ${line.slice(8)}`)
    const last = lines.find((line) => line.startsWith('counts '))
    if (isOverdue) problems.push('on a full disk FitFlow did not end')
    else if (code !== 0 || !last)
      problems.push(`the full disk’s process ended with ${code}: ${errors}`)
    const counts = JSON.parse(last?.slice(7) ?? '{}') as Record<string, number>
    return {
      summary: `${counts['starts']} starts on a full disk: ${counts['opened']} opened, ${counts['refused']} refused in words`,
      problems,
    }
  })
}

/** A studio that was killed: bookings stand in its log only, and an erasure waits to be cleaned. */
function makeTemplate(folder: string, random: Random, studios: Studios): void {
  const made = join(folder, 'made')
  const template = join(folder, 'template')
  mkdirSync(made)
  mkdirSync(template)
  putStudio(studios, join(made, 'studio.db'))
  const desk = Desk.open(join(made, 'studio.db'))
  try {
    desk.signIn()
    for (let count = 0; count < 20; count += 1) {
      const { name, input } = chooseIntent(desk, random)
      desk.command(name, input as never)
    }
    const registered = desk.command('clients.register', { name: 'Quirinius' })
    if (!registered.ok) throw new Error(registered.error.code)
    desk.command('clients.erase', {
      clientId: registered.value.clientId,
      confirmation: 'Quirinius',
    })
    desk.app.database.prepare('UPDATE erasures SET cleaned_at = NULL').run()
    for (const part of ['', '-wal']) {
      cpSync(join(made, `studio.db${part}`), join(template, `studio.db${part}`))
    }
  } finally {
    desk.close()
  }
}
