import { setTimeout as pause } from 'node:timers/promises'
import { Random } from '../support/random.ts'
import { inScratchFolder } from '../support/scratch-folder.ts'
import { breakSweeps } from './break-sweeps.ts'
import { fillTheDisk } from './fill-the-disk.ts'
import { flipBits } from './flip-bits.ts'
import { makeStudios, type Studios } from './make-studios.ts'
import { putForeignLogs } from './put-foreign-logs.ts'
import { takeFilesAway } from './take-files-away.ts'

/** What one kind of fault found. */
export interface FileFaults {
  /** Counts, in a few words. */
  readonly summary: string
  readonly problems: readonly string[]
}

const kinds: readonly ((random: Random, studios: Studios) => Promise<FileFaults>)[] = [
  flipBits,
  takeFilesAway,
  putForeignLogs,
  fillTheDisk,
  breakSweeps,
]

/** Many times what the slowest of them takes on a busy machine. */
const verdictWithinMs = 10 * 60_000

/** What ends without a verdict is a find as well. */
async function tryKind(kind: () => Promise<FileFaults>): Promise<FileFaults> {
  const nothing = pause(verdictWithinMs, undefined, { ref: false }).then(() => {
    throw new Error(`there was no verdict within ${verdictWithinMs / 60_000} minutes`)
  })
  try {
    return await Promise.race([kind(), nothing])
  } catch (error) {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
    return { summary: 'it broke off', problems: [text] }
  }
}

/** Every kind, one after the other, and that again by the next seed. */
export function breakFiles(
  { firstSeed, runs }: { readonly firstSeed: number; readonly runs: number },
  tell: (line: string) => void,
): Promise<FileFaults> {
  return inScratchFolder(async (folder) => {
    const studios = makeStudios(folder)
    const problems: string[] = []
    for (let seed = firstSeed; seed < firstSeed + runs; seed += 1) {
      const random = new Random(seed)
      for (const kind of kinds) {
        const startedAt = performance.now()
        const found = await tryKind(() => kind(random, studios))
        const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1)
        tell(`seed ${seed}: ${found.summary} (${seconds} s)`)
        problems.push(...found.problems.map((problem) => `seed ${seed}: ${problem}`))
      }
    }
    return { summary: `${kinds.length} kinds by each of ${runs} seeds`, problems }
  })
}
