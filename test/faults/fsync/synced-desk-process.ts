/**
 * A desk whose writes are watched: `node synced-desk-process.ts FOLDER full|normal COMMANDS SEED`. After
 * each answer it syncs the file `answered`, which stands in the trace as the answer's moment.
 */
import { fsyncSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { Desk } from '../support/desk.ts'
import { chooseIntent } from '../support/desk-work.ts'
import { Random } from '../support/random.ts'

const [folder = '', mode = 'full', commands = '100', seed = '1'] = process.argv.slice(2)
const random = new Random(Number(seed))
const desk = Desk.open(join(folder, 'studio.db'))
desk.signIn()
// A checkpoint at every write, so that one falls into each kind of write there is; in the weaker mode
// none, because a checkpoint syncs even there.
desk.app.database.exec(`PRAGMA wal_autocheckpoint = ${mode === 'normal' ? 0 : 1}`)
if (mode === 'normal') desk.app.database.exec('PRAGMA synchronous = NORMAL')

const answered = openSync(join(folder, 'answered'), 'a')
let left = Number(commands)
while (left > 0) {
  const intent = chooseIntent(desk, random)
  const answer = desk.command(intent.name, intent.input as never)
  if (desk.incidents.length > 0) throw desk.incidents[0]
  if (!answer.ok) continue
  writeSync(answered, '.')
  fsyncSync(answered)
  left -= 1
  // Handlers write marks that need not be synced; the next command must be again.
  if (mode === 'full') desk.app.delivery.drainDatabase()
}
desk.close()
