import { setTimeout as sleep } from 'node:timers/promises'
import { createPairingCode } from '../../../cloud/access/pair-device.ts'
import type { SqlServer } from '../../../cloud/storage/sql-server.ts'
import { instantFrom } from '../../../shared/time.ts'
import { valueOf } from '../../support/read-result.ts'
import type { Desk } from '../support/desk.ts'

/** Seals the tokens of a desk that has no key store. */
export const passphrase = 'a long passphrase'

/** Connects a desk to an endpoint. */
export async function connectDesk(desk: Desk, server: SqlServer, url: string): Promise<void> {
  const code = await createPairingCode(server, 'studio', instantFrom(Date.now()))
  if (!code) throw new Error('The tenant is closed.')
  valueOf(desk.command('sync.pair', { endpointUrl: url, code: code.code, passphrase }))
  const status = () => valueOf(desk.query('sync.status', {}))
  while (status().pairing?.state === 'running') await sleep(2)
  if (!status().link) throw new Error(`The desk is not connected: ${JSON.stringify(status())}`)
}
