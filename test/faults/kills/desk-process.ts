/**
 * A desk that works as fast as it can until it is killed: `node desk-process.ts FOLDER SEED`.
 * What it is about to do and what it was answered stand in two files, so that whoever killed it
 * knows what was promised. On its next start it sends the command again that got no answer, as a
 * window would.
 */
import { existsSync, openSync, readFileSync, writeSync } from 'node:fs'
import { newId } from '../../../shared/ids.ts'
import { chooseIntent } from '../support/desk-work.ts'
import { Desk } from '../support/desk.ts'
import type { Intent } from '../support/intent.ts'
import { Random } from '../support/random.ts'
import { killPaths, type Acknowledged, type Sent } from './kill-files.ts'

const [folder = '', seed = '1'] = process.argv.slice(2)
const paths = killPaths(folder)
const random = new Random(Number(seed))

const desk = Desk.open(paths.studio)
desk.signIn()
desk.app.delivery.start()

const sentFile = openSync(paths.sent, 'a')
const answerFile = openSync(paths.acknowledged, 'a')

const unanswered = lastUnanswered()
if (unanswered) send(unanswered)
process.stdout.write('working\n')
while (true) {
  const intent: Intent = chooseIntent(desk, random)
  const sent: Sent = { ...intent, commandId: newId() }
  writeSync(sentFile, `${JSON.stringify(sent)}\n`)
  send(sent)
  if (desk.lateErrors.length > 0) throw desk.lateErrors[0]
  // The deliveries get their turn between two commands, as they do in the application.
  if (random.chance(0.3)) await new Promise((resolve) => setImmediate(resolve))
}

function send(sent: Sent): void {
  const result = desk.send(sent)
  if (desk.incidents.length > 0) throw desk.incidents[0]
  const answer: Acknowledged = { commandId: sent.commandId, name: sent.name, result }
  writeSync(answerFile, `${JSON.stringify(answer)}\n`)
}

function lastUnanswered(): Sent | null {
  if (!existsSync(paths.sent)) return null
  const read = <T>(file: string): T[] =>
    readFileSync(file, 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as T)
  const last = read<Sent>(paths.sent).at(-1)
  const answered = read<Acknowledged>(paths.acknowledged).at(-1)
  return last && last.commandId !== answered?.commandId ? last : null
}
