/**
 * A desk that goes on while its files are taken away: `node swapped-desk-process.ts STUDIO ANSWERS SEED`.
 * Each answer is written down with the moment at which its command was sent. Once it was told ten times
 * that its file is not there any more, it closes it as FitFlow does, and ends.
 */
import { openSync, writeSync } from 'node:fs'
import { newId } from '../../../shared/ids.ts'
import { chooseIntent } from '../support/desk-work.ts'
import { Desk } from '../support/desk.ts'
import { Random } from '../support/random.ts'

const [studio = '', answers = '', seed = '1'] = process.argv.slice(2)
const random = new Random(Number(seed))
const desk = Desk.open(studio)
desk.signIn()
desk.app.delivery.start()
const file = openSync(answers, 'a')
process.stdout.write('working\n')

let told = 0
let intent = chooseIntent(desk, random)
while (told < 10) {
  const sentAt = Date.now()
  const result = act()
  const isTold = !result.ok && result.error.code.startsWith('studio_file_')
  if (isTold) told += 1
  // The same again, as somebody would: what there is to choose from cannot be read any more.
  else intent = chooseNext()
  writeSync(
    file,
    `${JSON.stringify({ sentAt, ok: result.ok, code: result.ok ? null : result.error.code })}\n`,
  )
  if (random.chance(0.3)) await new Promise((resolve) => setImmediate(resolve))
}
desk.close()
process.stdout.write('closed\n')

/** What a window would have read before it sends cannot always be read: then without. */
function act(): ReturnType<typeof desk.send> {
  const { name, input } = intent
  try {
    return desk.command(name, input as never)
  } catch {
    return desk.send({ name, input, commandId: newId() })
  }
}

function chooseNext(): typeof intent {
  try {
    return chooseIntent(desk, random)
  } catch {
    return intent
  }
}
