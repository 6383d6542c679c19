import { realpathSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildWatcher } from '../machine/build-watcher.ts'
import { startChild } from '../support/child.ts'
import type { FaultOptions, FaultPart } from '../support/part.ts'
import { inScratchFolder } from '../support/scratch-folder.ts'

const processFile = join(import.meta.dirname, 'broken-disk-process.ts')

interface Counts {
  readonly tries: number
  readonly committed: number
  readonly refused: number
  readonly undone: number
  readonly afterAll: number
}

/** A studio that never comes to an end on a broken disk is a find, too. */
const longestMinutes = { short: 8, long: 60 } as const

/** The disk is full or breaks at every single write in turn. */
export const diskPart: FaultPart = {
  name: 'disk',
  promise: 'whichever write a full or broken disk refuses: done whole, or cleanly refused',
  run: ({ randomSeed, kills }: FaultOptions, tell) =>
    inScratchFolder(async (scratch) => {
      const folder = realpathSync(scratch)
      const watcher = buildWatcher(folder)
      if (watcher.missing !== undefined)
        return { summary: '', problems: [], notRun: watcher.missing }
      const control = join(folder, 'control')
      writeFileSync(control, Buffer.alloc(24))
      // The long form meets every write; the short one every few of them.
      const every = kills >= 200 ? 1 : 16
      const child = startChild(processFile, [folder, String(randomSeed), String(every)], {
        env: {
          LD_PRELOAD: watcher.library,
          FITFLOW_FAULT_FOLDER: join(folder, 'try'),
          FITFLOW_FAULT_CONTROL: control,
        },
      })
      const minutes = every === 1 ? longestMinutes.long : longestMinutes.short
      const limit = setTimeout(() => child.kill(), minutes * 60_000)
      const { code, signal, output, errors } = await child.ended
      clearTimeout(limit)
      const lines = output.split('\n')
      for (const line of lines) if (line.startsWith('work ')) tell(line.slice(5))
      const problems = lines
        .filter((line) => line.startsWith('problem '))
        .map((line) => line.slice(8))
      const last = lines.find((line) => line.startsWith('counts '))
      if (code !== 0 || !last) problems.push(`the process ended with ${code ?? signal}: ${errors}`)
      const counts = JSON.parse(last?.slice(7) ?? '{}') as Counts
      return {
        summary: `${counts.tries} broken writes: ${counts.committed} went through all the same, ${counts.refused} refused, ${counts.undone} undone (${counts.afterAll} of these found written at a power cut), 0 half, 0 lost`,
        problems,
      }
    }),
}
