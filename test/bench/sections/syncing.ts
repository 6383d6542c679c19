import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { createPairingCode } from '../../../cloud/access/pair-device.ts'
import { openSqliteServer } from '../../../cloud/storage/sqlite-server.ts'
import { readRows } from '../../../main/events/event-log.ts'
import type { StudioApp } from '../../../main/studio-app.ts'
import { buildBatch } from '../../../main/sync/build-batch.ts'
import type { SyncStatus } from '../../../shared/sync.ts'
import { batchContentType, syncLimits } from '../../../shared/sync-protocol.ts'
import { instantFrom } from '../../../shared/time.ts'
import { startChild } from '../../faults/support/child.ts'
import { cloudFile, CloudProcess } from '../../support/cloud/cloud-process.ts'
import { summarize, type Measured } from '../bench-row.ts'
import { BenchDesk, peopleOf } from '../bench-desk.ts'
import { benchStudio, openBenchApp, workingCopy } from '../bench-studio.ts'
import { count, type BenchContext } from '../section.ts'
import { sleep, watchDesk, type Watched } from '../watch-desk.ts'

const plainEndpoint = join(import.meta.dirname, '..', 'plain-endpoint.ts')
/** As many as a studio writes in a week without a network. */
const offlineEvents = 10_000
const quickOfflineEvents = 2_000
/** As the relay sends them. */
const batchSize = 250
/** So many drains in a row, so that a round has some hundred bookings. */
const drainsPerRound = 2
const idleMs = 4_000
const quickIdleMs = 1_000

/**
 * A laptop that comes back from a week offline: how long its events take to the real endpoint, which
 * is a process of its own, and what the desk notices of it. The relay runs in the desk's process, as
 * in the app. The baselines are an endpoint by hand that is sent the same batches, ready packed; and
 * the same desk while nothing is sent.
 */
export async function syncing({ options, folder, say }: BenchContext): Promise<Measured[]> {
  const events = options.quick ? quickOfflineEvents : offlineEvents
  const file = workingCopy(benchStudio(events, say), folder, 'offline')
  const app = openBenchApp(file, (error) => {
    throw error
  })
  app.delivery.drainDatabase()
  const desk = new BenchDesk(app, peopleOf(file))
  const endpoint = await CloudProcess.start(join(folder, 'endpoint'), '')
  const byHand = startChild(plainEndpoint, [join(folder, 'by-hand.db')])
  try {
    const plainUrl = /http:\S+/.exec((await byHand.line('listening on ')) ?? '')?.[0] ?? ''
    await connect(desk, endpoint, folder)
    const drains = await raceEndpoints(app, desk, `${plainUrl}/events`, options.rounds, say)
    const { idle, sending } = await watchBoth(app, desk, options, say)
    const p99 = (watched: Watched[]) => watched.map((each) => each.bookingP99)
    const drain = `draining ${count(drains.events)} events to the endpoint`
    return [
      summarize(
        { name: drain, unit: 's' },
        drains.ours,
        { name: 'endpoint by hand, same batches', values: drains.byHand },
        { of: 'value', at: 'most', bound: 5 },
        { of: 'ratio', at: 'most', bound: 2 },
      ),
      summarize(
        { name: 'booking p99 while draining', unit: 'ms' },
        p99(sending),
        { name: 'the desk alone', values: p99(idle) },
        { of: 'ratio', at: 'most', bound: 1.5 },
      ),
      ...(['worstBooking', 'worstStall', 'worstTurn'] as const).map((key) =>
        summarize(
          { name: `${names[key]} while draining`, unit: 'ms' },
          sending.map((each) => each[key]),
          { name: 'the desk alone', values: idle.map((each) => each[key]) },
        ),
      ),
    ]
  } finally {
    byHand.kill()
    await endpoint.kill()
    app.close()
  }
}

const names = {
  worstBooking: 'worst booking',
  worstStall: 'worst stall',
  worstTurn: 'longest computing',
}

async function connect(desk: BenchDesk, endpoint: CloudProcess, folder: string): Promise<void> {
  const server = await openSqliteServer(cloudFile(join(folder, 'endpoint')))
  const code = await createPairingCode(server, 'bench', instantFrom(Date.now()))
  await server.close()
  desk.command('sync.pair', {
    endpointUrl: endpoint.url,
    code: code!.code,
    passphrase: 'bench street',
  })
  const status = () => desk.ask('sync.status', {}) as SyncStatus
  while (status().pairing?.state === 'running') await sleep(5)
  if (!status().link) throw new Error(`Not connected: ${JSON.stringify(status())}`)
}

