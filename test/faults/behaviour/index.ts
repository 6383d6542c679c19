import { join } from 'node:path'
import { startChild } from '../support/child.ts'
import { inspectStudio } from '../support/check-studio.ts'
import type { FaultPart } from '../support/part.ts'
import { inScratchFolder } from '../support/scratch-folder.ts'

const processFile = join(import.meta.dirname, 'bad-handlers-process.ts')

/** What the process says when it is through. */
interface Outcome {
  readonly problems: readonly string[]
  readonly commands: number
  readonly slowestMs: number
  readonly failures: readonly string[]
}

/** Handlers that throw, hang, kill the process, or cannot read what they are given. */
export const behaviourPart: FaultPart = {
  name: 'behaviour',
  promise: 'however badly a handler behaves, the desk goes on, the others run, and it is seen',
  run: (_options, tell) =>
    inScratchFolder(async (folder) => {
      let deaths = 0
      while (deaths < 10) {
        const child = startChild(processFile, [folder])
        const { code, signal, output, errors } = await child.ended
        if (signal === 'SIGKILL') {
          deaths += 1
          continue
        }
        const last = output.split('\n').find((line) => line.startsWith('{'))
        if (code !== 0 || !last)
          return { summary: '', problems: [`it ended with ${code}: ${errors}`] }
        const outcome = JSON.parse(last) as Outcome
        for (const failure of outcome.failures) tell(failure)
        const problems = [...outcome.problems, ...inspectStudio(join(folder, 'studio.db')).problems]
        // Once with others around it, and twice alone.
        if (deaths !== 3) problems.push(`the killing handler was tried ${deaths} times, not 3`)
        return {
          summary: `4 bad handlers, ${outcome.commands} commands went on (the slowest ${outcome.slowestMs} ms), ${deaths} deaths, ${outcome.failures.length} failures on the list`,
          problems,
        }
      }
      return { summary: '', problems: ['it died without end'] }
    }),
}
