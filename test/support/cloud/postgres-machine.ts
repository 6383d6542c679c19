import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { chown } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { onLeaving } from '../../../tools/machine/leave-nothing-behind.ts'
import { findOnPath, readCommand } from '../../../tools/machine/run-command.ts'
import { findOrInstall, freePort, startServer } from '../server-process.ts'

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
  const programs = await findOrInstall('postgresql', 'Testing the cloud endpoint', lookForPrograms)
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
  const url = `postgres://fitflow@127.0.0.1:${port}/postgres`
  const server = await startServer({
    name: 'PostgreSQL',
    command: join(programs, 'postgres'),
    args: ['-D', data, '-h', '127.0.0.1', '-p', String(port), '-k', folder],
    options: asOwner,
    answers: async () => {
      const client = new Client({ connectionString: url, connectionTimeoutMillis: 2_000 })
      await client.connect()
      await client.end()
    },
  })
  return {
    url,
    stop: async () => {
      // Fast shutdown: connections that are still open are closed.
      await server.end('SIGINT')
      rmSync(folder, { recursive: true, force: true })
      forget()
    },
  }
}

/** The folder with `initdb` and `postgres`, which Debian does not put on the PATH. */
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
