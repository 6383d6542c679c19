import { createClient } from '@redis/client'
import { findOnPath } from '../../../tools/machine/run-command.ts'
import { findOrInstall, startServer } from '../server-process.ts'
import { startBroker, type BrokerMachine } from './broker-machine.ts'

/**
 * Starts a real Redis that answers only after what it was told is on its disk. Debian's package is
 * installed first where it is missing and we may.
 *
 * @throws NextStepError saying what to install, where we may not.
 */
export async function startRedis(): Promise<BrokerMachine> {
  const command = await findOrInstall('redis-server', 'Testing with Redis', () =>
    findOnPath('redis-server'),
  )
  return startBroker('redis', (folder, port) =>
    startServer({
      name: 'Redis',
      command,
      args: `--bind 127.0.0.1 --port ${port} --appendonly yes --appendfsync always`.split(' '),
      options: { cwd: folder },
      answers: () => ping(`redis://127.0.0.1:${port}`),
    }),
  )
}

/** Rejects also while Redis still reads its file. */
async function ping(url: string): Promise<void> {
  const client = createClient({ url, socket: { reconnectStrategy: false } })
  client.on('error', () => {})
  await client.connect()
  try {
    await client.ping()
  } finally {
    client.destroy()
  }
}
