/**
 * A connected laptop: `node laptop-process.ts STUDIO_FILE SEED work|settle`. It books until it is
 * killed, or books nothing and ends once everything is at the endpoint.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { newId } from '../../../shared/ids.ts'
import { valueOf } from '../../support/read-result.ts'
import { chooseIntent } from '../support/desk-work.ts'
import { Desk } from '../support/desk.ts'
import { Random } from '../support/random.ts'
import { passphrase } from './connect-desk.ts'

const [file = '', seed = '1', mode = 'work'] = process.argv.slice(2)
const random = new Random(Number(seed))
const desk = Desk.open(file)
desk.signIn()
valueOf(desk.command('sync.unlock', { passphrase }))
desk.app.sync.relay.start()
process.stdout.write('working\n')

if (mode === 'settle') {
  const until = performance.now() + 120_000
  while ((valueOf(desk.query('sync.status', {})).link?.waiting ?? 1) > 0) {
    if (performance.now() > until) {
      throw new Error(JSON.stringify(valueOf(desk.query('sync.status', {})).link))
    }
    await sleep(5)
  }
  desk.close()
} else {
  while (true) {
    desk.send({ ...chooseIntent(desk, random), commandId: newId() })
    if (desk.incidents.length > 0) throw desk.incidents[0]
    await sleep(random.below(8))
  }
}
