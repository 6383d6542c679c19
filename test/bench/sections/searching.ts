import { join } from 'node:path'
import { copyFileSync } from 'node:fs'
import type Sqlite from 'better-sqlite3'
import { foldText } from '../../../shared/fold-text.ts'
import { Random } from '../../../main/features/demo/random.ts'
import { BenchDesk, peopleOf } from '../bench-desk.ts'
import { percentile, summarize, type Measured } from '../bench-row.ts'
import { benchStudio, mostClients, openBenchApp } from '../bench-studio.ts'
import { openPlainly } from '../plain-desk.ts'
import { count, takeTurns, timed, type BenchContext } from '../section.ts'

const perRound = 300
/** Each text is asked for so often, and the quickest counts: its cost, not what else the machine does. */
const tries = 3
const within = { of: 'value', at: 'most', bound: 5 } as const

/** Somebody in the list whom somebody looks for. */
interface Sought {
  readonly name: string
  readonly phone: string | null
  readonly email: string | null
}

/**
 * The client search among 100,000 clients, whatever the size of the log: what people type, kind by
 * kind, and all of it mixed: the p99 is over the texts. The words that stand in nearly every row are a kind of their own.
 */
export function searching({ options, folder, say }: BenchContext): Measured[] {
  const clients = options.quick ? 5_000 : mostClients
  const file = join(folder, 'searching.db')
  copyFileSync(benchStudio(0, say, clients), file)
  const app = openBenchApp(file)
  const plain = openPlainly(file)
  const desk = new BenchDesk(app, peopleOf(file))
  const random = new Random(options.randomSeed, 'searching')
  const people = plain
    .prepare('SELECT name, phone, email FROM clients WHERE search_row % 97 = 0')
    .all() as Sought[]
  const byHand = searchByHand(plain)
  const measured = Object.entries(kinds).map(([kind, textFor]) => {
    const values: number[] = []
    const baseline: number[] = []
    for (let round = 0; round <= options.rounds; round += 1) {
      const taken = { ours: [] as number[], plain: [] as number[] }
      for (let turn = 0; turn < perRound; turn += 1) {
        const text = textFor(random.pick(people), random)
        const ours = () => desk.ask('clients.search', { text, limit: 12 })
        const quickest = { ours: Infinity, plain: Infinity }
        takeTurns(
          [
            () => void (quickest.ours = Math.min(quickest.ours, timed(ours))),
            () =>
              void (quickest.plain = Math.min(
                quickest.plain,
                timed(() => byHand(text)),
              )),
          ],
          tries,
        )
        taken.ours.push(quickest.ours)
        taken.plain.push(quickest.plain)
      }
      if (round === 0) continue
      values.push(percentile(taken.ours, 0.99))
      baseline.push(percentile(taken.plain, 0.99))
    }
    say(kind)
    const name = `client search p99 at ${count(clients)} clients: ${kind}`
    const against = { name: 'one query by hand', values: baseline }
    return summarize({ name, unit: 'ms' }, values, against, within)
  })
  app.close()
  plain.close()
  return measured
}

type TextFor = (person: Sought, random: Random) => string

const part = (text: string, random: Random, least: number): string => {
  const from = random.between(0, Math.max(0, text.length - least))
  return text.slice(from, from + random.between(least, least + 3))
}

const nameParts: TextFor = ({ name }, random) => {
  const [given = '', family = ''] = name.split(' ')
  return random.pick([
    name.slice(0, random.between(1, 6)),
    family,
    `${given} ${family.slice(0, 2)}`,
    part(name, random, 3),
    // Without its accents, as most people type it.
    name.normalize('NFD').replaceAll(/[\u0300-\u036f]/g, ''),
  ])
}

const phoneParts: TextFor = ({ phone, name }, random) => {
  if (phone === null) return name
  const digits = phone.replaceAll(/\D/g, '')
  return random.pick([
    phone,
    digits.slice(-4),
    digits.slice(-7),
    phone.slice(0, random.between(2, 9)),
    `0${digits.slice(2)}`,
  ])
}

const emailParts: TextFor = ({ email, name }, random) => {
  if (email === null) return name
  const [local = ''] = email.split('@')
  return random.pick([email, local, `${local.slice(-4)}@`, part(local, random, 4)])
}

// Every address ends in these, and most numbers begin so.
const commonWords = ['example', 'example.org', '@example', '.org', 'org', 'ex', 'exa', '+49', '49']

const common: TextFor = ({ name }, random) => {
  const word = random.pick(commonWords)
  return random.pick([word, `${name.split(' ')[0]} ${word}`, `${word} ${name.slice(0, 1)}`])
}

/** Umlauts spelled out, words that run together, and two letters from anywhere. */
const otherSpellings: TextFor = ({ name }, random) =>
  random.pick([
    foldText(name, true),
    name.replaceAll(' ', ''),
    name.replace(' ', '-'),
    name.split(' ').toReversed().join(' '),
    ...name.split(' ').map((word) => part(word, random, 2).slice(0, 2)),
  ])

const mixed: TextFor = (person, random) => {
  const chance = random.between(1, 100)
  if (chance <= 60) return nameParts(person, random)
  if (chance <= 80) return phoneParts(person, random)
  return (chance <= 95 ? emailParts : common)(person, random)
}

const kinds: Readonly<Record<string, TextFor>> = {
  'what people type': mixed,
  'parts of names': nameParts,
  'parts of phones': phoneParts,
  'parts of e-mails': emailParts,
  'words of nearly everybody': common,
  'names spelled another way': otherSpellings,
}

function searchByHand(database: Sqlite.Database): (text: string) => void {
  const search = database.prepare(
    `SELECT c.id, c.name, c.phone, c.email FROM client_search s
     JOIN clients c ON c.search_row = s.rowid WHERE client_search MATCH ? LIMIT 12`,
  )
  return (text) => {
    const words = text.split(' ').filter(Boolean)
    search.all(words.map((word) => `"${word.replaceAll('"', '""')}"`).join(' AND '))
  }
}
