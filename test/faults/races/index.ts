import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { inspectStudio } from '../support/check-studio.ts'
import { Desk } from '../support/desk.ts'
import type { FaultPart } from '../support/part.ts'
import { inScratchFolder } from '../support/scratch-folder.ts'
import { raceForACredit } from './race-for-a-credit.ts'
import { raceForASeat } from './race-for-a-seat.ts'
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
      first.signIn()
      const kinds = [raceForASlot(first), raceForASeat(first), raceForACredit(first)]
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
          if (winner >= 0 && outcomes[1 - winner] === race.refusal)
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

/** Nothing was sold twice, and nothing that was won is missing. */
function countSold(file: string, races: number): string[] {
  const connection = new Sqlite(file, { readonly: true })
  const count = (query: string) => connection.prepare(query).pluck().get() as number
  // A slot, a group session and a session on a credit each round.
  const found = {
    sessions: [count('SELECT count(*) FROM appointments'), races * 3],
    seats: [count('SELECT count(*) FROM seats'), races],
    'credits held': [count(`SELECT count(*) FROM credit_entries WHERE kind = 'held'`), races],
    'credits left': [count('SELECT coalesce(sum(delta), 0) FROM credit_entries'), 0],
  }
  connection.close()
  return Object.entries(found)
    .filter(([, [is, should]]) => is !== should)
    .map(([what, [is, should]]) => `${is} ${what} instead of ${should}`)
}
