import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import Sqlite from 'better-sqlite3'
import { onItsOwn } from '../../../main/db/unit-of-work.ts'
import type { BrokerMachine } from '../../support/brokers/broker-machine.ts'
import { startChild } from '../support/child.ts'
import { inspectStudio } from '../support/check-studio.ts'
import { Desk } from '../support/desk.ts'
import type { FaultPart } from '../support/part.ts'
import { Random } from '../support/random.ts'
import { inScratchFolder } from '../support/scratch-folder.ts'
import { brokersToStandBehind, type Behind } from './behind.ts'
import { carriedHandlers, carriedSubjects } from './carried-handlers.ts'

const deskProcess = join(import.meta.dirname, 'carried-desk-process.ts')
/** A studio is thrown away after so many runs, so that looking at it stays quick. */
const runsPerStudio = 10

/** Bursts of work behind each broker: failing handlers, switches, and kills of either side. */
export const brokersPart: FaultPart = {
  name: 'brokers',
  promise:
    'behind a broker, too, every event takes effect exactly once or is a dead letter, in order',
  async run({ brokerRuns, randomSeed }, tell) {
    const summaries: string[] = []
    const problems: string[] = []
    for (const behind of await brokersToStandBehind()) {
      if (problems.length > 0) break
      const random = new Random(randomSeed)
      const runs = Math.ceil(brokerRuns * behind.share)
      const totals = { runs: 0, events: 0, outages: 0 }
      const machine = await behind.start()
      try {
        while (totals.runs < runs && problems.length === 0) {
          const some = Math.min(runsPerStudio, runs - totals.runs)
          const url = `${machine.url}?namespace=faults-${randomSeed}-${totals.runs}`
          const {
            outages,
            events,
            problems: found,
          } = await play(behind, machine, url, some, random)
          totals.runs += some
          totals.outages += outages
          totals.events += events
          problems.push(...found.map((problem) => `${behind.name}: ${problem}`))
          tell(`${behind.name}: ${totals.runs} of ${runs} runs, ${totals.outages} outages`)
        }
      } finally {
        await machine.stop()
      }
      summaries.push(
        `behind ${behind.name} ${totals.runs} bursts that ended in a kill, ${totals.outages} outages, ${totals.events} events`,
      )
    }
    return {
      summary: `${summaries.join('; ')}; × ${carriedHandlers.length} handlers: each exactly once or a dead letter, in order`,
      problems: problems.map((problem) => `seed ${randomSeed}: ${problem}`),
    }
  },
}

/** So many bursts in one studio, which then settles. */
async function play(
  behind: Behind,
  machine: BrokerMachine,
  url: string,
  runs: number,
  random: Random,
): Promise<{ outages: number; events: number; problems: string[] }> {
  let outages = 0
  const problems: string[] = []
  return inScratchFolder(async (folder) => {
    const file = join(folder, 'studio.db')
    makeStudio(file)
    for (let run = 0; run < runs; run += 1) {
      const desk = work(folder, url, random.below(1_000_000), behind.burst)
      // Where few bursts are tried, each has its outage.
      if (behind.burst === 'long' || random.chance(0.5)) {
        outages += 1
        await pause(random.below(3_000))
        await behind.outage(machine, random)
      }
      const { signal, errors } = await desk.ended
      if (signal !== 'SIGKILL') problems.push(`A burst ended by itself: ${errors}`)
    }
    const { code, errors } = await work(folder, url, 1, 'settle').ended
    if (code !== 0) problems.push(`It does not settle: ${code} ${errors}`)
    const { events, problems: found } = inspectStudio(file)
    problems.push(...found, ...checkEffects(file))
    return { outages, events, problems }
  })
}

/** A studio that knows the people its events are about. */
function makeStudio(file: string): void {
  const desk = Desk.open(file)
  desk.app.work.run(onItsOwn(), ({ database, now }) => {
    const insert = database.prepare(
      'INSERT INTO clients (id, name, last_seen_at, created_at) VALUES (?, ?, ?, ?)',
    )
    for (const [index, id] of carriedSubjects.entries()) insert.run(id, `Client ${index}`, now, now)
  })
  desk.close()
}

function work(folder: string, url: string, seed: number, mode: 'burst' | 'long' | 'settle') {
  return startChild(deskProcess, [folder, url, String(seed), mode])
}

/** Each event once with each handler, in order per subject; missing only what is dead or behind it. */
function checkEffects(file: string): string[] {
  const connection = new Sqlite(file, { readonly: true })
  try {
    const events = connection
      .prepare(`SELECT seq, subject_id AS subject FROM event_log WHERE event_type LIKE 'client.%'`)
      .all() as { seq: number; subject: string }[]
    return carriedHandlers.flatMap((name) => {
      const handled = connection
        .prepare('SELECT seq FROM effects WHERE handler = ? ORDER BY rowid')
        .pluck()
        .all(name) as number[]
      const owed = new Set(
        connection
          .prepare(
            `SELECT d.seq FROM event_delivery d JOIN event_subscriptions s
             ON s.id = d.subscription_id WHERE s.service_name = ? AND d.state IN ('dead', 'parked')`,
          )
          .pluck()
          .all(name) as number[],
      )
      const subjects = new Set(events.map(({ subject }) => subject))
      return [...subjects].flatMap((subject) => {
        const all = new Set(events.flatMap((one) => (one.subject === subject ? [one.seq] : [])))
        const should = [...all].filter((seq) => !owed.has(seq)).join(' ')
        const is = handled.filter((seq) => all.has(seq)).join(' ')
        return should === is ? [] : [`${name}, ${subject}: ${is} instead of ${should}`]
      })
    })
  } finally {
    connection.close()
  }
}
