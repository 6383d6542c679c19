import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { startChild } from '../support/child.ts'
import { inspectStudio } from '../support/check-studio.ts'
import type { FaultPart } from '../support/part.ts'
import { Random } from '../support/random.ts'
import { inScratchFolder } from '../support/scratch-folder.ts'
import { settleStudio } from './settle-studio.ts'
import { killPaths, type Acknowledged } from './kill-files.ts'

const deskProcess = join(import.meta.dirname, 'desk-process.ts')
/** A studio is thrown away after so many kills, so that looking through it stays quick. */
const killsPerStudio = 20
const longestLifeMs = 900

/** A desk that works at full speed is killed at random moments, again and again. */
export const killsPart: FaultPart = {
  name: 'kills',
  promise: 'a confirmed command is never lost, whenever the process dies',
  async run({ kills, randomSeed }, tell) {
    const random = new Random(randomSeed)
    const totals = { kills: 0, acknowledged: 0, unanswered: 0, events: 0, appointments: 0 }
    const kinds = new Set<string>()
    const problems: string[] = []
    while (totals.kills < kills && problems.length === 0) {
      await inScratchFolder(async (folder) => {
        const rounds = Math.min(killsPerStudio, kills - totals.kills)
        for (let round = 0; round < rounds && problems.length === 0; round += 1) {
          const seed = random.below(2 ** 31)
          // Now and then in the middle of opening, or of setting the studio up.
          const opening = random.chance(0.15)
          await killOnce(folder, seed, opening, random.next())
          totals.kills += 1
          const found = inspect(folder)
          problems.push(...found.problems.map((problem) => `kill ${totals.kills}: ${problem}`))
          totals.unanswered += found.unanswered
          for (const kind of found.kinds) kinds.add(kind)
          // The file of answers grows over the studio's whole life.
          if (round === rounds - 1) totals.acknowledged += found.acknowledged
        }
        if (problems.length > 0) return
        const settled = settleStudio(killPaths(folder).studio)
        problems.push(...settled.problems)
        const whole = inspectStudio(killPaths(folder).studio)
        problems.push(...whole.problems)
        totals.events += whole.events
        totals.appointments += whole.appointments
        tell(
          `${totals.kills} of ${kills} kills, ${totals.acknowledged} commands acknowledged, ${totals.events} events`,
        )
      })
    }
    return {
      summary: `${totals.kills} kills, ${totals.acknowledged} acknowledged commands of ${kinds.size} kinds (${totals.appointments} bookings, ${totals.events} events), ${totals.unanswered} committed while unanswered and answered later, 0 lost, 0 double-booked, 0 gaps`,
      problems,
    }
  },
}

async function killOnce(folder: string, seed: number, opening: boolean, share: number) {
  const child = startChild(deskProcess, [folder, String(seed)])
  if (opening) await wait(share * 1_500)
  else {
    await child.line('working')
    await wait(share * longestLifeMs)
  }
  child.kill()
  const { signal, errors } = await child.ended
  if (signal !== 'SIGKILL') throw new Error(`The desk ended by itself: ${errors}`)
}

/** What was promised against what is there. */
function inspect(folder: string) {
  const paths = killPaths(folder)
  const { problems: found } = inspectStudio(paths.studio)
  const problems = [...found]
  if (problems.length > 0 || !existsSync(paths.acknowledged)) {
    return { problems, acknowledged: 0, unanswered: 0, kinds: [] }
  }
  const answers = readFileSync(paths.acknowledged, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Acknowledged)
  const promised = new Map(answers.map((answer) => [answer.commandId, answer]))
  const connection = new Sqlite(paths.studio, { readonly: true })
  // All but the set-up, which the desk does before it writes anything down.
  const remembered = connection
    .prepare(`SELECT command_id AS id, result FROM command_results WHERE name <> 'studio.setUp'`)
    .all() as { id: string; result: string }[]
  const inLog = new Set(
    connection.prepare(`SELECT DISTINCT metadata ->> '$.commandId' FROM event_log`).pluck().all(),
  )
  connection.close()
  const kept = new Map(remembered.map(({ id, result }) => [id, result]))
  for (const { commandId, name, result } of promised.values()) {
    if (!result.ok) {
      if (kept.has(commandId) || inLog.has(commandId)) {
        problems.push(`${name} ${commandId} was refused, and is there`)
      }
    } else if (kept.get(commandId) !== JSON.stringify(result.value) || !inLog.has(commandId)) {
      problems.push(`${name} ${commandId} was acknowledged and is LOST`)
    }
  }
  const unanswered = remembered.filter(({ id }) => !promised.has(id)).length
  if (unanswered > 1) problems.push(`${unanswered} commands took effect that nobody was told of`)
  const acknowledged = answers.filter(({ result }) => result.ok)
  const kinds = acknowledged.map(({ name }) => name)
  return { problems, acknowledged: acknowledged.length, unanswered, kinds }
}

function wait(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}
