import { setTimeout as pause } from 'node:timers/promises'
import { createAdminToken } from '../../../cloud/access/authenticate.ts'
import type { SqlServer } from '../../../cloud/storage/sql-server.ts'
import type { DeadLetter } from '../../../cloud/workers/dead-letters.ts'
import { matches } from '../../../shared/event-pattern.ts'
import { instantFrom } from '../../../shared/time.ts'
import { CloudProcess } from '../../support/cloud/cloud-process.ts'
import type { RecordedLog } from '../../support/cloud/recorded-log.ts'
import { TestLaptop } from '../../support/cloud/test-laptop.ts'
import { WorkersProcess } from '../../support/cloud/workers-process.ts'
import { HostileTenant } from './hostile-tenant.ts'
import { StudioSystems } from './studio-systems.ts'

/** Where it is played. */
export interface Stage {
  readonly server: SqlServer
  readonly storage: string
  /** Of the processes, on their command lines. */
  readonly options: readonly string[]
  readonly brokerUrl: string
}

/** How long an honest studio waited until all it sent was handled and told, and what was not right. */
export interface Raced {
  readonly aloneMs: number
  readonly besideMs: number
  readonly hostileEvents: number
  readonly problems: readonly string[]
}

/** So many studios are measured each way; of the times the one in the middle counts. */
const studios = 3
/** Whoever waits for so long waits for ever. */
const mostMs = 40_000
const wanted = {
  analytics: 'appointment.* seat.* payment.*',
  notifications: 'appointment.* seat.* waitlist.*',
}

/** Sends an honest studio's day through a real endpoint, broker and workers, alone and beside a hostile one. */
export async function raceBeside(stage: Stage, log: RecordedLog): Promise<Raced> {
  const adminToken = await createAdminToken(stage.server, instantFrom(Date.now()))
  const options = [...stage.options, '--broker', stage.brokerUrl]
  const [cloud, workers, systems] = await Promise.all([
    CloudProcess.start(options, adminToken),
    WorkersProcess.start(options),
    StudioSystems.open(),
  ])
  const { server } = stage
  const problems: string[] = []
  const send = async () => {
    const { ms, problem } = await sendDay(server, cloud, systems, log)
    if (problem !== null) problems.push(problem)
    return ms
  }
  const middleOf = (times: number[]) => times.toSorted((a, b) => a - b)[times.length >> 1] ?? 0
  try {
    // The first one finds everything cold.
    await send()
    const alone: number[] = []
    while (alone.length < studios) alone.push(await send())
    const hostile = await HostileTenant.open(server, cloud, systems, log)
    const beside: number[] = []
    while (beside.length < studios && problems.length === 0) {
      await hostile.attack()
      beside.push(await send())
    }
    return {
      aloneMs: middleOf(alone),
      besideMs: middleOf(beside),
      hostileEvents: hostile.sent,
      problems,
    }
  } finally {
    await Promise.all([cloud.kill(), workers.kill()])
    systems.close()
  }
}

/** Pushes a new studio's day, and waits until both workers have had it and its own systems were told. */
async function sendDay(
  server: SqlServer,
  cloud: CloudProcess,
  systems: StudioSystems,
  log: RecordedLog,
): Promise<{ readonly ms: number; readonly problem: string | null }> {
  const studio = await TestLaptop.open(cloud, log)
  await cloud.admin('PUT', `tenants/${studio.tenant}/webhook`, { url: systems.answering })
  const events = studio.events()
  const toTell = events.filter(({ type }) => matches(wanted.notifications, type))
  const toCount = events.filter(({ type }) => matches(wanted.analytics, type))
  const toldBefore = systems.told
  const left = async () => {
    const [row] = await server.all<{ count: number }>(
      `SELECT count(*) AS count FROM processed_events WHERE tenant_id = ?`,
      [studio.tenant],
    )
    return toTell.length + toCount.length - (row?.count ?? 0)
  }
  const startedAt = performance.now()
  const { status } = await studio.push(events)
  if (status !== 200) return { ms: 0, problem: `an honest push was answered with ${status}` }
  while ((await left()) > 0) {
    if (performance.now() - startedAt > mostMs) break
    await pause(20)
  }
  const ms = performance.now() - startedAt
  const letters = await cloud.admin<DeadLetter[]>('GET', `tenants/${studio.tenant}/dead-letters`)
  const open = await left()
  const problem =
    open > 0
      ? `after ${mostMs / 1_000} s ${open} of the honest events were not handled`
      : letters.body.length > 0
        ? `${letters.body.length} honest events are dead letters`
        : systems.told - toldBefore < toTell.length
          ? `the honest studio’s own systems heard ${systems.told - toldBefore} of ${toTell.length}`
          : null
  return { ms, problem }
}
