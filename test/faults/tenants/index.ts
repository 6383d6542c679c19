import { join } from 'node:path'
import { openPostgresServer } from '../../../cloud/storage/postgres-server.ts'
import { openSqliteServer } from '../../../cloud/storage/sqlite-server.ts'
import { brokerKinds, realKafkaOrMock } from '../../support/brokers/broker-kinds.ts'
import type { BrokerKind } from '../../support/brokers/broker-kinds.ts'
import { startPostgres } from '../../support/cloud/postgres-machine.ts'
import type { FaultPart } from '../support/part.ts'
import { inScratchFolder } from '../support/scratch-folder.ts'
import { raceBeside, type Raced, type Stage } from './race-beside.ts'
import { recordDay } from './record-day.ts'

/** So much longer than alone a studio may wait beside a hostile one; the rest is what a machine varies by. */
const mostTimes = 2
const slackMs = 1_500

/** A studio whose neighbour at the same endpoint does everything to be in its way. */
export const tenantsPart: FaultPart = {
  name: 'tenants',
  promise: 'what a hostile studio sends costs the honest one beside it neither an event nor time',
  async run(_options, tell) {
    const kinds = [brokerKinds.redis, brokerKinds.rabbitmq, await realKafkaOrMock()]
    const log = await inScratchFolder(recordDay)
    const problems: string[] = []
    const said: string[] = []
    for (const kind of kinds) {
      for (const onStage of [onFile, onPostgres]) {
        await onStage(kind, async (stage) => {
          const raced = await raceBeside(stage, log)
          const where = `${kind.name}, ${stage.storage}`
          problems.push(...wrongOf(raced).map((problem) => `${where}: ${problem}`))
          const times = `${raced.aloneMs.toFixed(0)} ms alone, ${raced.besideMs.toFixed(0)} beside`
          said.push(`${where} ${times}`)
          tell(`${where}: ${times}; ${raced.hostileEvents} hostile events`)
        })
      }
    }
    return { summary: said.join('; '), problems }
  },
}

function wrongOf({ aloneMs, besideMs, problems }: Raced): readonly string[] {
  if (problems.length > 0) return problems
  if (besideMs <= mostTimes * aloneMs + slackMs) return []
  return [`the honest one waits ${besideMs.toFixed(0)} ms, and ${aloneMs.toFixed(0)} ms alone`]
}

type Act = (stage: Stage) => Promise<void>

async function onFile(kind: BrokerKind, act: Act): Promise<void> {
  await inScratchFolder(async (folder) => {
    const server = await openSqliteServer(join(folder, 'cloud.db'))
    const options = ['--data-dir', folder]
    try {
      await behind(kind, (brokerUrl) =>
        act({ server, storage: 'an SQLite file', options, brokerUrl }),
      )
    } finally {
      await server.close()
    }
  })
}

async function onPostgres(kind: BrokerKind, act: Act): Promise<void> {
  const machine = await startPostgres()
  const server = await openPostgresServer(machine.url)
  const options = ['--database', machine.url]
  try {
    await behind(kind, (brokerUrl) => act({ server, storage: 'PostgreSQL', options, brokerUrl }))
  } finally {
    await server.close()
    await machine.stop()
  }
}

async function behind(kind: BrokerKind, act: (url: string) => Promise<void>): Promise<void> {
  const machine = await kind.start()
  try {
    await act(machine.url)
  } finally {
    await machine.stop()
  }
}
