import type { SpawnOptions } from 'node:child_process'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { cacheFolder } from '../../tools/machine/cache-folder.ts'
import { installDebianPackages } from '../../tools/machine/install-debian-packages.ts'
import { signalGroup, tieToUs } from '../../tools/machine/leave-nothing-behind.ts'
import { holdLock } from '../../tools/machine/make-once.ts'
import { startChild } from '../../tools/machine/run-command.ts'

/** A server program that runs for the tests alone. */
export interface ServerProcess {
  /** What it wrote, unless that is very much. */
  output(): string
  signal(signal: NodeJS.Signals): void
  /** Sends it a signal, and resolves when it has ended. */
  end(signal: NodeJS.Signals): Promise<void>
}

/** How a server is started, and how it is known to be there. */
interface ServerProgram {
  /** For errors: `PostgreSQL`. */
  readonly name: string
  readonly command: string
  readonly args: readonly string[]
  readonly options?: SpawnOptions
  /** Rejects as long as the server does not answer. */
  readonly answers: (server: ServerProcess) => Promise<unknown>
}

/**
 * Starts a server and waits until it answers. It ends with us, however we end.
 *
 * @throws Error with what it wrote, when it ends or does not answer within a minute.
 */
export async function startServer(program: ServerProgram): Promise<ServerProcess> {
  const child = startChild(program.command, program.args, {
    ...program.options,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  tieToUs(child)
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      if (output.length < 100_000) output += chunk.toString('utf8')
    })
  }
  let hasEnded = false
  const ended = new Promise<void>((resolve) => {
    const end = (): void => {
      hasEnded = true
      resolve()
    }
    child.once('exit', end)
    child.once('error', end)
  })
  const server: ServerProcess = {
    output: () => output,
    signal: (signal) => signalGroup(child, signal),
    end: async (signal) => {
      signalGroup(child, signal)
      await ended
    },
  }
  const until = Date.now() + 60_000
  while (true) {
    try {
      await program.answers(server)
      return server
    } catch (error) {
      if (hasEnded || Date.now() > until) {
        await server.end('SIGKILL')
        throw new Error(`${program.name} did not start: ${output}`, { cause: error })
      }
      await sleep(30)
    }
  }
}

/** Below those that systems give to connections, one of which would else take it before a server can. */
const ports = { first: 20_000, count: 12_000 }
let given = 0

/** A port on which nothing listens now, and which other test processes hardly try. */
export async function freePort(): Promise<number> {
  while (given < ports.count) {
    const port = ports.first + ((process.pid * 97 + given) % ports.count)
    given += 1
    if (await isFree(port)) return port
  }
  throw new Error('No port is free.')
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', () => resolve(false))
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)))
  })
}

/**
 * The program that `find` finds, after the Debian package that has it was installed where it is missing
 * and we may.
 *
 * @throws NextStepError saying what to install, where we may not: these tests are never skipped.
 */
export async function findOrInstall(
  debianPackage: string,
  purpose: string,
  find: () => string | undefined,
): Promise<string> {
  const found = find()
  if (found !== undefined) return found
  // Test files run side by side, and apt does not: one of them installs.
  await holdLock(join(cacheFolder(), 'test-servers.lock'), async () => {
    if (find() === undefined) await installDebianPackages([debianPackage], purpose)
  })
  const installed = find()
  if (installed === undefined) throw new Error(`${debianPackage} was installed, but is not found.`)
  return installed
}
