/**
 * One of two desks on the same file, each in a process of its own:
 * `fork('race-process.ts', [FILE, STARTING_LINE, LANE])`. It is sent many commands at once, crosses
 * the starting line with the other desk before each, and answers what became of them.
 */
import { newId } from '../../../shared/ids.ts'
import { Desk } from '../support/desk.ts'
import type { RaceCall } from './race.ts'
import { StartingLine } from './starting-line.ts'

/** What became of a command: `ok` or the refusal's code, and when it was worked on, in nanoseconds. */
export interface RaceAnswer {
  readonly outcome: string
  readonly began: bigint
  readonly ended: bigint
}

const [file = '', line = '', lane = ''] = process.argv.slice(2)
const desk = Desk.open(file)
desk.signIn()
const startingLine = new StartingLine(line, Number(lane))
let crossings = 0

process.on('message', (calls: readonly RaceCall[]) => {
  process.send?.(
    calls.map((call): RaceAnswer => {
      const message = { ...call, commandId: newId() }
      crossings += 1
      startingLine.cross(crossings)
      const began = process.hrtime.bigint()
      const result = desk.send(message)
      const ended = process.hrtime.bigint()
      if (desk.incidents.length > 0) throw desk.incidents[0]
      return { outcome: result.ok ? 'ok' : result.error.code, began, ended }
    }),
  )
})
process.on('disconnect', () => {
  startingLine.close()
  desk.close()
})
process.send?.([])
