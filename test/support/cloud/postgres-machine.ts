import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { chown } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'
import { cacheFolder } from '../../../tools/machine/cache-folder.ts'
import { installDebianPackages } from '../../../tools/machine/install-debian-packages.ts'
import { onLeaving, signalGroup, tieToUs } from '../../../tools/machine/leave-nothing-behind.ts'
import { holdLock } from '../../../tools/machine/make-once.ts'
import { findOnPath, readCommand, startChild } from '../../../tools/machine/run-command.ts'

/** A PostgreSQL server of the tests' own. */
export interface PostgresMachine {
  readonly url: string
  stop(): Promise<void>
}

/**
 * Starts a real PostgreSQL with an empty database, in a folder of its own on a free port. Debian's
 * package is installed first where it is missing and we may.
 *
 * @throws NextStepError saying what to install, where we may not: these tests are never skipped.
 */
export async function startPostgres(): Promise<PostgresMachine> {
  const programs = await findPrograms()
  const owner = await findOwner()
  const folder = mkdtempSync(join(tmpdir(), 'fitflow-postgres-'))
  const forget = onLeaving(() => rmSync(folder, { recursive: true, force: true }))
  if (owner) await chown(folder, owner.uid, owner.gid)
  const asOwner = { ...owner, cwd: folder }
  const data = join(folder, 'data')
  const made = await readCommand(
    join(programs, 'initdb'),
    [
      `--pgdata=${data}`,
      '--username=fitflow',
      '--auth=trust',
      '--encoding=UTF8',
      '--locale=C',
      '--no-sync',
      '--no-instructions',
    ],
    asOwner,
  )
  if (made.code !== 0) throw new Error(`initdb failed: ${made.stderr}${made.stdout}`)

  const port = await freePort()
  const server = startChild(
    join(programs, 'postgres'),
    ['-D', data, '-h', '127.0.0.1', '-p', String(port), '-k', folder],
    { ...asOwner, stdio: ['ignore', 'ignore', 'pipe'] },
  )
  tieToUs(server)
  let said = ''
  server.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')))
  const ended = new Promise<void>((resolve) => void server.once('exit', () => resolve()))
  const url = `postgres://fitflow@127.0.0.1:${port}/postgres`
  await untilItAnswers(
    url,
    () => server.exitCode !== null,
    () => said,
  )
  return {
    url,
    stop: async () => {
      // Fast shutdown: connections that are still open are closed.
      signalGroup(server, 'SIGINT')
      await ended
      rmSync(folder, { recursive: true, force: true })
      forget()
    },
  }
}

/** The folder with `initdb` and `postgres`, which Debian does not put on the PATH. */
async function findPrograms(): Promise<string> {
  const found = lookForPrograms()
  if (found !== undefined) return found
  // Test files run side by side; one of them installs.
  await holdLock(join(cacheFolder(), 'postgresql.lock'), async () => {
    if (lookForPrograms() === undefined) {
      await installDebianPackages(['postgresql'], 'Testing the cloud endpoint')
    }
  })
  const installed = lookForPrograms()
  if (installed === undefined) throw new Error('PostgreSQL was installed, but is not found.')
  return installed
}

function lookForPrograms(): string | undefined {
  const debian = '/usr/lib/postgresql'
  const versions = existsSync(debian) ? readdirSync(debian) : []
  const newestFirst = versions.toSorted((a, b) => Number(b) - Number(a))
  const folders = newestFirst.map((version) => join(debian, version, 'bin'))
  const onPath = findOnPath('initdb')
  if (onPath !== undefined) folders.push(join(onPath, '..'))
  return folders.find((folder) =>
    ['initdb', 'postgres'].every((program) => existsSync(join(folder, program))),
  )
}

/** PostgreSQL refuses to run as root; then it runs as the user that its package made. */
async function findOwner(): Promise<{ uid: number; gid: number } | undefined> {
  if (process.getuid?.() !== 0) return undefined
  for (const user of ['postgres', 'nobody']) {
    const [uid, gid] = await Promise.all([
      readCommand('id', ['-u', user]),
      readCommand('id', ['-g', user]),
    ])
    if (uid.code === 0) return { uid: Number(uid.stdout), gid: Number(gid.stdout) }
  }
  throw new Error('PostgreSQL cannot run as root, and there is no other user to run it as.')
}

async function freePort(): Promise<number> {
  const probe = createServer()
  await new Promise<void>((resolve) => void probe.listen(0, '127.0.0.1', resolve))
  const { port } = probe.address() as AddressInfo
  await new Promise((resolve) => void probe.close(resolve))
  return port
}

async function untilItAnswers(
  url: string,
  hasEnded: () => boolean,
  said: () => string,
): Promise<void> {
  const until = Date.now() + 30_000
  while (true) {
    const client = new Client({ connectionString: url, connectionTimeoutMillis: 2_000 })
    try {
      await client.connect()
      await client.end()
      return
    } catch (error) {
      if (hasEnded() || Date.now() > until) {
        throw new Error(`PostgreSQL did not start: ${said()}`, { cause: error })
      }
      await sleep(50)
    }
  }
}
