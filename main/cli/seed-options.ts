import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { instantAt, instantFrom, localDateOf, localDateSchema } from '../../shared/time.ts'
import { messageOf } from '../../shared/thrown.ts'
import { demoTimeZone, mostTrainers, type DemoOptions } from '../features/demo/index.ts'

/** What `npm run seed` was asked for. */
export type SeedRequest =
  | { readonly kind: 'seed'; readonly dataDir: string; readonly demo: DemoOptions }
  | { readonly kind: 'help' }
  /** A sentence about what is wrong with the command line. */
  | { readonly kind: 'wrong'; readonly problem: string }

/** How many sessions a trainer has in the book per day of the calendar, days off included. */
const sessionsPerTrainerDay = 4.2

const defaults = { clients: 400, days: 28, trainers: 6, randomSeed: 1 }
const most = { clients: 100_000, days: 20_000, appointments: 1_000_000, randomSeed: 2 ** 32 - 1 }

export const seedHelp = `Makes a studio that looks as if it had been used: people, a price list, and sessions that were
booked, moved, cancelled, paid and refunded, each at its time.

  npm run seed -- --data-dir DIR [options]

  --data-dir DIR       Where the studio is made. Must not hold one yet.
  --clients N          Clients, 1 to ${say(most.clients)}. Default ${defaults.clients}.
  --days N             Days of sessions, 1 to ${say(most.days)}: up to 14 from today on, the rest before.
                       Default ${defaults.days}.
  --trainers N         Trainers, 1 to ${mostTrainers}. Default ${defaults.trainers}. A trainer has about ${sessionsPerTrainerDay} sessions per day
                       of the calendar, so long as there are clients enough: nobody comes twice a day.
  --appointments N     Instead of --days: as many days as hold about N sessions, 1 to ${say(most.appointments)}.
  --random-seed N      0 to ${say(most.randomSeed)}. Default ${defaults.randomSeed}. The same numbers and the same --today give the same
                       people, sessions, times and amounts; only the ids differ.
  --today YYYY-MM-DD   The day up to which things have happened, until 13:00. Default: now.
  --help               This text.

Example: npm run seed -- --data-dir ./big --clients 100000 --appointments 1000000 --trainers 40
`

/** Reads the command line. `now` in milliseconds. */
export function readSeedRequest(argv: readonly string[], now: number): SeedRequest {
  let given: Partial<Record<Option, string>> & { readonly help?: boolean }
  try {
    given = parseArgs({ args: [...argv], options: known, strict: true }).values
  } catch (error) {
    return { kind: 'wrong', problem: messageOf(error) }
  }
  if (given.help) return { kind: 'help' }
  try {
    return { kind: 'seed', ...readGiven(given, now) }
  } catch (error) {
    if (!(error instanceof WrongOption)) throw error
    return { kind: 'wrong', problem: error.message }
  }
}

const text = { type: 'string' } as const
const known = {
  'data-dir': text,
  clients: text,
  days: text,
  trainers: text,
  appointments: text,
  'random-seed': text,
  today: text,
  help: { type: 'boolean' },
} as const
type Option = Exclude<keyof typeof known, 'help'>

class WrongOption extends Error {}

function readGiven(given: Partial<Record<Option, string>>, now: number) {
  const whole = (option: Option, least: number, most: number, otherwise: number): number => {
    const value = given[option]
    if (value === undefined) return otherwise
    const number = /^\d{1,15}$/.test(value) ? Number(value) : Number.NaN
    if (number >= least && number <= most) return number
    throw new WrongOption(
      `--${option} must be a whole number from ${say(least)} to ${say(most)}, not “${value}”.`,
    )
  }
  if (!given['data-dir'])
    throw new WrongOption('--data-dir is missing: say where the studio is made.')
  if (given.days !== undefined && given.appointments !== undefined) {
    throw new WrongOption('--days and --appointments say the same thing: give one of them.')
  }
  const clients = whole('clients', 1, most.clients, defaults.clients)
  const trainers = whole('trainers', 1, mostTrainers, defaults.trainers)
  const appointments = whole('appointments', 1, most.appointments, 0)
  const perDay = Math.min(trainers * sessionsPerTrainerDay, clients)
  const days = appointments
    ? Math.ceil(appointments / perDay)
    : whole('days', 1, most.days, defaults.days)
  if (days > most.days) {
    throw new WrongOption(
      `${say(appointments)} sessions would take ${say(days)} days: say --trainers ${Math.min(mostTrainers, Math.ceil((trainers * days) / most.days))} or more, and clients enough.`,
    )
  }
  const randomSeed = whole('random-seed', 0, most.randomSeed, defaults.randomSeed)
  const demo: DemoOptions = {
    randomSeed,
    clients,
    trainers,
    days,
    asOf: momentOf(given.today, now),
  }
  return { dataDir: resolve(given['data-dir']), demo }
}

function momentOf(given: string | undefined, now: number) {
  if (given === undefined) return instantFrom(now)
  const date = localDateSchema.safeParse(given)
  if (!date.success || date.data < '2000-01-01') {
    throw new WrongOption(`--today must be a day like 2026-03-02, from 2000 on, not “${given}”.`)
  }
  const today = localDateOf(instantFrom(now), demoTimeZone)
  if (date.data > today) {
    throw new WrongOption(`--today must not be after ${today}: the log never goes back in time.`)
  }
  const afternoon = instantAt(
    `${date.data}T13:00` as Parameters<typeof instantAt>[0],
    demoTimeZone,
  )!
  return afternoon < instantFrom(now) ? afternoon : instantFrom(now)
}

function say(number: number): string {
  return number.toLocaleString('en-GB')
}
