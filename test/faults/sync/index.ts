import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import Sqlite from 'better-sqlite3'
import { createEndpoint } from '../../../cloud/create-endpoint.ts'
import { openSqliteServer } from '../../../cloud/storage/sqlite-server.ts'
import { newId } from '../../../shared/ids.ts'
import { valueOf } from '../../support/read-result.ts'
import { chooseIntent } from '../support/desk-work.ts'
import { Desk } from '../support/desk.ts'
import type { FaultPart } from '../support/part.ts'
import { Random } from '../support/random.ts'
import { inScratchFolder } from '../support/scratch-folder.ts'
import { FaultyLine } from './faulty-line.ts'
import { compareLogs } from './compare-logs.ts'
import { connectDesk } from './connect-desk.ts'
import { killEitherSide } from './kill-either-side.ts'

/** A studio and its endpoint are thrown away after so many runs, so that comparing stays quick. */
const runsPerStudio = 100
/** Of so many runs, one is a life in which either side is killed. */
const runsPerKill = 50
/** A queue that is not empty so long after the line is whole again has got stuck, on a busy machine too. */
const stuckAfterMs = 120_000

/** A laptop that books over a line that breaks requests and answers in every way, and is whole again. */
export const syncPart: FaultPart = {
  name: 'sync',
  promise: 'every event arrives at the endpoint exactly once and in order, whatever the line does',
  async run({ syncRuns, randomSeed }, tell) {
    const random = new Random(randomSeed)
    const problems: string[] = []
    const faults = new Map<string, number>()
    let runs = 0
    let events = 0
    let kills = 0
    for (let left = syncRuns; left > 0 && problems.length === 0; left -= runsPerStudio) {
      const rounds = Math.min(runsPerStudio, left)
      await inScratchFolder(async (folder) => {
        const found = await workOverTheLine(folder, random, rounds, faults)
        runs += found.runs
        events += found.events
        problems.push(...found.problems)
      })
      tell(
        `${runs} of ${syncRuns} runs, ${events} events, ${[...faults.values()].reduce(sum, 0)} faults`,
      )
    }
    const lives = Math.ceil(syncRuns / runsPerKill)
    for (let life = 0; life < lives && problems.length === 0; life += 1) {
      await inScratchFolder(async (folder) => {
        const found = await killEitherSide(folder, random)
        kills += found.kills
        events += found.events
        problems.push(...found.problems)
      })
      tell(`${life + 1} of ${lives} lives, ${kills} kills`)
    }
    const said = [...faults].map(([fault, times]) => `${fault} ${times}`).join(', ')
    return {
      summary: `${runs} runs (${said}), ${kills} kills of either side, ${events} events, each there once and in order`,
      problems,
    }
  },
}

async function workOverTheLine(
  folder: string,
  random: Random,
  rounds: number,
  faults: Map<string, number>,
): Promise<{ runs: number; events: number; problems: string[] }> {
  const server = await openSqliteServer(join(folder, 'cloud.db'))
  const limits = { perAddress: 1e9, perDevice: 1e9, maxEvents: 40 }
  const endpoint = await createEndpoint({ server, limits })
  const url = await endpoint.listen({ host: '127.0.0.1', port: 0 })
  const line = await FaultyLine.open(random, () => url)
  const desk = Desk.open(join(folder, 'studio.db'))
  const problems: string[] = []
  let runs = 0
  try {
    desk.signIn()
    await connectDesk(desk, server, line.url)
    desk.app.sync.relay.start()
    while (runs < rounds && problems.length === 0) {
      runs += 1
      line.share = 0.5 + random.next() * 0.45
      const commands = 2 + random.below(14)
      for (let done = 0; done < commands; done += 1) {
        desk.send({ ...chooseIntent(desk, random), commandId: newId() })
        // The line breaks things in the middle of what the desk does, and between.
        if (random.chance(0.5)) await sleep(random.below(25))
      }
      line.share = 0
      if (!(await isThere(desk))) problems.push(`run ${runs}: the queue is stuck: ${stateOf(desk)}`)
      problems.push(...(await compareLogs(join(folder, 'studio.db'), server)))
      problems.push(...[...desk.incidents, ...desk.lateErrors].map(String))
    }
  } finally {
    for (const [fault, times] of line.done) faults.set(fault, (faults.get(fault) ?? 0) + times)
    desk.close()
    await line.close()
    await endpoint.close()
    await server.close()
  }
  return { runs, events: countEvents(join(folder, 'studio.db')), problems }
}

/** Waits until nothing waits; false when that takes too long. */
async function isThere(desk: Desk): Promise<boolean> {
  const until = performance.now() + stuckAfterMs
  while ((valueOf(desk.query('sync.status', {})).link?.waiting ?? 1) > 0) {
    if (performance.now() > until) return false
    await sleep(3)
  }
  return true
}

function stateOf(desk: Desk): string {
  return JSON.stringify(valueOf(desk.query('sync.status', {})).link)
}

function countEvents(file: string): number {
  const connection = new Sqlite(file, { readonly: true })
  const seq = connection.prepare('SELECT seq FROM event_log_head').pluck().get() as number
  connection.close()
  return seq
}

function sum(a: number, b: number): number {
  return a + b
}
