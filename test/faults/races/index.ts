import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { inspectStudio } from '../support/check-studio.ts'
import { Desk } from '../support/desk.ts'
import type { FaultPart } from '../support/part.ts'
import { inScratchFolder } from '../support/scratch-folder.ts'
import { raceForACredit } from './race-for-a-credit.ts'
import { raceForASeat } from './race-for-a-seat.ts'
import { raceForASlot } from './race-for-a-slot.ts'
import type { RaceAnswer } from './race-process.ts'
import type { Race } from './race.ts'
import { RacingDesk } from './racing-desk.ts'
import { StartingLine } from './starting-line.ts'

/** How many rounds are made ready, and then raced, without a word from here. */
const batch = 250
/** Each of the two must win this share of a long run: else one was always first, and nothing raced. */
const leastShare = 0.05
/** And in this share of the rounds the later one must have begun before the earlier had ended. */
const leastTogether = 0.5
/** From here on the shares say something. */
const longRun = 100

/** Two processes on one file want the same thing at the same moment, again and again. */
export const racesPart: FaultPart = {
  name: 'races',
  promise: 'of two desks that want the last of something, exactly one gets it',
  async run({ races }, tell) {
    const problems: string[] = []
    const results: string[] = []
    await inScratchFolder(async (folder) => {
      const file = join(folder, 'studio.db')
      const line = join(folder, 'starting-line')
      StartingLine.draw(line)
      const preparing = Desk.open(file)
      preparing.signIn()
      const kinds = [raceForASlot(preparing), raceForASeat(preparing), raceForACredit(preparing)]
      // What is only made ready need not wait for the disk; the desks that race do.
      preparing.app.database.exec('PRAGMA synchronous = OFF')
      const desks = [0, 1].map((lane) => new RacingDesk(file, line, lane))
      await Promise.all(desks.map((desk) => desk.ready()))
      for (const race of kinds) {
        const score = await raceAgainAndAgain(race, races, desks, problems)
        const [won, together] = [score.won.join(':'), score.together]
        results.push(`${race.what} ${won}, ${together} of them at once`)
        tell(`${races} races for ${race.what}: ${won}; both at it at once in ${together}`)
        problems.push(...judgeScore(race, races, score))
      }
      await Promise.all(desks.map((desk) => desk.end()))
      preparing.close()
      problems.push(...inspectStudio(file).problems, ...countSold(file, races))
    })
    return { summary: `${races} races each: ${results.join('; ')}`, problems }
  },
}

/** How often each of the two won, and in how many rounds both were at it at the same time. */
interface Score {
  readonly won: [number, number]
  together: number
}

async function raceAgainAndAgain(
  race: Race,
  races: number,
  desks: readonly RacingDesk[],
  problems: string[],
): Promise<Score> {
  const score: Score = { won: [0, 0], together: 0 }
  for (let from = 0; from < races && problems.length < 10; from += batch) {
    const rounds = Array.from({ length: Math.min(batch, races - from) }, (_, at) => from + at)
    const ready = rounds.map((round) => race.prepare(round))
    const answers = await Promise.all(
      desks.map((desk, lane) => desk.run(ready.map((calls) => calls[lane]!))),
    )
    for (const [at, round] of rounds.entries()) {
      const [first, second] = answers.map((all) => all[at]!) as [RaceAnswer, RaceAnswer]
      const outcomes = [first.outcome, second.outcome]
      const winner = outcomes.indexOf('ok')
      if (winner >= 0 && outcomes[1 - winner] === race.refusal) score.won[winner]! += 1
      else problems.push(`${race.what}, round ${round}: ${outcomes.join(' and ')}`)
      if (first.began < second.ended && second.began < first.ended) score.together += 1
    }
  }
  return score
}

/** A race that one side cannot lose proves nothing. */
function judgeScore(race: Race, races: number, { won, together }: Score): string[] {
  if (races < longRun) return []
  return [
    ...won.flatMap((wins, lane) =>
      wins < races * leastShare
        ? [`${race.what}: desk ${lane} won only ${wins} of ${races}: that was no race`]
        : [],
    ),
    ...(together < races * leastTogether
      ? [`${race.what}: both were at it at once in only ${together} of ${races}`]
      : []),
  ]
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
