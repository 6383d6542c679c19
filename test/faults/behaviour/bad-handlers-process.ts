/**
 * A desk with handlers that behave badly: `node bad-handlers-process.ts FOLDER`. One of them kills it;
 * then it is started again. Ends with a line of JSON about what it saw.
 */
import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { newId } from '../../../shared/ids.ts'
import type { FitFlowEvent } from '../../../shared/events/event.ts'
import type { Tx } from '../../../main/db/unit-of-work.ts'
import { Desk } from '../support/desk.ts'
import { writeOldEvents } from '../../support/write-old-events.ts'

const [folder = ''] = process.argv.slice(2)
/** Longer than a handler may hang, with room for a busy machine; far below the ten seconds. */
const longestWaitMs = 1_500
const commandCount = 12

let hours = 0
const file = join(folder, 'studio.db')
const isNew = !existsSync(file)
const desk = Desk.open(file, () => Date.now() + hours * 3_600_000)
const { bus, delivery, monitor, work } = desk.app
work.database.exec(
  'CREATE TABLE IF NOT EXISTS seen (handler TEXT NOT NULL, seq INTEGER NOT NULL) STRICT',
)

const see = (name: string) => (event: FitFlowEvent, tx: Tx) => {
  tx.database.prepare('INSERT INTO seen VALUES (?, ?)').run(name, event.seq)
}
const options = (name: string) => ({ name, maxAttempts: 2, backoffBaseMs: 1_000 }) as const
const hang = () => {
  const until = performance.now() + 10_000
  while (performance.now() < until);
}

for (const tier of ['inline', 'after_commit'] as const) {
  bus.on('appointment.created', see(`good ${tier}`), { ...options(`good ${tier}`), tier })
  bus.on(
    'appointment.created',
    () => {
      throw new Error('I cannot')
    },
    { ...options(`throws ${tier}`), tier },
  )
  bus.on('appointment.created', hang, { ...options(`hangs ${tier}`), tier })
}
bus.on('appointment.cancelled', () => void process.kill(process.pid, 'SIGKILL'), {
  ...options('kills'),
  tier: 'after_commit',
})
bus.on('appointment.cancelled', see('beside it'), { ...options('beside it'), tier: 'after_commit' })
bus.on('settings.changed', see('reads old events'), {
  ...options('reads old events'),
  tier: 'after_commit',
})

desk.signIn()
const slowest = join(folder, 'slowest')
if (isNew) {
  appendFileSync(slowest, `${book()}\n`)
  const good = { currency: 'EUR', studioId: newId(), timeZone: 'Europe/Berlin' }
  // The first is without its time zone.
  writeOldEvents(desk.app, '1.0', [{ currency: 'EUR', studioId: newId() }, good])
}
delivery.recover()
delivery.drainDatabase()
for (let attempt = 0; attempt < 6; attempt += 1) {
  hours += 1
  delivery.drainDatabase()
}
process.stdout.write(`${JSON.stringify(judge())}\n`)
desk.close()

/** Books and answers how long the slowest command took. One is cancelled, which will kill. */
function book(): number {
  const { trainers, services } = desk.people()
  let longest = 0
  for (let count = 0; count < commandCount; count += 1) {
    const day = new Date(Date.parse('2027-03-01') + 7 * count * 86_400_000)
    const startedAt = performance.now()
    const booked = desk.command('appointments.create', {
      trainerId: trainers[0]!,
      serviceId: services[0]!,
      start: `${day.toISOString().slice(0, 10)}T10:00`,
      client: { kind: 'new', client: { name: 'Cleo Client' } },
      shown: { priceMinor: 5_500 },
    })
    longest = Math.max(longest, performance.now() - startedAt)
    if (!booked.ok) throw new Error(`A booking was refused: ${booked.error.code}`)
    if (count > 0) continue
    const appointmentId = booked.value.appointmentId
    const input = { appointmentId, by: 'studio', reason: 'other', refund: false } as const
    const cancelled = desk.command('appointments.cancel', input, newId())
    if (!cancelled.ok) throw new Error(cancelled.error.code)
  }
  return Math.round(longest)
}

function judge() {
  const problems: string[] = []
  const seen = (name: string) =>
    desk.all<{ count: number }>('SELECT count(*) AS count FROM seen WHERE handler = ?', name)[0]!
      .count
  const expected = {
    'good inline': commandCount,
    'good after_commit': commandCount,
    'beside it': 1,
    // The one of the set-up was before it subscribed; of the two old ones only one can be read.
    'reads old events': 1,
  }
  for (const [name, count] of Object.entries(expected)) {
    if (seen(name) !== count) problems.push(`“${name}” saw ${seen(name)} of ${count} events`)
  }
  const slowestMs = Number(readFileSync(slowest, 'utf8'))
  if (slowestMs > longestWaitMs) problems.push(`a command waited ${slowestMs} ms`)

  const failed = monitor.getFailedEvents()
  const list = ['throws', 'hangs'].flatMap((what) => [`${what} inline`, `${what} after_commit`])
  for (const name of [...list, 'kills', 'reads old events']) {
    const rows = failed.filter(({ subscription }) => subscription === name)
    const count = list.includes(name) ? commandCount : 1
    const dead = rows.filter(({ deadLetter }) => deadLetter !== null)
    if (dead.length !== count)
      problems.push(`“${name}” shows ${dead.length} of ${count} dead letters`)
    if (rows.some(({ error }) => !error)) problems.push(`“${name}” shows no reason`)
  }
  const failures = [
    ...new Set(failed.map(({ subscription, error }) => `${subscription}: ${error}`)),
  ]
  const others = failed.filter(({ subscription }) => subscription.startsWith('good'))
  if (others.length > 0) problems.push('a good handler is on the list')
  return { problems, commands: commandCount + 1, slowestMs, failures }
}
