import { Producer, stringSerializers } from '@platformatic/kafka'
import { createClient } from '@redis/client'
import { connect } from 'amqplib'
import { capabilities } from '../../../brokers/capabilities.ts'
import type { Broker } from '../../../brokers/index.ts'
import type { Capabilities } from '../../../brokers/transport.ts'
import { findKafka } from '../../../tools/kafka/find-kafka.ts'
import type { BrokerMachine } from './broker-machine.ts'
import { realKafka, startKafka } from './kafka-machine.ts'
import { startRabbit } from './rabbitmq-machine.ts'
import { startRealKafka } from './real-kafka.ts'
import { startRedis } from './redis-machine.ts'

/** A broker that the same tests run against. */
export interface BrokerKind {
  readonly name: string
  readonly capabilities: Capabilities
  start(): Promise<BrokerMachine>
  /** Whether it can be killed and started again with what it kept. */
  readonly restarts: boolean
  /** Whether it can be frozen. */
  readonly freezes: boolean
  /** How long a subscriber must have been there to survive the broker's being killed. */
  readonly settlesMs: number
  /** Puts a message that is no event where the events of `broker` are. */
  spoil(broker: Broker, text: string): Promise<void>
}

/** Every broker there is a transport for. */
export const brokerKinds = {
  redis: {
    name: 'Redis Streams',
    capabilities: capabilities['redis-streams'],
    start: startRedis,
    restarts: true,
    freezes: true,
    settlesMs: 0,
    spoil: async ({ connection, namespace }, text) => {
      const client = await createClient({ url: connection }).connect()
      const sources = await client.sMembers(`${namespace}:sources`)
      await client.xAdd(`${namespace}:events:${sources[0]}`, '*', { event: text })
      client.destroy()
    },
  },
  rabbitmq: {
    name: 'RabbitMQ',
    capabilities: capabilities.rabbitmq,
    start: startRabbit,
    restarts: true,
    freezes: true,
    // RabbitMQ 3.10 has a new queue's name on its disk only after three seconds.
    settlesMs: 3_500,
    spoil: async ({ connection, namespace }, text) => {
      const model = await connect(connection)
      const channel = await model.createConfirmChannel()
      channel.publish(`${namespace}.events`, 'appointment.created', Buffer.from(text))
      await channel.waitForConfirms()
      await model.close()
    },
  },
  kafka: {
    name: 'Kafka',
    capabilities: capabilities.kafka,
    start: startKafka,
    restarts: false,
    freezes: realKafka === undefined,
    settlesMs: 0,
    spoil: async ({ connection, namespace }, text) => {
      const producer = new Producer({
        clientId: 'spoil',
        bootstrapBrokers: connection.replace('kafka://', '').split(','),
        serializers: stringSerializers,
      })
      await producer.send({ messages: [{ topic: `${namespace}.events`, value: text }] })
      await producer.close()
    },
  },
} as const satisfies Record<string, BrokerKind>

/** A real Kafka of one broker, that nobody has asked anything yet; the mock cluster where there is none. */
export async function realKafkaOrMock(): Promise<BrokerKind> {
  const kafka = await findKafka()
  if (kafka.kind === 'none' || realKafka !== undefined) return brokerKinds.kafka
  return {
    ...brokerKinds.kafka,
    name: `Kafka ${kafka.version}`,
    start: () => startRealKafka(kafka, 1),
    restarts: true,
    freezes: true,
  }
}
