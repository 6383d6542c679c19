import type Sqlite from 'better-sqlite3'
import { dayBounds, type LocalDate } from '../../../shared/time.ts'
import { Random } from '../../../main/features/demo/random.ts'
import { percentile, summarize, type Measured } from '../bench-row.ts'
import { BenchDesk, peopleOf } from '../bench-desk.ts'
import { openBenchApp } from '../bench-studio.ts'
import { openPlainly } from '../plain-desk.ts'
import { count, takeTurns, timed, type BenchContext } from '../section.ts'

const perRound = 200
const pageSize = 50

/** What the desk asks all day, at the size of the big log: through the router, and as one query by hand. */
export function reading({ options, big, say }: BenchContext): Measured[] {
  const app = openBenchApp(big.ours)
  const plain = openPlainly(big.plain)
  const desk = new BenchDesk(app, peopleOf(big.ours))
  const random = new Random(options.randomSeed, 'reading')
  const rows = (table: string) =>
    Number(plain.prepare(`SELECT count(*) FROM ${table}`).pluck().get())

  const dates = plain
    .prepare(
      'SELECT DISTINCT substr(local_start, 1, 10) FROM appointments WHERE start_time > ? LIMIT 400',
    )
    .pluck()
    .all('2021-03-05') as LocalDate[]
  let date = dates[0]!
  const { clientIds } = peopleOf(big.ours)
  let clientId = clientIds[0]!
  const sessions = count(rows('appointments'))
  const events = rows('event_log')
  let beforeSeq = events
  const byHand = queriesByHand(plain)
  const questions = [
    {
      name: `day of the book p99 at ${sessions} appointments`,
      bound: 10,
      next: () => void (date = random.pick(dates)),
      ours: () => desk.ask('appointments.day', { date }),
      plain: () => byHand.day(date),
    },
    {
      name: `profile of a client p99 at ${sessions} appointments`,
      bound: 10,
      next: () => void (clientId = random.pick(clientIds)),
      ours: () => profile.forEach(([name, input]) => desk.ask(name, { clientId, ...input })),
      plain: () => byHand.sessionsOf(clientId),
    },
    {
      name: `day’s end p99 at ${sessions} appointments`,
      bound: 30,
      next: () => void (date = random.pick(dates)),
      ours: () => desk.ask('day.closing', { date }),
      plain: () => byHand.statuses(date),
    },
    {
      name: `activity page p99 at ${count(events)} events`,
      next: () => void (beforeSeq = random.between(1, events)),
      ours: () => desk.ask('activity.list', { beforeSeq, limit: pageSize }),
      plain: () => byHand.page(beforeSeq),
    },
  ]

  const measured: Measured[] = []
  for (const { name, bound, next, ours, plain: hand } of questions) {
    const values: number[] = []
    const baseline: number[] = []
    for (let round = 0; round <= options.rounds; round += 1) {
      const taken = { ours: [] as number[], plain: [] as number[] }
      for (let turn = 0; turn < perRound; turn += 1) {
        next()
        takeTurns(
          [() => void taken.ours.push(timed(ours)), () => void taken.plain.push(timed(hand))],
          1,
        )
      }
      if (round === 0) continue
      values.push(percentile(taken.ours, 0.99))
      baseline.push(percentile(taken.plain, 0.99))
    }
    say(name)
    const against = { name: 'one query by hand', values: baseline }
    const targets = bound === undefined ? [] : [{ of: 'value', at: 'most', bound } as const]
    measured.push(summarize({ name, unit: 'ms' }, values, against, ...targets))
  }
  app.close()
  plain.close()
  return measured
}

/** All that the profile's screen asks for at once. */
const profile = [
  ['clients.get', {}],
  ['clients.sessions', { when: 'upcoming' }],
  ['clients.sessions', { when: 'past' }],
  ['packages.ofClient', {}],
  ['payments.account', {}],
  ['fees.list', {}],
] as const

function queriesByHand(database: Sqlite.Database) {
  const day = database.prepare(
    `SELECT a.*, c.name, s.name, s.hue FROM appointments a JOIN clients c ON c.id = a.client_id
     JOIN services s ON s.id = a.service_id
     WHERE a.start_time >= ? AND a.start_time < ? AND a.status <> 'cancelled' ORDER BY a.start_time`,
  )
  const sessionsOf = database.prepare(
    `SELECT a.*, s.name, t.name FROM appointments a JOIN services s ON s.id = a.service_id
     JOIN trainers t ON t.id = a.trainer_id WHERE a.client_id = ? ORDER BY a.start_time DESC`,
  )
  const statuses = database.prepare(
    `SELECT status, count(*) FROM appointments WHERE start_time >= ? AND start_time < ?
     GROUP BY status`,
  )
  const page = database.prepare('SELECT * FROM event_log WHERE seq < ? ORDER BY seq DESC LIMIT ?')
  return {
    day: (date: LocalDate) => {
      const { start, end } = dayBounds(date, 'Europe/Berlin')
      day.all(start, end)
    },
    sessionsOf: (clientId: string) => void sessionsOf.all(clientId),
    statuses: (date: LocalDate) => {
      const { start, end } = dayBounds(date, 'Europe/Berlin')
      statuses.all(start, end)
    },
    page: (beforeSeq: number) => {
      const rows = page.all(beforeSeq, pageSize) as { event_data: string; metadata: string }[]
      for (const { event_data, metadata } of rows) {
        JSON.parse(event_data)
        JSON.parse(metadata)
      }
    },
  }
}
