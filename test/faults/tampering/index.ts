import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { StudioDatabase } from '../../../main/db/studio-database.ts'
import { verifyLog, type Witness } from '../../../main/events/verify-log.ts'
import type { FaultOptions, FaultPart } from '../support/part.ts'
import { Random } from '../support/random.ts'
import { inScratchFolder } from '../support/scratch-folder.ts'
import { edits, fingerprint, type Edit } from './edits.ts'
import { openUnguardedCopy, writeSeededLog } from './seeded-log.ts'

/** Copies of a log are changed at random, and each must be found out. */
export const tamperingPart: FaultPart = {
  name: 'tampering',
  promise: 'no change of the log goes unseen, and with a witness not even a cut tail',
  run: ({ edits: count, randomSeed }: FaultOptions, tell) =>
    inScratchFolder(async (folder) => {
      const random = new Random(randomSeed)
      const file = join(folder, 'studio.db')
      await writeSeededLog(file, random)
      const untouched = verify(file)
      if (!untouched.valid) throw new Error(`The seeded log is bad: ${untouched.problem}`)
      const witness: Witness = { seq: untouched.events, hash: untouched.headHash }

      const problems: string[] = []
      const counts = { found: 0, byWitness: 0 }
      for (let number = 1; number <= count; number += 1) {
        // The ways in turn, so that each gets its share.
        const edit = edits[number % edits.length]!
        const copyFolder = join(folder, `copy-${number}`)
        const what = tamper(file, copyFolder, edit, random)
        const copyFile = join(copyFolder, 'studio.db')
        const alone = verify(copyFile)
        const witnessed = verify(copyFile, witness)
        const say = (problem: string) =>
          problems.push(`copy ${number}, ${edit.name} (${what}): ${problem}`)
        if (witnessed.valid) say('NOT DETECTED, even with a witness')
        else if (!alone.valid) counts.found += 1
        else if (edit.needsWitness) counts.byWitness += 1
        else say('NOT DETECTED')
        rmSync(copyFolder, { recursive: true })
        if (number % 250 === 0) tell(`${number} of ${count} copies`)
      }
      return {
        summary: `${count} copies of a log of ${untouched.events} events: ${counts.found} found by their hashes, ${counts.byWitness} cut or wholly rewritten tails that only a witness shows, 0 missed`,
        problems,
      }
    }),
}

/** Tries until something has really changed, and says what. */
function tamper(file: string, folder: string, edit: Edit, random: Random): string {
  for (let attempt = 0; attempt < 50; attempt += 1) {
    rmSync(folder, { recursive: true, force: true })
    const copy = openUnguardedCopy(file, folder)
    try {
      const before = fingerprint(copy)
      const what = edit.apply(copy, random)
      if (fingerprint(copy) !== before) return what
    } catch (error) {
      // Not every change fits: two rows with one number, a text where a date must be.
      const code = (error as { code?: unknown }).code
      if (typeof code !== 'string' || !code.startsWith('SQLITE_CONSTRAINT')) throw error
    } finally {
      copy.close()
    }
  }
  throw new Error(`“${edit.name}” could not be done.`)
}

function verify(file: string, witness?: Witness) {
  const database = StudioDatabase.openForReading(file)
  try {
    return verifyLog(database, { witness })
  } finally {
    database.close()
  }
}
