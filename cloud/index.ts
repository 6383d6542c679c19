import { join } from 'node:path'
import { instantFrom } from '../shared/time.ts'
import { messageOf } from '../shared/thrown.ts'
import { openTransport } from '../brokers/index.ts'
import { listAdminTokens, revokeAdminToken } from './access/admin-tokens.ts'
import { createAdminToken } from './access/authenticate.ts'
import { createPairingCode } from './access/pair-device.ts'
import { pairingCodeMinutes } from './access/pairing-code.ts'
import { cloudHelp, readCloudRequest, type CloudRequest } from './command-line.ts'
import type { SqlServer } from './storage/sql-server.ts'
import { openSqliteServer } from './storage/sqlite-server.ts'

const now = () => instantFrom(Date.now())
const say = (line: string) => void process.stdout.write(`${line}\n`)

/** `npm run cloud`: serves until it is told to stop, or does the one thing that was asked for. */
async function main(): Promise<number> {
  const request = readCloudRequest(process.argv.slice(2), process.env)
  if (request.kind === 'help') {
    process.stdout.write(cloudHelp)
    return 0
  }
  if (request.kind === 'wrong') return refuse(`${request.problem} (--help says more.)`)
  const server = await openServer(request)
  try {
    if (request.kind === 'serve') return await serve(server, request)
    if (request.kind === 'work') return await work(server, request)
    if (request.kind === 'admin-token') {
      say(`Admin token, shown only now: ${await createAdminToken(server, now())}`)
      return 0
    }
    if (request.kind === 'list-admin-tokens') {
      for (const { id, created_at: made, expires_at: ends } of await listAdminTokens(server)) {
        say(`${id}  made ${made}  ${ends === null ? 'does not end' : `ends ${ends}`}`)
      }
      return 0
    }
    if (request.kind === 'revoke-admin-token') {
      if (!(await revokeAdminToken(server, request.id))) {
        return refuse(`There is no admin token ${request.id}. (--list-admin-tokens shows them.)`)
      }
      say(`The admin token ${request.id} is good for nothing any more.`)
      return 0
    }
    const made = await createPairingCode(server, request.tenant, now())
    if (!made) return refuse(`The tenant ${request.tenant} is closed.`)
    say(`Pairing code for a laptop of ${request.tenant}: ${made.code}`)
    say(`It works once, within ${pairingCodeMinutes} minutes.`)
    return 0
  } finally {
    await server.close()
  }
}

// What is large is loaded only where it is needed: a pairing code should not wait for a web server.
async function openServer(
  request: Extract<CloudRequest, { readonly dataDir: string }>,
): Promise<SqlServer> {
  if (request.databaseUrl === null) return openSqliteServer(join(request.dataDir, 'cloud.db'))
  const { openPostgresServer } = await import('./storage/postgres-server.ts')
  return openPostgresServer(request.databaseUrl)
}

async function serve(
  server: SqlServer,
  request: Extract<CloudRequest, { kind: 'serve' }>,
): Promise<number> {
  const { host, port, trustProxy } = request
  const { createEndpoint } = await import('./create-endpoint.ts')
  const broker = request.broker && (await openTransport(request.broker))
  const endpoint = await createEndpoint({ server, trustProxy, broker, log: process.stderr })
  const stopped = untilStopped()
  const url = await endpoint.listen({ host, port })
  say(`FitFlow cloud endpoint on ${url}, its data in ${server.place}`)
  if (broker) say(`Relaying to ${broker.place}`)
  say(`The API is described at ${url}/docs`)
  await greetFirstAdmin(server)
  say('To pair a laptop: npm run cloud -- --pair TENANT (with the same --data-dir or --database)')
  await stopped
  say('Stopping: finishing what runs.')
  await endpoint.close()
  await broker?.close()
  return 0
}

async function work(
  server: SqlServer,
  request: Extract<CloudRequest, { kind: 'work' }>,
): Promise<number> {
  const { host, port } = request
  const { runWorkers } = await import('./workers/run-workers.ts')
  const transport = await openTransport(request.broker)
  const workers = runWorkers({ server, transport, log: process.stderr })
  const stopped = untilStopped()
  const url = await workers.listen({ host, port })
  say(`FitFlow workers on ${url}, behind ${transport.place}, their data in ${server.place}`)
  await stopped
  say('Stopping: finishing what runs.')
  await workers.close()
  await transport.close()
  return 0
}

/** A token is shown to a person at a terminal only; elsewhere what we print is kept in some log. */
async function greetFirstAdmin(server: SqlServer): Promise<void> {
  const [any] = await server.all('SELECT 1 AS found FROM admins LIMIT 1')
  if (any) return
  if (process.stdout.isTTY) {
    say(`Admin token, shown only now: ${await createAdminToken(server, now())}`)
  } else {
    say('There is no admin token yet: npm run cloud -- --admin-token')
  }
}

/** Windows knows no SIGTERM: it sends SIGBREAK for Ctrl+Break, and SIGHUP when a terminal is closed. */
function untilStopped(): Promise<void> {
  const signals = ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGBREAK'] as const
  return new Promise((resolve) => {
    for (const signal of signals) process.once(signal, () => resolve())
  })
}

function refuse(problem: string): number {
  process.stderr.write(`${problem}\n`)
  return 2
}

try {
  process.exitCode = await main()
} catch (error) {
  process.stderr.write(`${messageOf(error)}\n`)
  process.exitCode = 1
}
