import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { Admin } from '@platformatic/kafka'
import type { KafkaRuntime } from '../../../tools/kafka/find-kafka.ts'
import { onLeaving } from '../../../tools/machine/leave-nothing-behind.ts'
import { freePort, startServer, type ServerProcess } from '../server-process.ts'
import { freeze, type BrokerMachine } from './broker-machine.ts'

type RealKafka = Extract<KafkaRuntime, { kind: 'real' }>

/** A real Kafka, of which single brokers can be killed as well. */
export interface KafkaCluster extends BrokerMachine {
  /** `kill -9` of one, and its start with the data it had. */
  readonly brokers: readonly Pick<BrokerMachine, 'kill' | 'restart'>[]
}

/** A broker that was killed may come back when Kafka has noticed: alone, that need not take nine seconds. */
const soonBack = ['broker.session.timeout.ms=3000', 'broker.heartbeat.interval.ms=500']

interface Node {
  readonly id: number
  readonly port: number
  readonly settings: string
}

/**
 * Starts a real Kafka of so many brokers, each also a controller: with three every partition is on
 * all of them, and written when two have it.
 */
export async function startRealKafka(kafka: RealKafka, count: 1 | 3): Promise<KafkaCluster> {
  const folder = mkdtempSync(join(tmpdir(), 'fitflow-kafka-'))
  const forget = onLeaving(() => rmSync(folder, { recursive: true, force: true }))
  const nodes = await writeSettings(folder, count)
  const cluster = Buffer.alloc(16, 7).toString('base64url')
  await Promise.all(
    nodes.map(({ settings }) =>
      promisify(execFile)(kafka.java, [
        ...javaArguments(kafka, '128m'),
        'kafka.tools.StorageTool',
        'format',
        '-t',
        cluster,
        '-c',
        settings,
      ]),
    ),
  )
  const servers = await Promise.all(nodes.map((node) => startNode(kafka, node)))
  while ((await brokersKnownTo(nodes[0]!)).size < count) await sleep(100)
  const restart = async (index: number): Promise<void> => {
    await servers[index]!.end('SIGKILL')
    servers[index] = await startNode(kafka, nodes[index]!)
  }
  const all = async (act: (server: ServerProcess, index: number) => Promise<void>) =>
    void (await Promise.all(servers.map(act)))
  const kill = () => all((server) => server.end('SIGKILL'))
  return {
    url: `kafka://${nodes.map(({ port }) => `127.0.0.1:${port}`).join(',')}`,
    freeze: () => all(freeze),
    thaw: () => servers.forEach((server) => server.signal('SIGCONT')),
    kill,
    restart: async () => {
      await kill()
      await all((_, index) => restart(index))
    },
    stop: async () => {
      await kill()
      rmSync(folder, { recursive: true, force: true })
      forget()
    },
    brokers: nodes.map((_, index) => ({
      kill: () => servers[index]!.end('SIGKILL'),
      restart: () => restart(index),
    })),
  }
}

async function writeSettings(folder: string, count: number): Promise<Node[]> {
  const places: { id: number; port: number; controller: number }[] = []
  for (let id = 1; id <= count; id += 1) {
    places.push({ id, port: await freePort(), controller: await freePort() })
  }
  const voters = places.map(({ id, controller }) => `${id}@127.0.0.1:${controller}`).join(',')
  return places.map(({ id, port, controller }) => {
    const settings = join(folder, `${id}.properties`)
    writeFileSync(
      settings,
      [
        'process.roles=broker,controller',
        `node.id=${id}`,
        `controller.quorum.voters=${voters}`,
        `listeners=PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controller}`,
        'controller.listener.names=CONTROLLER',
        'inter.broker.listener.name=PLAINTEXT',
        'listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
        `log.dirs=${join(folder, String(id))}`,
        `default.replication.factor=${count}`,
        `offsets.topic.replication.factor=${count}`,
        `transaction.state.log.replication.factor=${count}`,
        `transaction.state.log.min.isr=${Math.min(2, count)}`,
        `min.insync.replicas=${Math.min(2, count)}`,
        'group.initial.rebalance.delay.ms=0',
        ...(count === 1 ? soonBack : []),
        '',
      ].join('\n'),
    )
    return { id, port, settings }
  })
}

function startNode(kafka: RealKafka, node: Node): Promise<ServerProcess> {
  return startServer({
    name: 'Kafka',
    command: kafka.java,
    args: [...javaArguments(kafka, '512m'), 'kafka.Kafka', node.settings],
    answers: async () => {
      if (!(await brokersKnownTo(node)).has(node.id)) throw new Error('It has not joined yet.')
    },
  })
}

/** Few threads and a quick start matter here; speed over hours does not. */
function javaArguments({ jars }: RealKafka, memory: string): string[] {
  const quick = ['-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-Xshare:auto']
  const quiet = '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn'
  return [`-Xmx${memory}`, ...quick, quiet, '-cp', join(jars, '*')]
}

async function brokersKnownTo({ port }: Node): Promise<ReadonlyMap<number, unknown>> {
  const admin = new Admin({
    clientId: 'tests',
    bootstrapBrokers: [{ host: '127.0.0.1', port }],
    connectTimeout: 1_000,
    requestTimeout: 2_000,
    retries: 0,
  })
  try {
    return (await admin.metadata({ topics: [] })).brokers
  } finally {
    await admin.close()
  }
}
