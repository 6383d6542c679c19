import fastify, { LogController, type FastifyInstance } from 'fastify'
import type { Transport } from '../../brokers/index.ts'
import { troubleOf } from '../operations/trouble.ts'
import { WorkerMetrics } from '../operations/worker-metrics.ts'
import type { SqlServer } from '../storage/sql-server.ts'
import { allWorkers } from './all-workers.ts'
import { runWorker, type WorkerState } from './run-worker.ts'
import type { Worker } from './worker.ts'

const foreignLog =
  'The broker brings events of a log that this database does not have; they are passed over. Is this' +
  ' the endpoint’s own --database or --data-dir? Endpoints that share a broker need a ?namespace= each.' +
  ' Once that is right: POST /v1/admin/relay/again.'

/** How a process of workers is made. */
export interface WorkersOptions {
  readonly server: SqlServer
  readonly transport: Transport
  /** Where log lines go; none without it. */
  readonly log?: NodeJS.WritableStream
}

/**
 * Runs all workers, and tells whoever watches how they are doing: `/healthz`, and `/metrics` for
 * Prometheus. It begins when it
 * listens. Closing it waits for what is under way; the storage and the
 * transport are the caller's to close afterwards.
 *
 * @example
 * const workers = runWorkers({ server, transport })
 * await workers.listen({ port: 4281 })
 */
export function runWorkers({ server, transport, log }: WorkersOptions): FastifyInstance {
  const app = fastify({
    logger: log ? { level: 'info', stream: log, base: null } : false,
    logController: new LogController({ disableRequestLogging: true }),
    forceCloseConnections: 'idle',
  })
  const metrics = new WorkerMetrics(server)
  const states = new Map<string, WorkerState>()
  const stopping = new AbortController()
  const run = (worker: Worker) =>
    runWorker(
      worker,
      {
        server,
        transport,
        onOutcome: (name, outcome) => metrics.note(name, outcome),
        onForeignLog: (name, log) => app.log.warn({ worker: name, log, problem: foreignLog }),
        onState: (name, state) => {
          metrics.noteState(name, state)
          if (states.get(name) !== state) app.log.info({ worker: name, state })
          states.set(name, state)
        },
        onTrouble: (name, error) => app.log.warn({ worker: name, ...troubleOf(error) }),
      },
      stopping.signal,
    )
  let running: Promise<void>[] = []
  app.get('/healthz', async () => ({ status: 'alive', workers: Object.fromEntries(states) }))
  app.get('/metrics', async (_request, reply) => {
    const text = await metrics.registry.metrics()
    return reply.type(metrics.registry.contentType).send(text)
  })
  // Not before: a process whose port is taken ends, and must not have begun.
  app.addHook('onListen', async () => {
    running = allWorkers(server).map(run)
  })
  app.addHook('onClose', async () => {
    stopping.abort()
    await Promise.all(running)
  })
  return app
}
