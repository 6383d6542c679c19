/**
 * One of two desks on the same file, each in a process of its own: `fork('race-process.ts', [FILE])`.
 * It does what it is sent, at once, and answers the outcome: `ok` or the refusal's code.
 */
import { Desk } from '../support/desk.ts'

/** What a racing desk is told to do. */
export interface RaceCall {
  readonly name: Parameters<Desk['command']>[0]
  readonly input: unknown
}

/** What it answers. */
export interface RaceAnswer {
  readonly outcome: string
  readonly value?: unknown
}

const [file = ''] = process.argv.slice(2)
const desk = Desk.open(file)
desk.signIn()

process.on('message', ({ name, input }: RaceCall) => {
  const result = desk.command(name, input as never)
  if (desk.incidents.length > 0) throw desk.incidents[0]
  const answer: RaceAnswer = result.ok
    ? { outcome: 'ok', value: result.value }
    : { outcome: result.error.code }
  process.send?.(answer)
})
process.on('disconnect', () => desk.close())
process.send?.({ outcome: 'ready' } satisfies RaceAnswer)
