import { createClient } from '@redis/client'
import { capabilities } from '../../../brokers/capabilities.ts'
import type { Broker } from '../../../brokers/index.ts'
import type { Capabilities } from '../../../brokers/transport.ts'
import type { BrokerMachine } from './broker-machine.ts'
import { startRedis } from './redis-machine.ts'

/** A broker that the same tests run against. */
export interface BrokerKind {
  readonly name: string
  readonly capabilities: Capabilities
  start(): Promise<BrokerMachine>
  /** Puts a message that is no event where the events of `broker` are. */
  spoil(broker: Broker, text: string): Promise<void>
}

/** Every broker there is a transport for. */
export const brokerKinds: readonly BrokerKind[] = [
  {
    name: 'Redis Streams',
    capabilities: capabilities['redis-streams'],
    start: startRedis,
    spoil: async ({ connection, namespace }, text) => {
      const client = await createClient({ url: connection }).connect()
      const sources = await client.sMembers(`${namespace}:sources`)
      await client.xAdd(`${namespace}:events:${sources[0]}`, '*', { event: text })
      client.destroy()
    },
  },
]