/** Sends the whole log to both endpoints in turn; seconds. */
async function raceEndpoints(
  app: StudioApp,
  desk: BenchDesk,
  plainUrl: string,
  rounds: number,
  say: BenchContext['say'],
): Promise<{ ours: number[]; byHand: number[]; events: number }> {
  const ours: number[] = []
  const byHand: number[] = []
  // The first round is for warming up.
  for (let round = 0; round <= rounds; round += 1) {
    const epoch = forgetWhatWasSent(app)
    const bodies = await packBatches(app, epoch)
    const drained = await seconds(() => drain(app, desk))
    const posted = await seconds(() => post(plainUrl, bodies))
    if (round === 0) continue
    ours.push(drained)
    byHand.push(posted)
    say(`draining: round ${round} of ${rounds}`)
  }
  return { ours, byHand, events: headOf(app) }
}

/** The desk, while nothing is sent and while everything is, in turn. */
async function watchBoth(
  app: StudioApp,
  desk: BenchDesk,
  { rounds, quick }: BenchContext['options'],
  say: BenchContext['say'],
): Promise<{ idle: Watched[]; sending: Watched[] }> {
  const idle: Watched[] = []
  const sending: Watched[] = []
  const watch = (work: () => Promise<void>) => watchDesk(() => desk.book(), work)
  for (let round = 0; round <= rounds; round += 1) {
    const alone = await watch(() => sleep(quick ? quickIdleMs : idleMs))
    const beside = await watch(async () => {
      for (let drained = 0; drained < (quick ? 1 : drainsPerRound); drained += 1) {
        forgetWhatWasSent(app)
        await drainUpTo(app, headOf(app))
      }
    })
    if (round === 0) continue
    idle.push(alone)
    sending.push(beside)
    say(`booking while draining: round ${round} of ${rounds}`)
  }
  return { idle, sending }
}

/** A new epoch from the first event on: the endpoint has nothing of it. */
function forgetWhatWasSent(app: StudioApp): string {
  const epoch = randomBytes(16).toString('hex')
  app.database.prepare('UPDATE event_log_head SET epoch = ?').run(epoch)
  app.database
    .prepare(`UPDATE event_subscriptions SET cursor_seq = 0 WHERE service_name = 'cloud-sync'`)
    .run()
  return epoch
}

async function drain(app: StudioApp, desk: BenchDesk): Promise<void> {
  await app.sync.relay.drain()
  const { link } = desk.ask('sync.status', {}) as SyncStatus
  if (link?.waiting !== 0) throw new Error(`Not everything was sent: ${JSON.stringify(link)}`)
}

/** Until what waited at the beginning is there: the desk goes on booking, and each booking waits again. */
async function drainUpTo(app: StudioApp, seq: number): Promise<void> {
  const cursor = app.database
    .prepare(`SELECT cursor_seq FROM event_subscriptions WHERE service_name = 'cloud-sync'`)
    .pluck()
  const over = app.sync.relay.drain()
  while ((cursor.get() as number) < seq) {
    if (app.sync.relay.rest) throw new Error(`It rests: ${app.sync.relay.rest.reason}`)
    await sleep(5)
  }
  void over
}

async function packBatches(app: StudioApp, epoch: string): Promise<Buffer[]> {
  const bodies: Buffer[] = []
  for (let after = 0; after < headOf(app); after += batchSize) {
    const rows = readRows(app.database, after, batchSize)
    const { json } = buildBatch(rows, { deviceId: 'bench', epoch }, syncLimits)
    bodies.push(await promisify(gzip)(json, { level: 6 }))
  }
  return bodies
}

async function post(url: string, bodies: readonly Buffer[]): Promise<void> {
  const headers = { 'content-type': batchContentType }
  for (const body of bodies) {
    const answer = await fetch(url, { method: 'POST', headers, body: new Uint8Array(body) })
    if (!answer.ok) throw new Error(`The endpoint by hand answered ${answer.status}.`)
    await answer.json()
  }
}

function headOf(app: StudioApp): number {
  return app.database.prepare('SELECT seq FROM event_log_head').pluck().get() as number
}

async function seconds(work: () => Promise<void>): Promise<number> {
  const startedAt = performance.now()
  await work()
  return (performance.now() - startedAt) / 1_000
}
