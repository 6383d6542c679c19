import { toCloudEvent } from '../../../main/events/cloud-event.ts'
import { configFromUrl } from '../../../main/events/broker-config.ts'
import { readRows } from '../../../main/events/event-log.ts'
import { runUnlimited } from '../../../main/events/run-limited.ts'
import type { StudioApp } from '../../../main/studio-app.ts'
import { newId } from '../../../shared/ids.ts'
import { findKafka } from '../../../tools/kafka/find-kafka.ts'
import type { BrokerMachine } from '../../support/brokers/broker-machine.ts'
import { startRabbit } from '../../support/brokers/rabbitmq-machine.ts'
import { startRealKafka } from '../../support/brokers/real-kafka.ts'
import { startRedis } from '../../support/brokers/redis-machine.ts'
import { bareKafka, bareRabbit, bareRedis, type BareClient } from '../bare-clients.ts'
import { summarize, type Measured } from '../bench-row.ts'
import { openBenchApp, workingCopy } from '../bench-studio.ts'
import { count, type BenchContext } from '../section.ts'
import { sleep } from '../watch-desk.ts'

const burst = 5_000
const quickBurst = 1_000

interface Contestant {
  readonly name: string
  readonly bare: BareClient
  start(): Promise<BrokerMachine>
}

async function contestants(say: BenchContext['say']): Promise<Contestant[]> {
  const kafka = await findKafka()
  if (kafka.kind === 'none') say(`without Kafka: ${kafka.reason}`)
  return [
    { name: 'Redis', bare: bareRedis, start: startRedis },
    { name: 'RabbitMQ', bare: bareRabbit, start: startRabbit },
    ...(kafka.kind === 'none'
      ? []
      : [{ name: 'Kafka', bare: bareKafka, start: () => startRealKafka(kafka, 1) }]),
  ]
}

/**
 * Events from the commit through a broker into the tables, by FitFlow's relay and workers, beside the
 * broker's own client that sends and receives the same bytes and makes nothing of them; and beside the
 * same events read from the log, without a broker.
 */
export async function carrying(context: BenchContext): Promise<Measured[]> {
  const measured: Measured[] = []
  for (const contestant of await contestants(context.say)) {
    measured.push(...(await race(contestant, context)))
  }
  return measured
}

async function race(
  { name, bare, start }: Contestant,
  { empty, folder, options, say }: BenchContext,
): Promise<Measured[]> {
  const events = options.quick ? quickBurst : burst
  const file = workingCopy(empty.ours, folder, `carried-by-${name}`)
  const machine = await start()
  const app = openBenchApp(file, (error) => say(String(error)), runUnlimited)
  try {
    listen(app)
    app.delivery.start()
    const carried: number[] = []
    const byHand: number[] = []
    const fromLog: number[] = []
    // The first round is for warming up.
    for (let round = 0; round <= options.rounds; round += 1) {
      const url = `${machine.url}?namespace=bench${round}`
      await app.bus.enableAsyncMode(configFromUrl(url))
      // Before anything is sent, the broker knows everybody.
      await handle(app, 1)
      const ours = await handle(app, events)
      await app.bus.disableAsyncMode()
      const log = await handle(app, events)
      const texts = textsOf(app, events)
      const startedAt = performance.now()
      await bare(machine.url, `bare${round}`, texts)
      const others = events / ((performance.now() - startedAt) / 1_000)
      if (round === 0) continue
      carried.push(ours)
      fromLog.push(log)
      byHand.push(others)
      say(`${name}: round ${round} of ${options.rounds}`)
    }
    const figure = `carrying ${count(events)} events by ${name}`
    return [
      summarize(
        { name: figure, unit: 'events/s' },
        carried,
        { name: 'a bare client', values: byHand },
        { of: 'ratio', at: 'least', bound: 0.5 },
      ),
      summarize({ name: `${figure}, beside the log`, unit: 'events/s' }, carried, {
        name: 'read from the log',
        values: fromLog,
      }),
    ]
  } finally {
    app.close()
    await machine.stop()
  }
}

/** A handler that leaves a row in its own transaction, beside all of FitFlow's own. */
function listen({ bus, database }: StudioApp): void {
  database.exec('CREATE TABLE IF NOT EXISTS handled (seq INTEGER NOT NULL) STRICT')
  bus.on(
    'client.*',
    ({ seq }, tx) => void tx.database.prepare('INSERT INTO handled VALUES (?)').run(seq),
    { name: 'bench', tier: 'after_commit', asyncReady: true },
  )
}

/** Publishes so many events and waits until all handlers have had them; events a second. */
async function handle(app: StudioApp, events: number): Promise<number> {
  const before = handledBy(app)
  const startedAt = performance.now()
  app.work.run({ actorId: null, commandId: null, correlationId: newId() }, () => {
    for (let index = 0; index < events; index += 1) {
      app.bus.publish('client.registered', { clientId: newId() })
    }
  })
  const published = performance.now() - startedAt
  while (!isCaughtUp(app)) await sleep(5)
  if (handledBy(app) - before !== events) throw new Error('Not each event was handled once.')
  return events / ((performance.now() - startedAt - published) / 1_000)
}

function handledBy({ database }: StudioApp): number {
  return database.prepare('SELECT count(*) FROM handled').pluck().get() as number
}

function isCaughtUp({ database }: StudioApp): boolean {
  const behind = database
    .prepare(
      `SELECT 1 FROM event_subscriptions WHERE tier <> 'inline' AND service_name <> 'cloud-sync'
       AND status = 'running' AND cursor_seq < (SELECT seq FROM event_log_head)`,
    )
    .get()
  return behind === undefined
}

/** The last events as they are sent. */
function textsOf({ database }: StudioApp, events: number): string[] {
  const head = database.prepare('SELECT seq FROM event_log_head').pluck().get() as number
  return readRows(database, head - events, events).map((row) =>
    JSON.stringify(toCloudEvent(row, 'bench', 'bench')),
  )
}
