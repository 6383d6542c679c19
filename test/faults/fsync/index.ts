import { mkdirSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import type { FaultOptions, FaultPart } from '../support/part.ts'
import { inScratchFolder } from '../support/scratch-folder.ts'
import { findTracer, type Tracer } from './trace-writes.ts'
import { judgeTrace } from './judge-trace.ts'

const commandCount = 120

/** Does what stands in the log reach the disk before anybody is told so? */
export const fsyncPart: FaultPart = {
  name: 'fsync',
  promise:
    'every confirmed command was on the disk before its answer, and no checkpoint outruns it',
  run: ({ randomSeed }: FaultOptions, tell) =>
    inScratchFolder(async (scratch) => {
      const folder = realpathSync(scratch)
      const tracer = findTracer(folder)
      if (tracer.missing !== undefined) return { summary: '', problems: [], notRun: tracer.missing }
      const trace = (mode: string) => traceDesk(tracer, join(folder, mode), mode, randomSeed)

      const full = judgeTrace(await trace('full'))
      tell(`${tracer.name}: ${full.commits} commits, ${full.syncs} syncs of the studio's files`)
      const problems = [...full.problems]
      if (full.commits < commandCount) problems.push(`only ${full.commits} commits were seen`)
      if (full.syncs < full.commits)
        problems.push(`${full.syncs} syncs for ${full.commits} commits`)

      // A check that cannot fail proves nothing: the same desk with a weaker setting must be caught.
      const weak = judgeTrace(await trace('normal'))
      tell(
        `the same with synchronous=NORMAL: ${weak.unsynced} of ${weak.commits} commits not synced`,
      )
      if (weak.unsynced === 0) problems.push('synchronous=NORMAL was not noticed')
      return {
        summary: `${full.commits} commits, ${full.syncs} syncs, 0 answered before they were on the disk; with synchronous=NORMAL ${weak.unsynced} are caught`,
        problems,
      }
    }),
}

async function traceDesk(
  tracer: Extract<Tracer, { name: string }>,
  folder: string,
  mode: string,
  seed: number,
): Promise<string[]> {
  mkdirSync(folder)
  const file = join(import.meta.dirname, 'synced-desk-process.ts')
  return tracer.run(file, [folder, mode, String(commandCount), String(seed)], folder)
}
