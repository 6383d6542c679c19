import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { inspectStudio } from '../support/check-studio.ts'
import { Desk } from '../support/desk.ts'
import { chooseIntent } from '../support/desk-work.ts'
import type { FaultOptions, FaultPart } from '../support/part.ts'
import { Random } from '../support/random.ts'
import { inScratchFolder } from '../support/scratch-folder.ts'

const dayMs = 86_400_000
/** Where the clock stands, in days from the beginning, one after the other. */
const jumps = [0, -365, 0.001, 400, -20, 399, -3_000, 1]
const commandsPerJump = 30

/** The clock is set back a year, forward, and back again, with the studio open and closed. */
export const clockPart: FaultPart = {
  name: 'clock',
  promise:
    'whatever the clock is set to, nothing but a receipt waits until the day is confirmed, and the log keeps its order',
  run: ({ randomSeed }: FaultOptions, tell) =>
    inScratchFolder((folder) => {
      const file = join(folder, 'studio.db')
      const random = new Random(randomSeed)
      const start = Date.parse('2026-03-02T07:00:00Z')
      let now = start
      const problems: string[] = []
      let done = 0
      let desk = Desk.open(file, () => now)
      for (const [index, days] of jumps.entries()) {
        now = start + days * dayMs
        if (index % 2 === 1) {
          desk.close()
          desk = Desk.open(file, () => now)
        }
        desk.signIn()
        let accepted = 0
        for (let count = 0; count < commandsPerJump; count += 1) {
          now += 1_000
          const { name, input } = chooseIntent(desk, random)
          if (desk.command(name, input as never).ok) accepted += 1
        }
        if (accepted === 0) problems.push(`nothing was accepted with the clock at day ${days}`)
        done += accepted
        desk.app.delivery.drainDatabase()
        problems.push(...desk.incidents.map(String))
        tell(`clock at day ${days}: ${accepted} of ${commandsPerJump} commands done`)
      }
      const owed = desk.all('SELECT 1 FROM event_delivery').length
      if (owed > 0) problems.push(`${owed} deliveries are still owed`)
      desk.close()
      const whole = inspectStudio(file)
      problems.push(...whole.problems, ...checkClocks(file))
      return {
        summary: `${jumps.length} clock settings from ten years back to a year ahead, ${done} commands, ${whole.events} events in order`,
        problems,
      }
    }),
}

/** What the clock said is kept beside the log's own time, which never goes back. */
function checkClocks(file: string): string[] {
  const connection = new Sqlite(file, { readonly: true })
  try {
    const { back, behind } = connection
      .prepare(
        `SELECT count(*) FILTER (WHERE at < before) AS back, count(*) FILTER (WHERE said < at) AS behind
         FROM (SELECT created_at AS at, metadata ->> '$.timestamp' AS said,
                 lag(created_at) OVER (ORDER BY seq) AS before FROM event_log)`,
      )
      .get() as { back: number; behind: number }
    const problems = []
    if (back > 0) problems.push(`${back} events are dated before the one before them`)
    if (behind === 0) problems.push('no event kept what the clock that was set back said')
    return problems
  } finally {
    connection.close()
  }
}
