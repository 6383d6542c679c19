import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { SqlServer } from '../../../cloud/storage/sql-server.ts'
import { openPostgresServer } from '../../../cloud/storage/postgres-server.ts'
import { allWorkers } from '../../../cloud/workers/all-workers.ts'
import { EventIntake } from '../../../cloud/workers/event-intake.ts'
import { newId } from '../../../shared/ids.ts'
import { dataSchemaOf } from '../../../shared/sync-protocol.ts'
import { instantFrom } from '../../../shared/time.ts'
import { startChild } from '../../faults/support/child.ts'
import { startPostgres } from '../../support/cloud/postgres-machine.ts'
import { summarize, type Measured } from '../bench-row.ts'
import { count, type BenchContext } from '../section.ts'
import { sleep } from '../watch-desk.ts'

const program = join(import.meta.dirname, '..', 'sharing-process.ts')
const tenants = 24
/** Of each tenant. */
const events = { analytics: 400, notifications: 60 }
const quickEvents = { analytics: 100, notifications: 20 }
/** So long a studio's own systems take for a message. */
const answerMs = 150

type Name = keyof typeof events

/** How long the books of a worker took to be done, and who did how much of it. */
interface Drained {
  readonly seconds: number
  readonly shares: readonly number[]
  readonly processorSeconds: number
}

/**
 * What stands in the books of a worker on one PostgreSQL, done by one process and by two. Telling
 * webhooks is waiting for others; counting figures is work, of the processes and of PostgreSQL, and two
 * processes can do it twice as fast only where there are processors for all three.
 */
export async function sharing({ options, say }: BenchContext): Promise<Measured[]> {
  const machine = await startPostgres()
  const server = await openPostgresServer(machine.url)
  const systems = createServer((request, response) => {
    request.resume()
    request.on('end', () => setTimeout(() => response.writeHead(204).end(), answerMs))
  })
  await new Promise<void>((resolve) => void systems.listen(0, '127.0.0.1', resolve))
  const webhook = `http://127.0.0.1:${(systems.address() as AddressInfo).port}/`
  const measured: Measured[] = []
  try {
    for (const name of ['notifications', 'analytics'] as const) {
      const each = (options.quick ? quickEvents : events)[name]
      const one: Drained[] = []
      const two: Drained[] = []
      for (let round = 1; round <= options.rounds; round += 1) {
        for (const [drained, processes] of [
          [one, 1],
          [two, 2],
        ] as const) {
          await fill(server, name, each, webhook)
          drained.push(await drain(server, machine.url, name, processes))
        }
        const told = (drained: Drained) =>
          `${drained.seconds.toFixed(2)} s (${drained.shares.join(' and ')} events)`
        say(
          `${name}, round ${round} of ${options.rounds}: ${told(one.at(-1)!)}, ${told(two.at(-1)!)}`,
        )
      }
      measured.push(...sumUp(name, each * tenants, one, two))
    }
    return measured
  } finally {
    systems.closeAllConnections()
    systems.close()
    await server.close()
    await machine.stop()
  }
}

const says = { notifications: 'telling', analytics: 'counting' }

function sumUp(name: Name, all: number, one: readonly Drained[], two: readonly Drained[]) {
  const what = `${says[name]} ${count(all)} events`
  const rate = (drained: readonly Drained[]) => drained.map(({ seconds }) => all / seconds)
  const percent = two.map(({ shares }) => (100 * Math.max(...shares)) / all)
  const busy = (drained: readonly Drained[]) =>
    drained.map(({ processorSeconds }) => processorSeconds)
  return [
    summarize(
      { name: `${what} by two processes`, unit: 'events/s' },
      rate(two),
      { name: 'by one', values: rate(one) },
      { of: 'ratio', at: 'least', bound: 1.7 },
    ),
    summarize({ name: `${what}: share of the busier one`, unit: '%' }, percent),
    summarize({ name: `${what}: processor time of two`, unit: 's' }, busy(two), {
      name: 'of one',
      values: busy(one),
    }),
  ]
}

/** Enters events of tenants that were never there before; none is to be done yet. */
async function fill(server: SqlServer, name: Name, each: number, webhook: string): Promise<void> {
  const now = instantFrom(Date.now())
  const worker = allWorkers(server).find((one) => one.name === name)!
  const intake = new EventIntake(worker, { server, lease: { hold: async () => {} } })
  for (let index = 0; index < tenants; index += 1) {
    const [tenant, device, log] = [newId(), newId(), newId()]
    await server.transaction(async (connection) => {
      await connection.insertAll('tenants', [{ id: tenant, created_at: now }])
      await connection.insertAll('devices', [
        { tenant_id: tenant, device_id: device, paired_at: now },
      ])
      await connection.insertAll('logs', [
        {
          id: log,
          tenant_id: tenant,
          device_id: device,
          epoch: log,
          base_seq: 0,
          base_hash: Buffer.alloc(32),
          head_seq: each + 1,
          head_hash: Buffer.alloc(32),
          head_at: now,
          created_at: now,
        },
      ])
      await connection.insertAll('webhooks', [
        {
          tenant_id: tenant,
          url: webhook,
          secret: `whsec_${Buffer.alloc(24).toString('base64')}`,
          since: now,
          changed_at: now,
        },
      ])
      const settings = { timeZone: 'Europe/Berlin', currency: 'EUR' }
      await connection.insertAll('events', [
        stored(log, 1, 'settings.changed', settings, now),
        ...Array.from({ length: each }, (_, at) =>
          stored(log, at + 2, 'appointment.created', { localStart: '2026-03-02T10:00' }, now),
        ),
      ])
    })
    const places = Array.from({ length: each }, (_, at) => ({ logId: log, seq: at + 2 }))
    for (let from = 0; from < each; from += 200)
      await intake.takeAll(places.slice(from, from + 200))
  }
  await server.run(`UPDATE event_delivery SET next_attempt_at = '9' WHERE state = 'retry'`)
}

function stored(logId: string, seq: number, type: string, data: object, now: string) {
  const id = newId()
  const version = '1.0'
  const attributes = {
    id,
    type,
    subject: `${type.split('.')[0]}/${id}`,
    dataschema: dataSchemaOf(type, version),
    time: now,
    metadata: JSON.stringify({ version }),
  }
  return {
    log_id: logId,
    seq,
    hash: Buffer.alloc(32, seq),
    attributes: JSON.stringify(attributes),
    data: JSON.stringify(data),
    received_at: now,
  }
}

async function drain(
  server: SqlServer,
  url: string,
  name: Name,
  processes: number,
): Promise<Drained> {
  const children = Array.from({ length: processes }, () => startChild(program, [url, name]))
  for (const child of children) {
    if ((await child.line('ready')) === null) throw new Error((await child.ended).errors)
  }
  const startedAt = performance.now()
  await server.run(`UPDATE event_delivery SET next_attempt_at = ? WHERE state = 'retry'`, [
    instantFrom(Date.now()),
  ])
  const isOpen = async () => (await server.all('SELECT 1 FROM event_delivery LIMIT 1')).length > 0
  while (await isOpen()) await sleep(20)
  const seconds = (performance.now() - startedAt) / 1_000
  for (const { pid } of children) process.kill(pid, 'SIGTERM')
  const ends = await Promise.all(children.map(({ ended }) => ended))
  const told = ends.map(({ output }) => /^done (\d+) ([\d.]+)$/m.exec(output)!)
  return {
    seconds,
    shares: told.map(([, done]) => Number(done)),
    processorSeconds: told.reduce((sum, [, , busy]) => sum + Number(busy), 0),
  }
}
