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

  const texts = searchTexts(plain, random)
  const search = { text: '' }
  const dates = plain
    .prepare(
      'SELECT DISTINCT substr(local_start, 1, 10) FROM appointments WHERE start_time > ? LIMIT 400',
    )
    .pluck()
    .all('2021-03-05') as LocalDate[]
  let date = dates[0]!
  const events = rows('event_log')
  let beforeSeq = events
  const byHand = queriesByHand(plain)
  const questions = [
    {
      name: `client search p99 at ${count(rows('clients'))} clients`,
      bound: 5,
      next: () => void (search.text = random.pick(texts)),
      ours: () => desk.ask('clients.search', { text: search.text, limit: 12 }),
      plain: () => byHand.search(search.text),
    },
    {
      name: `day of the book p99 at ${count(rows('appointments'))} appointments`,
      next: () => void (date = random.pick(dates)),
      ours: () => desk.ask('appointments.day', { date }),
      plain: () => byHand.day(date),
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

/** What somebody types to find a client: the beginning of a name, a family name, the end of a phone number. */
function searchTexts(database: Sqlite.Database, random: Random): string[] {
  const clients = database
    .prepare('SELECT name, phone FROM clients WHERE search_row % 97 = 0')
    .all() as { name: string; phone: string | null }[]
  return clients.flatMap(({ name, phone }) => {
    const [given = '', family = ''] = name.split(' ')
    const some = [name.slice(0, random.between(2, 6)), family, `${given} ${family.slice(0, 2)}`]
    return phone ? [...some, phone.slice(-4)] : some
  })
}

function queriesByHand(database: Sqlite.Database) {
  const search = database.prepare(
    `SELECT c.id, c.name, c.phone, c.email FROM client_search s
     JOIN clients c ON c.search_row = s.rowid WHERE client_search MATCH ? LIMIT 12`,
  )
  const day = database.prepare(
    `SELECT a.*, c.name, s.name, s.hue FROM appointments a JOIN clients c ON c.id = a.client_id
     JOIN services s ON s.id = a.service_id
     WHERE a.start_time >= ? AND a.start_time < ? AND a.status <> 'cancelled' ORDER BY a.start_time`,
  )
  const page = database.prepare('SELECT * FROM event_log WHERE seq < ? ORDER BY seq DESC LIMIT ?')
  return {
    search: (text: string) => {
      const words = text.split(' ').filter(Boolean)
      search.all(words.map((word) => `"${word.replaceAll('"', '""')}"`).join(' AND '))
    },
    day: (date: LocalDate) => {
      const { start, end } = dayBounds(date, 'Europe/Berlin')
      day.all(start, end)
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
