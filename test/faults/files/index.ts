import type { FaultPart } from '../support/part.ts'
import { Random } from '../support/random.ts'
import { breakSweeps } from './break-sweeps.ts'
import { fillTheDisk } from './fill-the-disk.ts'
import { flipBits } from './flip-bits.ts'
import { putForeignLogs } from './put-foreign-logs.ts'
import { takeFilesAway } from './take-files-away.ts'

/** What one kind of fault found. */
export interface FileFaults {
  /** Counts, in a few words. */
  readonly summary: string
  readonly problems: readonly string[]
}

const kinds: readonly ((random: Random) => Promise<FileFaults>)[] = [
  flipBits,
  takeFilesAway,
  putForeignLogs,
  fillTheDisk,
  breakSweeps,
]

/** The studio's file is damaged, swapped, moved, deleted, squeezed, and left behind half-made. */
export const filesPart: FaultPart = {
  name: 'files',
  promise: 'whatever happens to the files: told in words, nothing promised that is lost',
  async run({ randomSeed }, tell) {
    const random = new Random(randomSeed)
    const summaries: string[] = []
    const problems: string[] = []
    for (const kind of kinds) {
      const found = await kind(random)
      tell(found.summary)
      summaries.push(found.summary)
      problems.push(...found.problems)
    }
    return { summary: summaries.join('; '), problems }
  },
}
