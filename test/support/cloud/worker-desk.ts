import type { Worker } from '../../../cloud/workers/worker.ts'
import { Lease } from '../../../cloud/operations/lease.ts'
import { leaseOf } from '../../../cloud/workers/worker.ts'
import { WorkerBooks, type Outcome } from '../../../cloud/workers/worker-books.ts'
import type { EventPlace } from '../../../cloud/workers/find-event.ts'
import type { CloudLab } from './cloud-lab.ts'

/** A worker's books, kept as a process of workers keeps them, without a broker in front. */
export class WorkerDesk {
  readonly books: WorkerBooks
  readonly lease: Lease
  readonly #lab: CloudLab

  private constructor(lab: CloudLab, worker: Worker) {
    this.#lab = lab
    this.lease = new Lease(lab.server, leaseOf(worker.name))
    this.books = new WorkerBooks(worker, {
      server: lab.server,
      lease: this.lease,
      clock: lab.clock.read,
    })
  }

  /** Takes the lease from whichever desk had it before. */
  static async open(lab: CloudLab, worker: Worker): Promise<WorkerDesk> {
    const desk = new WorkerDesk(lab, worker)
    await lab.server.run('DELETE FROM leases WHERE name = ?', [leaseOf(worker.name)])
    await desk.lease.take()
    return desk
  }

  /** Brings everything that a tenant's logs hold, in order, as a broker does. */
  async bring(tenant: string): Promise<Outcome[]> {
    const outcomes: Outcome[] = []
    for (const place of await placesOf(this.#lab, tenant)) {
      outcomes.push(await this.books.take(place))
    }
    return outcomes.filter((outcome) => outcome !== 'unknown')
  }

  /** Tries what is due, until nothing is. */
  async settle(): Promise<Outcome[]> {
    const outcomes: Outcome[] = []
    while (true) {
      const due = await this.books.due(100)
      if (due.length === 0) return outcomes
      for (const delivery of due) outcomes.push(await this.books.attempt(delivery))
    }
  }
}

/** Where a tenant's events stand, log by log. */
export async function placesOf(lab: CloudLab, tenant: string): Promise<EventPlace[]> {
  const rows = await lab.server.all<{ log_id: string; seq: number }>(
    `SELECT e.log_id, e.seq FROM events e JOIN logs l ON l.id = e.log_id
     WHERE l.tenant_id = ? ORDER BY l.created_at, l.id, e.seq`,
    [tenant],
  )
  return rows.map(({ log_id: logId, seq }) => ({ logId, seq }))
}
