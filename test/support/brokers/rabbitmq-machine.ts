import { once } from 'node:events'
import { existsSync, writeFileSync } from 'node:fs'
import { createConnection } from 'node:net'
import { join } from 'node:path'
import { connect } from 'amqplib'
import { findOnPath } from '../../../tools/machine/run-command.ts'
import { findOrInstall, freePort, startServer, type ServerProcess } from '../server-process.ts'
import { startBroker, type BrokerMachine } from './broker-machine.ts'

/** The program itself: what the package puts on the PATH runs it as another user. */
const program = '/usr/lib/rabbitmq/bin/rabbitmq-server'

/**
 * Starts a real RabbitMQ, beside any other: with its own node, port mapper, data and configuration.
 * Takes seconds: start it once for a test file. Debian's package is installed first where it is
 * missing and we may.
 *
 * @throws NextStepError saying what to install, where we may not.
 */
export async function startRabbit(): Promise<BrokerMachine> {
  const command = await findOrInstall('rabbitmq-server', 'Testing with RabbitMQ', () =>
    existsSync(program) ? program : undefined,
  )
  const mapper = await startPortMapper()
  const distribution = await freePort()
  const machine = await startBroker('amqp', (folder, port) =>
    startServer({
      name: 'RabbitMQ',
      command,
      args: [],
      options: { cwd: folder, env: environment(folder, port, mapper.port, distribution) },
      answers: async () => (await connect(`amqp://127.0.0.1:${port}`)).close(),
    }),
  )
  return {
    ...machine,
    stop: async () => {
      await machine.stop()
      await mapper.server.end('SIGKILL')
    },
  }
}

/** Erlang's nodes find each other through it. One that RabbitMQ starts itself would outlive us. */
async function startPortMapper(): Promise<{ server: ServerProcess; port: number }> {
  const port = await freePort()
  const command = findOnPath('epmd')
  if (command === undefined) throw new Error('RabbitMQ is here, but epmd of Erlang is not.')
  const server = await startServer({
    name: 'epmd',
    command,
    args: ['-port', String(port), '-address', '127.0.0.1'],
    answers: async () => {
      const socket = createConnection(port, '127.0.0.1')
      await once(socket, 'connect')
      socket.destroy()
    },
  })
  return { server, port }
}

function environment(
  folder: string,
  port: number,
  mapperPort: number,
  distributionPort: number,
): NodeJS.ProcessEnv {
  const at = (name: string): string => join(folder, name)
  writeFileSync(at('plugins'), '[].')
  writeFileSync(at('rabbitmq.conf'), '')
  return {
    PATH: process.env['PATH'],
    HOME: folder,
    ERL_EPMD_PORT: String(mapperPort),
    // It then is the one process there is, which a signal reaches.
    RUNNING_UNDER_SYSTEMD: '1',
    RABBITMQ_NODENAME: `fitflow-${port}@localhost`,
    RABBITMQ_NODE_IP_ADDRESS: '127.0.0.1',
    RABBITMQ_NODE_PORT: String(port),
    RABBITMQ_DIST_PORT: String(distributionPort),
    RABBITMQ_MNESIA_BASE: at('data'),
    RABBITMQ_LOG_BASE: at('log'),
    RABBITMQ_LOGS: '-',
    RABBITMQ_PID_FILE: at('pid'),
    RABBITMQ_CONF_ENV_FILE: at('no-environment'),
    RABBITMQ_CONFIG_FILE: at('rabbitmq'),
    RABBITMQ_ENABLED_PLUGINS_FILE: at('plugins'),
    RABBITMQ_GENERATED_CONFIG_DIR: at('generated'),
    RABBITMQ_SCHEMA_DIR: at('schema'),
  }
}
