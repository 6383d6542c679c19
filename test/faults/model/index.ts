import fc from 'fast-check'
import { inspectStudio } from '../support/check-studio.ts'
import type { FaultPart } from '../support/part.ts'
import { inScratchFolder } from '../support/scratch-folder.ts'
import { catalogChoosers } from './choose-catalog.ts'
import { groupChoosers } from './choose-group.ts'
import { moneyChoosers } from './choose-money.ts'
import { OfferStep } from './choose-offer.ts'
import { sessionChoosers } from './choose-session.ts'
import { PartStep, timeChoosers } from './part-times.ts'
import { RealStudio, type Beginning } from './real-studio.ts'
import { chooseUndo, chooseUnseat, ClockStep, DeskStep, Tally } from './step.ts'

const beginnings: readonly Beginning[] = [
  { timeZone: 'Europe/Berlin', local: '2026-03-26T08:00' },
  { timeZone: 'America/New_York', local: '2026-10-29T08:00' },
  { timeZone: 'Australia/Lord_Howe', local: '2026-04-02T08:00' },
]

/** How often each thing is tried. What is not named: once. */
const weights: Readonly<Record<string, number>> = {
  book: 18,
  pay: 9,
  addSeat: 10,
  sellAhead: 12,
  cancelCovered: 14,
  clock: 7,
  undo: 8,
  cancel: 6,
  complete: 5,
  missCovered: 6,
  noShow: 4,
  move: 4,
  refund: 4,
  reinstate: 3,
  schedule: 3,
  void: 3,
  payOut: 3,
  openDrawer: 4,
  count: 3,
  closeDrawer: 3,
  checkIn: 3,
  payFee: 3,
  waive: 3,
  changeSource: 6,
  takeBackNoShow: 2,
  takeBackCompletion: 2,
  reinstateGroup: 3,
  join: 8,
  offer: 8,
  offered: 14,
  part: 3,
  settleTimes: 6,
  seatNext: 8,
  unseat: 5,
  cancelGroup: 2,
  series: 2,
  changeSeries: 2,
  cancelSeries: 2,
  putSeriesBack: 2,
  pause: 2,
  override: 2,
  register: 2,
  refundPackage: 2,
}

const longestRun = 600
const shortestRun = 50
/** A failure is made smaller for so long. */
const longestMs = 60_000

/** Random days at the desk, against a studio in a few lists and sums. */
export const modelPart: FaultPart = {
  name: 'model',
  promise: 'whatever is done at the desk, the rules hold after every step',
  run: ({ modelSteps, randomSeed }, tell) =>
    inScratchFolder((folder) => {
      const tally = new Tally()
      const problems: string[] = []
      let runs = 0
      let told = 0
      while (tally.steps < modelSteps && problems.length === 0) {
        problems.push(...runOnce(folder, runs, randomSeed, tally, modelSteps))
        runs += 1
        if (tally.steps - told < 1_000) continue
        told = tally.steps
        tell(`${tally.steps} of ${modelSteps} steps in ${runs} studios`)
      }
      const { steps, accepted, refusals, commands, givenBack, offersMailed, offersOvertaken } =
        tally
      const summary = `${steps} steps in ${runs} studios: ${commands.size} kinds of commands, ${accepted} accepted, refused for ${refusals.size} reasons, ${givenBack} credits given back, ${offersMailed} offers of a seat mailed and ${offersOvertaken} overtaken`
      return { summary, problems }
    }),
}

function runOnce(
  folder: string,
  run: number,
  randomSeed: number,
  tally: Tally,
  steps: number,
): string[] {
  const beginning = beginnings[run % beginnings.length]!
  const maxCommands = Math.min(longestRun, Math.max(steps - tally.steps, shortestRun))
  let tries = 0
  let smallest = ''
  const property = fc.property(commandsOf(tally, maxCommands), (commands) => {
    tries += 1
    // Shrinking tries the same again: that counts for nothing.
    tally.isCounting = tries === 1
    const { real, model } = RealStudio.open(folder, beginning, tries)
    try {
      fc.modelRun(() => ({ model, real }), commands)
      tally.countCredits(real.lookup)
      tally.countOffers(real.mailbox)
      real.deliver()
      const { problems } = inspectStudio(real.file)
      if (problems.length > 0) throw new Error(problems.join('\n'))
    } catch (error) {
      smallest = [describe(error), ...model.transcript].join('\n     ')
      throw error
    } finally {
      real.close()
    }
  })
  const seed = randomSeed * 10_000 + run
  const limits = { interruptAfterTimeLimit: longestMs, numRuns: 1 }
  const result = fc.check(property, { ...limits, seed, unbiased: true })
  if (!result.failed) return []
  const where = `after ${tally.steps} steps, seed ${seed}, path ${result.counterexamplePath}, ${beginning.timeZone}`
  return [`${where}, the smallest run that failed of ${tries}: ${smallest}`]
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const cause = error.cause instanceof Error ? `\n${error.cause.stack}` : ''
  return `${error.message}${cause}`
}

function commandsOf(tally: Tally, maxCommands: number) {
  const numbers = fc.array(fc.nat({ max: 1_000_000 }), { minLength: 24, maxLength: 24 })
  const choosers = {
    ...sessionChoosers,
    ...groupChoosers,
    ...moneyChoosers,
    ...catalogChoosers,
    ...timeChoosers,
    undo: chooseUndo,
    unseat: chooseUnseat,
  }
  const kinds = [
    ...Object.entries(choosers).map(([kind, choose]) => ({
      kind,
      arbitrary: numbers.map((drawn) => new DeskStep(kind, choose, drawn, tally)),
    })),
    { kind: 'part', arbitrary: numbers.map((drawn) => new PartStep(drawn, tally)) },
    { kind: 'offered', arbitrary: numbers.map((drawn) => new OfferStep(drawn, tally)) },
    { kind: 'clock', arbitrary: numbers.map((drawn) => new ClockStep(drawn, tally)) },
  ]
  const all = kinds.flatMap(({ kind, arbitrary }) =>
    Array.from({ length: weights[kind] ?? 1 }, () => arbitrary),
  )
  return fc.commands(all, { maxCommands, size: 'max' })
}
