import { join } from 'node:path'
import { createAdminToken } from '../../../cloud/access/authenticate.ts'
import { createEndpoint } from '../../../cloud/create-endpoint.ts'
import { openPostgresServer } from '../../../cloud/storage/postgres-server.ts'
import type { SqlServer } from '../../../cloud/storage/sql-server.ts'
import { openSqliteServer } from '../../../cloud/storage/sqlite-server.ts'
import { newId } from '../../../shared/ids.ts'
import { tokensSchema } from '../../../shared/sync-protocol.ts'
import { instantFrom } from '../../../shared/time.ts'
import { CloudClient } from '../../support/cloud/cloud-client.ts'
import { fuzzApi } from '../../support/cloud/fuzz-api.ts'
import { startPostgres } from '../../support/cloud/postgres-machine.ts'
import type { FaultPart } from '../support/part.ts'
import { Random } from '../support/random.ts'
import { inScratchFolder } from '../support/scratch-folder.ts'

/** Everybody asks the endpoint everything, as it describes itself and otherwise. */
export const apiPart: FaultPart = {
  name: 'api',
  promise: 'the endpoint answers everything as it describes, and never with its own fault',
  async run({ requests, randomSeed }) {
    const half = Math.ceil(requests / 2)
    const onFile = await inScratchFolder(async (folder) =>
      askAll(await openSqliteServer(join(folder, 'cloud.db')), half, randomSeed),
    )
    const machine = await startPostgres()
    try {
      const onPostgres = await askAll(await openPostgresServer(machine.url), half, randomSeed + 1)
      const problems = [...onFile, ...onPostgres]
      return { summary: `${2 * half} requests on an SQLite file and PostgreSQL`, problems }
    } finally {
      await machine.stop()
    }
  },
}

async function askAll(server: SqlServer, requests: number, seed: number): Promise<string[]> {
  const limits = { perAddress: 1e9, perDevice: 1e9, pairingsPerAddress: 1e9, pairingsInAll: 1e9 }
  const endpoint = await createEndpoint({ server, limits })
  try {
    const url = await endpoint.listen({ host: '127.0.0.1', port: 0 })
    const adminToken = await createAdminToken(server, instantFrom(Date.now()))
    const cloud = new CloudClient(url, adminToken)
    const deviceId = newId()
    const paired = await cloud.pair(await cloud.pairingCode('known'), newId(), deviceId)
    const { tenant, token } = tokensSchema.parse(paired.body)
    const laptop = { tenant, token, deviceId, epoch: 'e'.repeat(32) }
    return await fuzzApi(cloud, laptop, new Random(seed), requests)
  } finally {
    await endpoint.close()
    await server.close()
  }
}
