import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { onLeaving } from '../../../tools/machine/leave-nothing-behind.ts'
import { freePort, type ServerProcess } from '../server-process.ts'

/** A real broker of the tests' own. */
export interface BrokerMachine {
  /** As `brokerFromUrl` reads it. */
  readonly url: string
  /** It answers nothing until it is thawed; connections stay open. */
  freeze(): Promise<void>
  thaw(): void
  /** `kill -9`. Resolves when it is gone. */
  kill(): Promise<void>
  /** Starts it again with the same data on the same port; one that still runs is killed first. */
  restart(): Promise<void>
  /** Ends it for good and removes what it kept. */
  stop(): Promise<void>
}

/** Stops a server where it is. */
export async function freeze(server: ServerProcess): Promise<void> {
  server.signal('SIGSTOP')
  // Its threads do not stop all at once; one of them may still answer.
  await sleep(100)
}

/**
 * Starts a broker in a folder of its own on a free port.
 *
 * @param start starts it there, for the first time and again.
 */
export async function startBroker(
  scheme: string,
  start: (folder: string, port: number) => Promise<ServerProcess>,
): Promise<BrokerMachine> {
  const folder = mkdtempSync(join(tmpdir(), `fitflow-${scheme}-`))
  const forget = onLeaving(() => rmSync(folder, { recursive: true, force: true }))
  const port = await freePort()
  let server = await start(folder, port)
  return {
    url: `${scheme}://127.0.0.1:${port}`,
    freeze: () => freeze(server),
    thaw: () => server.signal('SIGCONT'),
    kill: () => server.end('SIGKILL'),
    restart: async () => {
      await server.end('SIGKILL')
      server = await start(folder, port)
    },
    stop: async () => {
      await server.end('SIGKILL')
      rmSync(folder, { recursive: true, force: true })
      forget()
    },
  }
}
