import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openPostgresServer } from '../../cloud/storage/postgres-server.ts'
import { StorageUnavailable, ValueRefused, type SqlServer } from '../../cloud/storage/sql-server.ts'
import { CloudLab } from '../support/cloud/cloud-lab.ts'
import { startPostgres, type PostgresMachine } from '../support/cloud/postgres-machine.ts'
import { TestLaptop } from '../support/cloud/test-laptop.ts'

describe('An endpoint whose PostgreSQL is elsewhere', () => {
  let machine: PostgresMachine
  let server: SqlServer
  let lab: CloudLab

  beforeAll(async () => {
    machine = await startPostgres()
    server = await openPostgresServer(machine.url)
    lab = await CloudLab.open(server)
  }, 300_000)
  afterAll(async () => {
    await lab.close()
    await server.close()
    await machine.stop()
  })

  it('waits for the disk, whatever the server’s own setting is', async () => {
    await server.run('ALTER SYSTEM SET synchronous_commit = off')
    await server.all('SELECT pg_reload_conf()')
    const [setting] = await server.all<{ synchronous_commit: string }>('SHOW synchronous_commit')
    expect(setting?.synchronous_commit).toBe('on')
  })

  it('keeps nobody waiting for a process that is lost in a transaction', async () => {
    const [setting] = await server.all('SHOW idle_in_transaction_session_timeout')
    expect(setting).toEqual({ idle_in_transaction_session_timeout: '15s' })
    const lost = server.transaction(async (connection) => {
      await connection.run('SET LOCAL idle_in_transaction_session_timeout = 50')
      await sleep(500)
      await connection.run('SELECT 1')
    })
    await expect(lost).rejects.toThrow(StorageUnavailable)
  })

  it('has the same tables when a second endpoint starts on it', async () => {
    const [second, third] = await Promise.all([
      openPostgresServer(machine.url),
      openPostgresServer(machine.url),
    ])
    await Promise.all([second.close(), third.close()])
    const rows = await server.all('SELECT version FROM schema_versions ORDER BY version')
    expect(rows).toEqual([1, 2, 3, 4, 5].map((version) => ({ version })))
  })

  it('never says its password', () => {
    expect(server.place).toMatch(/^PostgreSQL 127\.0\.0\.1:\d+\/postgres$/)
  })

  it('goes on after its connections were cut, and has all that it acknowledged', async () => {
    const laptop = await TestLaptop.open(lab)
    const events = laptop.events()
    let acknowledged = 0
    while (acknowledged < events.length) {
      const push = laptop.push(events.slice(acknowledged, acknowledged + 3))
      await server
        .all('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()')
        .catch(() => {})
      const { status, body } = await push
      expect([200, 503]).toContain(status)
      // Cut or not, the next one goes through.
      const again = await laptop.push(events.slice(acknowledged, acknowledged + 3))
      expect(again.status).toBe(200)
      acknowledged = again.body.accepted_through
      expect(status === 200 ? body.accepted_through : acknowledged).toBe(acknowledged)
    }
    expect((await laptop.stored()).map(({ event }) => event)).toEqual(events)
  })

  it.each(['a\0b', 'timeout', 'Connection terminated', '9'.repeat(40)])(
    'blames %j on whoever sent it, and not on itself',
    async (value) => {
      await expect(server.all('SELECT CAST(CAST(? AS TEXT) AS BIGINT)', [value])).rejects.toThrow(
        ValueRefused,
      )
    },
  )

  it('says that it is away when it is', async () => {
    const away = openPostgresServer('postgres://fitflow@127.0.0.1:1/postgres')
    await expect(away).rejects.toThrow(StorageUnavailable)
  })
})
