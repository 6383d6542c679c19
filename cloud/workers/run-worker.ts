import type { Delivered, Transport } from '../../brokers/transport.ts'
import { Bell, rest } from '../operations/bell.ts'
import { fullJitter } from '../operations/full-jitter.ts'
import { Lease, LeaseLost, leaseRenewalMs } from '../operations/lease.ts'
import type { SqlServer } from '../storage/sql-server.ts'
import type { DueDelivery } from './event-delivery.ts'
import { placeOf } from './find-event.ts'
import { WorkerBooks, type Outcome } from './worker-books.ts'
import { leaseOf, type Worker } from './worker.ts'

/** What running a worker needs. */
export interface WorkerParts {
  readonly server: SqlServer
  readonly transport: Transport
  /** Hears what came of each event that was brought or tried. */
  readonly onOutcome: (worker: string, outcome: Outcome) => void
  /** Hears of a log that messages name and this database does not have, each once. */
  readonly onForeignLog: (worker: string, logId: string) => void
  /** Hears whether this process is the one at work, and whether it receives. */
  readonly onState: (worker: string, state: WorkerState) => void
  /** Hears of what is no event's fault: the broker or the storage is away, or a bug. */
  readonly onTrouble: (worker: string, error: unknown) => void
}

/**
 * - `standing by`: another process runs this worker
 * - `working`: it receives
 * - `cut off`: it has the lease, and the broker is away; what stands in the books is tried all the same
 */
export type WorkerState = 'standing by' | 'working' | 'cut off'

/** How often a process that stands by asks, and how late something that got due is noticed. */
const pollMs = 1_000
const backoff = { baseMs: 250, capMs: 30_000 }
/** Attempts at a time: of one tenant few, so that one whose systems hang holds up nobody else. */
const perTenant = 4
const inAll = 32
/** Whoever writes to the broker can name any number of logs: so many are told of. */
const mostForeign = 100

/**
 * Runs a worker until the signal says so. Of all processes that do, on whatever machines, one works
 * and the others stand by; when it dies, another goes on where its books say.
 */
export async function runWorker(
  worker: Worker,
  parts: WorkerParts,
  signal: AbortSignal,
): Promise<void> {
  const lease = new Lease(parts.server, leaseOf(worker.name))
  let failures = 0
  while (!signal.aborted) {
    try {
      if (await lease.take()) {
        failures = 0
        await new LeasedWorker(worker, lease, parts, signal).run()
      } else {
        parts.onState(worker.name, 'standing by')
        await rest(pollMs, signal)
      }
    } catch (error) {
      failures += 1
      if (!(error instanceof LeaseLost)) parts.onTrouble(worker.name, error)
      await rest(fullJitter(backoff, failures), signal)
    }
  }
  await lease.release().catch(() => {})
}

/** A worker while its lease lasts. */
class LeasedWorker {
  readonly #worker: Worker
  readonly #lease: Lease
  readonly #parts: WorkerParts
  readonly #books: WorkerBooks
  readonly #bell = new Bell()
  readonly #running = new Map<string, Promise<void>>()
  readonly #foreign = new Set<string>()
  readonly #over = new AbortController()
  readonly #signal: AbortSignal

  constructor(worker: Worker, lease: Lease, parts: WorkerParts, signal: AbortSignal) {
    this.#worker = worker
    this.#lease = lease
    this.#parts = parts
    this.#books = new WorkerBooks(worker, { server: parts.server, lease })
    this.#signal = AbortSignal.any([signal, this.#over.signal])
  }

  /** Resolves when it was told to stop; rejects when the lease was lost, or with a bug. */
  async run(): Promise<void> {
    const loops = [this.#renew(), this.#receive(), this.#deliver()].map((loop) =>
      loop.finally(() => this.#over.abort()),
    )
    const ends = await Promise.allSettled(loops)
    await Promise.allSettled(this.#running.values())
    const failed = ends.find((end) => end.status === 'rejected')
    if (failed) throw failed.reason
  }

  async #renew(): Promise<void> {
    while (!this.#signal.aborted) {
      await rest(leaseRenewalMs, this.#signal)
      if (this.#signal.aborted) return
      try {
        if (!(await this.#lease.take())) throw new LeaseLost(`Another process runs it.`)
      } catch (error) {
        if (error instanceof LeaseLost) throw error
        // Whether it is still ours is asked again in every transaction.
        this.#parts.onTrouble(this.#worker.name, error)
      }
    }
  }

  async #receive(): Promise<void> {
    const { transport, onState, onTrouble } = this.#parts
    const { name, pattern } = this.#worker
    let failures = 0
    while (!this.#signal.aborted) {
      try {
        await transport.subscribe({ name, pattern })
        onState(name, 'working')
        for await (const delivered of transport.receive({ name, pattern }, this.#signal)) {
          await this.#take(delivered)
          failures = 0
        }
      } catch (error) {
        if (error instanceof LeaseLost) throw error
        onState(name, 'cut off')
        failures += 1
        // Once, not at every try.
        if (failures === 1) onTrouble(name, error)
        await rest(fullJitter(backoff, failures), this.#signal)
      }
    }
  }

  async #take(delivered: Delivered): Promise<void> {
    const place = placeOf(delivered.event)
    const outcome = place === null ? 'unknown' : await this.#books.take(place)
    this.#parts.onOutcome(this.#worker.name, outcome)
    if (outcome === 'booked') this.#bell.ring()
    if (outcome === 'foreign' && place !== null) this.#noteForeign(place.logId)
    await delivered.ack()
  }

  #noteForeign(logId: string): void {
    if (this.#foreign.has(logId) || this.#foreign.size >= mostForeign) return
    this.#foreign.add(logId)
    this.#parts.onForeignLog(this.#worker.name, logId)
  }

  async #deliver(): Promise<void> {
    while (!this.#signal.aborted) {
      const due = await this.#books.due(perTenant)
      for (const delivery of due) {
        const key = `${delivery.tenantId} ${delivery.eventId}`
        if (this.#running.has(key) || this.#running.size >= inAll) continue
        this.#running.set(key, this.#attempt(delivery, key))
      }
      await this.#bell.wait(pollMs, this.#signal)
    }
  }

  async #attempt(delivery: DueDelivery, key: string): Promise<void> {
    try {
      const outcome = await this.#books.attempt(delivery)
      this.#parts.onOutcome(this.#worker.name, outcome)
    } catch (error) {
      if (error instanceof LeaseLost) return this.#over.abort()
      this.#parts.onTrouble(this.#worker.name, error)
      await rest(pollMs, this.#signal)
    } finally {
      this.#running.delete(key)
      this.#bell.ring()
    }
  }
}
