import { Admin, Consumer, Producer, stringSerializers } from '@platformatic/kafka'
import type { BrokerAddress } from '../broker-address.ts'
import { connectTimeoutMs, type Connection } from '../keep-connection.ts'

/** How long Kafka is asked to wait for something new. */
export const waitMs = 250

/** So many partitions a new topic gets: as many brokers can share it. */
const newPartitions = 6

/** What sends. It connects by its first call. */
export interface KafkaSender extends Connection {
  readonly producer: Producer<string, string, string, string>
}

/** What receives for one subscriber, and keeps how far that is. */
export interface KafkaReader extends Connection {
  readonly consumer: Consumer
  /** All there are of the topic. */
  readonly partitions: readonly number[]
}

/** Makes what sends to a topic, and the topic where there is none. */
export async function connectSender(address: BrokerAddress, topic: string): Promise<KafkaSender> {
  await makeTopic(address, topic)
  const producer = new Producer({
    ...optionsFor(address),
    serializers: stringSerializers,
    idempotent: true,
    // "None yet", as the protocol says it; what the library says unless told is somebody else's.
    producerId: -1n,
    producerEpoch: -1,
    autocreateTopics: true,
  })
  return Object.assign(
    untilClosed(() => producer.close(true)),
    { producer },
  )
}

/**
 * Makes what receives. It joins no group, so that a receiver that died holds nothing up until Kafka
 * notices: it reads every partition, and commits under the group's name.
 */
export async function connectReader(
  address: BrokerAddress,
  topic: string,
  groupId: string,
): Promise<KafkaReader> {
  await makeTopic(address, topic)
  const consumer = new Consumer({
    ...optionsFor(address),
    groupId,
    maxWaitTime: waitMs,
    minBytes: 1,
  })
  const connection = untilClosed(() => consumer.close(true))
  // So a commit is made by who is no member of the group.
  consumer.memberId = ''
  consumer.generationId = -1
  consumer.topics.track(topic)
  try {
    const { topics } = await consumer.metadata({ topics: [topic], autocreateTopics: true })
    const count = topics.get(topic)?.partitionsCount ?? 0
    const partitions = Array.from({ length: count }, (_, index) => index)
    return Object.assign(connection, { consumer, partitions })
  } catch (error) {
    connection.destroy()
    throw error
  }
}

/** Deletes a group and how far it is. False where Kafka cannot. */
export async function deleteGroup(address: BrokerAddress, groupId: string): Promise<boolean> {
  const admin = new Admin(optionsFor(address))
  try {
    await admin.deleteGroups({ groups: [groupId] })
    return true
  } catch (error) {
    if (says(error, 'GROUP_ID_NOT_FOUND')) return true
    if (says(error, 'PLT_KFK_UNSUPPORTED_API')) return false
    throw error
  } finally {
    await admin.close()
  }
}

/** Makes the topic where it is missing. It is kept for ever: nobody knows who has yet to read it. */
async function makeTopic(address: BrokerAddress, topic: string): Promise<void> {
  const admin = new Admin(optionsFor(address))
  try {
    await admin.createTopics({
      topics: [topic],
      partitions: newPartitions,
      replicas: -1,
      configs: [{ name: 'retention.ms', value: '-1' }],
    })
  } catch (error) {
    // Where only somebody else may make it, or Kafka does by itself, the first call says what is missing.
    const isThere = [
      'TOPIC_ALREADY_EXISTS',
      'PLT_KFK_UNSUPPORTED_API',
      'TOPIC_AUTHORIZATION_FAILED',
    ]
    if (!isThere.some((code) => says(error, code))) throw error
  } finally {
    await admin.close()
  }
}

function optionsFor({ servers }: BrokerAddress) {
  return {
    clientId: 'fitflow',
    bootstrapBrokers: servers.map(({ host, port }) => ({ host, port })),
    connectTimeout: connectTimeoutMs / 2,
    requestTimeout: connectTimeoutMs,
    timeout: connectTimeoutMs,
    // What a connection lost is asked for once more; what Kafka puts off is `untilReady`’s.
    retries: 1,
    retryDelay: 200,
  }
}

function untilClosed(close: () => Promise<void>): Connection {
  let isAlive = true
  return {
    get isAlive() {
      return isAlive
    },
    destroy: () => {
      if (!isAlive) return
      isAlive = false
      close().catch(() => {})
    },
  }
}

/** Whether an error, or one of those it is made of, has a code. */
function says(error: unknown, code: string): boolean {
  if (!(error instanceof Error)) return false
  const { code: own, apiId } = error as { code?: unknown; apiId?: unknown }
  if (own === code || apiId === code) return true
  return error instanceof AggregateError && error.errors.some((one) => says(one, code))
}
