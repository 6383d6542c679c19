import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient } from '@redis/client'
import { onLeaving } from '../../../tools/machine/leave-nothing-behind.ts'
import { findOnPath } from '../../../tools/machine/run-command.ts'
import { findOrInstall, freePort, startServer, type ServerProcess } from '../server-process.ts'
import type { BrokerMachine } from './broker-machine.ts'

/**
 * Starts a real Redis that answers only after what it was told is on its disk, in a folder of its own on
 * a free port. Debian's package is installed first where it is missing and we may.
 *
 * @throws NextStepError saying what to install, where we may not.
 */
export async function startRedis(): Promise<BrokerMachine> {
  const command = await findOrInstall('redis-server', 'Testing with Redis', () =>
    findOnPath('redis-server'),
  )
  const folder = mkdtempSync(join(tmpdir(), 'fitflow-redis-'))
  const forget = onLeaving(() => rmSync(folder, { recursive: true, force: true }))
  const port = await freePort()
  const url = `redis://127.0.0.1:${port}`
  const start = (): Promise<ServerProcess> =>
    startServer({
      name: 'Redis',
      command,
      args: `--bind 127.0.0.1 --port ${port} --appendonly yes --appendfsync always`.split(' '),
      options: { cwd: folder },
      answers: () => ping(url),
    })
  let server = await start()
  return {
    url,
    kill: () => server.end('SIGKILL'),
    restart: async () => {
      await server.end('SIGKILL')
      server = await start()
    },
    stop: async () => {
      await server.end('SIGKILL')
      rmSync(folder, { recursive: true, force: true })
      forget()
    },
  }
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
