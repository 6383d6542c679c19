import { findOnPath } from '../../../tools/machine/run-command.ts'
import { findOrInstall, startServer } from '../server-process.ts'
import { freeze, type BrokerMachine } from './broker-machine.ts'

/** Real brokers to test with, as `host:port,host2:port`; otherwise a mock cluster is. */
export const realKafka = process.env['KAFKA_BROKERS']

/**
 * The Kafka in `KAFKA_BROKERS`, where it is set. Otherwise the mock cluster of librdkafka, which speaks
 * the protocol and keeps everything in memory, as Debian's kcat carries it: it cannot be restarted,
 * only frozen.
 *
 * @throws NextStepError saying what to install, where we may not.
 */
export async function startKafka(): Promise<BrokerMachine> {
  if (realKafka !== undefined && realKafka !== '') return notOurs(`kafka://${realKafka}`)
  const command = await findOrInstall('kcat', 'Testing with Kafka', () => findOnPath('kcat'))
  const server = await startServer({
    name: 'kcat',
    command,
    args: '-C -t none -b localhost:1 -X test.mock.num.brokers=1 -X debug=mock'.split(' '),
    answers: async (server) => void addressIn(server.output()),
  })
  return {
    ...notOurs(`kafka://${addressIn(server.output())}`),
    freeze: () => freeze(server),
    thaw: () => server.signal('SIGCONT'),
    stop: () => server.end('SIGKILL'),
  }
}

function addressIn(output: string): string {
  const address = /bootstrap\.servers=(127\.0\.0\.1:\d+)/.exec(output)?.[1]
  if (address === undefined) throw new Error('kcat has not said where its cluster is.')
  return address
}

function notOurs(url: string): BrokerMachine {
  const no = (): never => {
    throw new Error('This Kafka is not ours to stop.')
  }
  return { url, freeze: no, thaw: no, kill: no, restart: no, stop: async () => {} }
}
