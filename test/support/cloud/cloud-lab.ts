import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, onTestFinished } from 'vitest'
import { createAdminToken } from '../../../cloud/access/authenticate.ts'
import { createEndpoint, type EndpointOptions } from '../../../cloud/create-endpoint.ts'
import { openPostgresServer } from '../../../cloud/storage/postgres-server.ts'
import type { SqlServer } from '../../../cloud/storage/sql-server.ts'
import { openSqliteServer } from '../../../cloud/storage/sqlite-server.ts'
import type { Instant } from '../../../shared/time.ts'
import { whyLeftOutHere } from '../../../tools/test/left-out-on-windows.ts'
import { TestClock } from '../test-clock.ts'
import { CloudClient } from './cloud-client.ts'
import { startPostgres } from './postgres-machine.ts'

/** A real endpoint on loopback, on one of the two storages. Each test brings its own tenant. */
export class CloudLab extends CloudClient {
  readonly server: SqlServer
  readonly clock: TestClock
  /** Everything the endpoint logged. */
  readonly logged: () => string
  readonly #endpoint: FastifyInstance

  private constructor(parts: {
    server: SqlServer
    url: string
    adminToken: string
    clock: TestClock
    logged: () => string
    endpoint: FastifyInstance
  }) {
    super(parts.url, parts.adminToken)
    this.server = parts.server
    this.clock = parts.clock
    this.logged = parts.logged
    this.#endpoint = parts.endpoint
  }

  static async open(
    server: SqlServer,
    options: Partial<EndpointOptions> = {},
    clock = new TestClock('2026-03-02T07:00:00.000Z' as Instant),
  ): Promise<CloudLab> {
    const log = new PassThrough()
    let text = ''
    log.on('data', (chunk: Buffer) => (text += chunk.toString('utf8')))
    // The clock stands still, so that a minute's limit would be one for the whole file.
    const limits = { pairingsPerAddress: 10_000, pairingsInAll: 10_000, ...options.limits }
    const endpoint = await createEndpoint({ server, clock: clock.read, log, ...options, limits })
    const url = await endpoint.listen({ host: '127.0.0.1', port: 0 })
    const adminToken = await createAdminToken(server, clock.now)
    return new CloudLab({ server, url, adminToken, clock, logged: () => text, endpoint })
  }

  /** A second endpoint on the same storage with other limits; gone when the test has finished. */
  async beside(options: Partial<EndpointOptions>): Promise<CloudLab> {
    const lab = await CloudLab.open(this.server, options, this.clock)
    onTestFinished(() => lab.close())
    return lab
  }

  async close(): Promise<void> {
    await this.#endpoint.close()
  }
}

/** What the endpoint may keep everything in. */
type Storage = 'an SQLite file' | 'PostgreSQL'

/** Those that this machine can try. */
export const storages = (['an SQLite file', 'PostgreSQL'] satisfies Storage[]).filter(
  (storage) => whyLeftOutHere('test/support/cloud/cloud-lab.ts', storage) === undefined,
)

/** Declares the same tests twice: with the endpoint on an SQLite file, and on a real PostgreSQL. */
export function onBothStorages(title: string, tests: (lab: () => CloudLab) => void): void {
  describe.each(storages)(`${title}, on %s`, (storage) => {
    let lab: CloudLab
    let stop: () => Promise<void>

    beforeAll(async () => {
      const { server, gone } = await openStorage(storage)
      lab = await CloudLab.open(server)
      stop = async () => {
        await lab.close()
        await server.close()
        await gone()
      }
      // Where PostgreSQL is not installed yet, that takes its time.
    }, 300_000)
    afterAll(() => stop())

    tests(() => lab)
  })
}

/** An empty storage, and how the command line names it. `gone` removes it once it is closed. */
export async function openStorage(
  storage: Storage,
): Promise<{ server: SqlServer; options: string[]; gone: () => Promise<void> }> {
  if (storage === 'PostgreSQL') {
    const machine = await startPostgres()
    const options = ['--database', machine.url]
    return { server: await openPostgresServer(machine.url), options, gone: () => machine.stop() }
  }
  const folder = mkdtempSync(join(tmpdir(), 'fitflow-cloud-'))
  const server = await openSqliteServer(join(folder, 'cloud.db'))
  const options = ['--data-dir', folder]
  return { server, options, gone: async () => rmSync(folder, { recursive: true, force: true }) }
}
