import { collectDefaultMetrics, Counter, Gauge, Registry } from 'prom-client'
import type { SqlServer } from '../storage/sql-server.ts'
import type { WorkerState } from '../workers/run-worker.ts'
import type { Outcome } from '../workers/outcome.ts'

/** What Prometheus reads of a process of workers. Labels name workers, never a tenant. */
export class WorkerMetrics {
  readonly registry = new Registry()
  readonly #outcomes = new Counter({
    name: 'fitflow_worker_events_total',
    help: 'Events that were brought or tried, by what came of them.',
    labelNames: ['worker', 'outcome'],
    registers: [this.registry],
  })
  readonly #receiving = new Gauge({
    name: 'fitflow_worker_receiving',
    help: '1 when this process is the one that the broker brings the worker’s events.',
    labelNames: ['worker'],
    registers: [this.registry],
  })

  constructor(server: SqlServer) {
    collectDefaultMetrics({ register: this.registry })
    const open: Gauge = new Gauge({
      name: 'fitflow_worker_open_events',
      help: 'Events that stand in the books: waiting for a try, behind another, or dead.',
      labelNames: ['worker', 'state'],
      registers: [this.registry],
      collect: async () => {
        const rows = await countOpen(server).catch(() => null)
        // Where the storage is away, the last numbers stand.
        if (rows === null) return
        open.reset()
        for (const { worker, state, count } of rows) open.set({ worker, state }, count)
      },
    })
  }

  note(worker: string, outcome: Outcome): void {
    this.#outcomes.inc({ worker, outcome })
  }

  noteState(worker: string, state: WorkerState): void {
    this.#receiving.set({ worker }, state === 'working' ? 1 : 0)
  }
}

async function countOpen(
  server: SqlServer,
): Promise<{ worker: string; state: string; count: number }[]> {
  return server.all(
    'SELECT worker, state, count(*) AS count FROM event_delivery GROUP BY worker, state',
  )
}
