import type { Worker } from '../../../cloud/workers/worker.ts'
import { Lease } from '../../../cloud/operations/lease.ts'
import { leaseOf } from '../../../cloud/workers/worker.ts'
import { EventIntake } from '../../../cloud/workers/event-intake.ts'
import type { Outcome } from '../../../cloud/workers/outcome.ts'
import { WorkerBooks } from '../../../cloud/workers/worker-books.ts'
import type { EventPlace } from '../../../cloud/workers/find-event.ts'
import type { CloudLab } from './cloud-lab.ts'

/** A worker's books, kept as a process of workers keeps them, without a broker in front. */
export class WorkerDesk {
  readonly intake: EventIntake
  readonly books: WorkerBooks
  readonly lease: Lease
  readonly #lab: CloudLab
  readonly #worker: Worker

  private constructor(lab: CloudLab, worker: Worker) {
    this.#lab = lab
    this.#worker = worker
    this.lease = new Lease(lab.server, leaseOf(worker.name))
    const { server, clock } = lab
    this.intake = new EventIntake(worker, { server, lease: this.lease, clock: clock.read })
    this.books = new WorkerBooks(worker, { server, clock: clock.read })
  }

  /** Takes the lease from whichever desk had it before. */
  static async open(lab: CloudLab, worker: Worker): Promise<WorkerDesk> {
    const desk = new WorkerDesk(lab, worker)
    await lab.server.run('DELETE FROM leases WHERE name = ?', [leaseOf(worker.name)])
    await desk.lease.take()
    return desk
  }

  /** Brings one event, and does nothing of it. */
  async take(place: EventPlace): Promise<Outcome> {
    const [outcome] = await this.intake.takeAll([place])
    return outcome!
  }

  /** Brings everything that a tenant's logs hold, in order, as a broker does, and does what it can at once. */
  async bring(tenant: string): Promise<Outcome[]> {
    const outcomes: Outcome[] = []
    for (const place of await placesOf(this.#lab, tenant)) {
      const outcome = await this.take(place)
      const isDoneHere = outcome === 'booked' && this.#worker.kind === 'database'
      outcomes.push(...(isDoneHere ? await this.books.turn(tenant) : [outcome]))
    }
    return outcomes.filter((outcome) => outcome !== 'unknown')
  }

  /** Brings the same all together, and does nothing of it. */
  async bringTogether(tenant: string): Promise<Outcome[]> {
    return this.intake.takeAll(await placesOf(this.#lab, tenant))
  }

  /** Tries what is due, until nothing is. */
  async settle(): Promise<Outcome[]> {
    const outcomes: Outcome[] = []
    while (true) {
      const tenants = await this.books.tenantsDue()
      if (tenants.length === 0) return outcomes
      for (const tenant of tenants) outcomes.push(...(await this.#do(tenant)))
    }
  }

  async #do(tenant: string): Promise<readonly Outcome[]> {
    if (this.#worker.kind === 'database') return this.books.turn(tenant)
    const outcomes: Outcome[] = []
    for (const delivery of await this.books.claim(tenant, 100)) {
      outcomes.push(await this.books.attempt(delivery))
    }
    return outcomes
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
