import { median, percentile, summarize, type Measured, type Target } from '../bench-row.ts'
import { BenchDesk, freeBook, peopleOf } from '../bench-desk.ts'
import { openBenchApp } from '../bench-studio.ts'
import { openPlainly, PlainDesk } from '../plain-desk.ts'
import { count, takeTurns, timed, type BenchContext } from '../section.ts'

const byHand = 'hand-written transaction'
const nearlyAsFast: Target = { of: 'ratio', at: 'least', bound: 0.8 }
const tailsAlike: Target = { of: 'ratio', at: 'most', bound: 1.5 }
const sizeDoesNotMatter: Target = { of: 'ratio', at: 'most', bound: 1.15 }

type Act = 'append' | 'book'

/** One desk on one file, with what each of its acts took. */
interface Contestant {
  readonly name: string
  readonly acts: Readonly<Record<Act, () => void>>
  readonly setSynchronous: (level: 'OFF' | 'FULL') => void
  readonly close: () => void
}

/**
 * Appending one event, and a whole booking: FitFlow and the hand-written transaction, at an empty
 * and at a big log, one act each in turn. Each waits for the disk, which is most of the time; so
 * they are measured once more with the disk left out, where only the code counts.
 */
export function booking(context: BenchContext): Measured[] {
  const { options, empty, big } = context
  const contestants = {
    oursEmpty: ours(empty.ours),
    plainEmpty: plain(empty.plain),
    oursBig: ours(big.ours),
    plainBig: plain(big.plain),
  }
  const everyone = Object.values(contestants)
  const perRound = options.quick ? 40 : 200
  const size = `${count(options.events)} events`
  const measure = (act: Act, synchronous: 'OFF' | 'FULL') => {
    for (const each of everyone) each.setSynchronous(synchronous)
    const rounds = new Map(everyone.map((each) => [each, [] as number[][]]))
    takeTurns(
      everyone.map((each) => each.acts[act]),
      100,
    )
    for (let round = 1; round <= options.rounds; round += 1) {
      const taken = new Map(everyone.map((each) => [each, [] as number[]]))
      takeTurns(
        everyone.map((each) => () => void taken.get(each)!.push(timed(each.acts[act]))),
        perRound,
      )
      for (const each of everyone) rounds.get(each)!.push(taken.get(each)!)
      context.say(`${act}, synchronous=${synchronous}: round ${round} of ${options.rounds}`)
    }
    const perSecond = (each: Contestant) => rounds.get(each)!.map((ms) => 1_000 / median(ms))
    const usual = (each: Contestant) => rounds.get(each)!.map(median)
    const p99 = (each: Contestant) => rounds.get(each)!.map((ms) => percentile(ms, 0.99))
    return { perSecond, usual, p99 }
  }

  const measured: Measured[] = []
  const { oursEmpty, plainEmpty, oursBig, plainBig } = contestants
  for (const act of ['append', 'book'] as const) {
    const name = act === 'append' ? 'event append' : 'booking'
    const { perSecond, usual, p99 } = measure(act, 'FULL')
    for (const [us, them, at] of [
      [oursEmpty, plainEmpty, '0 events'],
      [oursBig, plainBig, size],
    ] as const) {
      const rate = { name: `${name} at ${at}`, unit: '1/s' }
      const hand = { name: byHand, values: perSecond(them) }
      measured.push(summarize(rate, perSecond(us), hand, nearlyAsFast))
      const tail = { name: `${name} p99 at ${at}`, unit: 'ms' }
      const handTail = { name: byHand, values: p99(them) }
      const tailTargets = act === 'book' ? [tailsAlike] : []
      measured.push(summarize(tail, p99(us), handTail, ...tailTargets))
    }
    measured.push(
      summarize(
        { name: `${name}: cost at ${size}`, unit: 'ms' },
        usual(oursBig),
        { name: `${name} at 0 events`, values: usual(oursEmpty) },
        sizeDoesNotMatter,
      ),
    )
    const code = measure(act, 'OFF')
    for (const [us, them, at] of [
      [oursEmpty, plainEmpty, '0 events'],
      [oursBig, plainBig, size],
    ] as const) {
      const what = { name: `${name} at ${at}, without the disk`, unit: 'ms' }
      measured.push(summarize(what, code.usual(us), { name: byHand, values: code.usual(them) }))
    }
  }
  for (const each of everyone) each.close()
  return measured
}

function ours(file: string): Contestant {
  const people = peopleOf(file)
  const app = openBenchApp(file)
  const desk = new BenchDesk(app, people)
  return {
    name: 'FitFlow',
    acts: { append: () => desk.append(), book: () => desk.book() },
    setSynchronous: (level) => app.database.exec(`PRAGMA synchronous = ${level}`),
    close: () => app.close(),
  }
}

function plain(file: string): Contestant {
  const people = peopleOf(file)
  const database = openPlainly(file)
  const desk = new PlainDesk(database, people)
  const book = freeBook(people)
  const now = () => new Date().toISOString()
  return {
    name: byHand,
    acts: {
      append: () => desk.append(now()),
      book: () => desk.book({ ...book.next(), now: now() }),
    },
    setSynchronous: (level) => database.pragma(`synchronous = ${level}`),
    close: () => database.close(),
  }
}
