import { setTimeout as pause } from 'node:timers/promises'
import { findKafka } from '../../../tools/kafka/find-kafka.ts'
import type { BrokerMachine } from '../../support/brokers/broker-machine.ts'
import { startKafka } from '../../support/brokers/kafka-machine.ts'
import { startRealKafka, type KafkaCluster } from '../../support/brokers/real-kafka.ts'
import { startRedis } from '../../support/brokers/redis-machine.ts'
import type { Random } from '../support/random.ts'

/** A broker that events are carried by, and how it is away for a while. */
export interface Behind {
  readonly name: string
  /** How many bursts of work there are, of `brokerRuns`. */
  readonly share: number
  /** A burst lasts until its broker was away, where that takes seconds. */
  readonly burst: 'burst' | 'long'
  start(): Promise<BrokerMachine>
  /** Takes it away and brings it back. */
  outage(machine: BrokerMachine, random: Random): Promise<void>
}

const redis: Behind = {
  name: 'Redis',
  share: 1,
  burst: 'burst',
  start: startRedis,
  outage: killAll,
}

/** Redis and Kafka: a real one alone and a cluster of three, or the mock cluster where there is none. */
export async function brokersToStandBehind(): Promise<Behind[]> {
  const kafka = await findKafka()
  if (kafka.kind === 'none') return [redis, mockKafka(kafka.reason)]
  return [
    redis,
    {
      name: `Kafka ${kafka.version}`,
      share: 0.2,
      burst: 'long',
      start: () => startRealKafka(kafka, 1),
      outage: killAll,
    },
    {
      name: `three Kafka ${kafka.version}`,
      share: 0.2,
      burst: 'long',
      start: () => startRealKafka(kafka, 3),
      outage: (machine, random) =>
        random.chance(0.25) ? killAll(machine, random) : killOne(machine as KafkaCluster, random),
    },
  ]
}

async function killAll(machine: BrokerMachine, random: Random): Promise<void> {
  await machine.kill()
  await pause(random.below(1_000))
  await machine.restart()
}

/** Away so long that the others take over, or back before they do. */
async function killOne({ brokers }: KafkaCluster, random: Random): Promise<void> {
  const broker = random.pick(brokers)
  await broker.kill()
  await pause(random.below(12_000))
  await broker.restart()
}

function mockKafka(reason: string): Behind {
  return {
    name: `Kafka’s mock cluster (no real one: ${reason})`,
    share: 0.2,
    burst: 'long',
    start: startKafka,
    // It keeps everything in memory: it is frozen longer than anybody waits for it.
    outage: async (machine, random) => {
      await machine.freeze()
      await pause(5_000 + random.below(2_000))
      machine.thaw()
    },
  }
}
