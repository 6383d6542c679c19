import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { inspectStudio } from '../support/check-studio.ts'
import { Desk } from '../support/desk.ts'
import type { FaultPart } from '../support/part.ts'
import { inScratchFolder } from '../support/scratch-folder.ts'
import { raceForASlot } from './race-for-a-slot.ts'
import { RacingDesk } from './racing-desk.ts'

/** Two processes on one file want the same thing at the same moment, again and again. */
export const racesPart: FaultPart = {
  name: 'races',
  promise: 'of two desks that want the last of something, exactly one gets it',
  async run({ races }, tell) {
    const problems: string[] = []
    const wins: string[] = []
    await inScratchFolder(async (folder) => {
      const file = join(folder, 'studio.db')
      const first = Desk.open(file)
      const kinds = [raceForASlot(first)]
      first.close()
      const desks = [new RacingDesk(file), new RacingDesk(file)]
      await Promise.all(desks.map((desk) => desk.ready()))
      for (const race of kinds) {
        const won = [0, 0]
        for (let round = 0; round < races && problems.length < 10; round += 1) {
          const starts = await race.prepare(round, desks)
          const answers = await Promise.all(starts.map((start) => start()))
          const outcomes = answers.map(({ outcome }) => outcome)
          const winner = outcomes.indexOf('ok')
          if (outcomes.toSorted().join() === ['ok', race.refusal].toSorted().join())
            won[winner] = (won[winner] ?? 0) + 1
          else problems.push(`${race.what}, round ${round}: ${outcomes.join(' and ')}`)
        }
        wins.push(`${race.what} ${won.join(':')}`)
        tell(`${races} races for ${race.what}: ${won.join(' to ')}`)
      }
      await Promise.all(desks.map((desk) => desk.end()))
      problems.push(...inspectStudio(file).problems, ...countSold(file, races))
    })
    return { summary: `${races} races each: ${wins.join(', ')}`, problems }
  },
}

/** As many bookings as races for a slot, and not one more. */
function countSold(file: string, races: number): string[] {
  const connection = new Sqlite(file, { readonly: true })
  const sold = connection.prepare('SELECT count(*) FROM appointments').pluck().get() as number
  connection.close()
  return sold < races ? [`${races} races and only ${sold} bookings`] : []
}
