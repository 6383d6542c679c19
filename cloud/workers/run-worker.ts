import { atHand } from '../../brokers/at-hand.ts'
import type { Delivered, Transport } from '../../brokers/transport.ts'
import { Bell, rest } from '../operations/bell.ts'
import { fullJitter } from '../operations/full-jitter.ts'
import { Lease, LeaseLost, leaseRenewalMs } from '../operations/lease.ts'
import type { SqlServer } from '../storage/sql-server.ts'
import type { DueDelivery } from './event-delivery.ts'
import { EventIntake } from './event-intake.ts'
import { placeOf } from './find-event.ts'
import { claimRenewalMs } from './tenant-turns.ts'
import type { Outcome } from './outcome.ts'
import { WorkerBooks } from './worker-books.ts'
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
 * - `sharing`: another process receives; this one does what is due of the tenants whose turn is free
 * - `working`: it receives, and does the same
 * - `cut off`: it has the lease, and the broker is away; what stands in the books is done all the same
 */
export type WorkerState = 'sharing' | 'working' | 'cut off'

/** How often a process that does not receive asks whether it may. */
const pollMs = 1_000
/** How late something that got due, or that another process entered, is noticed. */
const lookMs = 250
/** So long is rested when all tenants of whom something is due are in other processes' hands. */
const takenMs = 10
/**
 * A turn in which something failed is followed by a rest of so many times its length: whose events fail
 * has at most a fifth of a process, and of a storage that has one writer.
 */
const restTimes = 4
const backoff = { baseMs: 250, capMs: 30_000 }
/** So many that the broker has at hand are taken together; see `mostUnacknowledged`. */
const atOnce = 200
/** Attempts at a time: of one tenant few, so that one whose systems hang holds up nobody else. */
const perTenant = 4
const inAll = 32
/** Whoever writes to the broker can name any number of logs: so many are told of. */
const mostForeign = 100

/**
 * Runs a worker until the signal says so. Of all processes that do, on whatever machines, one receives
 * and enters what the broker brings, and all of them do it, each for the tenants whose turn it takes.
 * When one dies, the others go on where the books say.
 */
export async function runWorker(
  worker: Worker,
  parts: WorkerParts,
  signal: AbortSignal,
): Promise<void> {
  const bell = new Bell()
  await Promise.all([
    receiveInTurns(worker, parts, bell, signal),
    new TenantTurns(worker, parts, bell, signal).run(),
  ])
}

async function receiveInTurns(
  worker: Worker,
  parts: WorkerParts,
  bell: Bell,
  signal: AbortSignal,
): Promise<void> {
  const lease = new Lease(parts.server, leaseOf(worker.name))
  let failures = 0
  while (!signal.aborted) {
    try {
      if (await lease.take()) {
        failures = 0
        await new Receiver(worker, lease, parts, bell, signal).run()
      } else {
        parts.onState(worker.name, 'sharing')
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

/** Enters what the broker brings, while its lease lasts. */
class Receiver {
  readonly #worker: Worker
  readonly #lease: Lease
  readonly #parts: WorkerParts
  readonly #intake: EventIntake
  readonly #bell: Bell
  readonly #foreign = new Set<string>()
  readonly #over = new AbortController()
  readonly #signal: AbortSignal

  constructor(worker: Worker, lease: Lease, parts: WorkerParts, bell: Bell, signal: AbortSignal) {
    this.#worker = worker
    this.#lease = lease
    this.#parts = parts
    this.#bell = bell
    this.#intake = new EventIntake(worker, { server: parts.server, lease })
    this.#signal = AbortSignal.any([signal, this.#over.signal])
  }

  /** Resolves when it was told to stop; rejects when the lease was lost, or with a bug. */
  async run(): Promise<void> {
    const loops = [this.#renew(), this.#receive()].map((loop) =>
      loop.finally(() => this.#over.abort()),
    )
    const ends = await Promise.allSettled(loops)
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
        const receive = (until: AbortSignal) => transport.receive({ name, pattern }, until)
        for await (const delivered of atHand(receive, atOnce, this.#signal)) {
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

  async #take(delivered: readonly Delivered[]): Promise<void> {
    const places = delivered.map(({ event }) => placeOf(event))
    const named = places.filter((place) => place !== null)
    const outcomes = named.length > 0 ? await this.#intake.takeAll(named) : []
    const { name } = this.#worker
    for (const [index, { logId }] of named.entries()) {
      const outcome = outcomes[index]!
      this.#parts.onOutcome(name, outcome)
      if (outcome === 'foreign') this.#noteForeign(logId)
    }
    for (const place of places) if (place === null) this.#parts.onOutcome(name, 'unknown')
    if (outcomes.includes('booked')) this.#bell.ring()
    await Promise.all(delivered.map((one) => one.ack()))
  }

  #noteForeign(logId: string): void {
    if (this.#foreign.has(logId) || this.#foreign.size >= mostForeign) return
    this.#foreign.add(logId)
    this.#parts.onForeignLog(this.#worker.name, logId)
  }
}

/** Does what is due, tenant after tenant, whichever process entered it. */
class TenantTurns {
  readonly #worker: Worker
  readonly #parts: WorkerParts
  readonly #books: WorkerBooks
  readonly #bell: Bell
  readonly #signal: AbortSignal
  /** What is told outside just now. */
  readonly #running = new Map<DueDelivery, Promise<void>>()
  /** Whose turn it was last comes last. */
  #order: string[] = []
  /** Until when those rest in whose turn something failed. */
  readonly #rests = new Map<string, number>()

  constructor(worker: Worker, parts: WorkerParts, bell: Bell, signal: AbortSignal) {
    this.#worker = worker
    this.#parts = parts
    this.#bell = bell
    this.#signal = signal
    this.#books = new WorkerBooks(worker, { server: parts.server })
  }

  /** Resolves when it was told to stop and nothing is under way; never rejects. */
  async run(): Promise<void> {
    const keeping = this.#keepClaims()
    let failures = 0
    while (!this.#signal.aborted) {
      try {
        await this.#goRound()
        failures = 0
      } catch (error) {
        failures += 1
        if (failures === 1) this.#parts.onTrouble(this.#worker.name, error)
        await rest(fullJitter(backoff, failures), this.#signal)
      }
    }
    await Promise.allSettled([...this.#running.values(), keeping])
  }

  /** One turn for each tenant of whom something is due; a rest where there was nothing to do. */
  async #goRound(): Promise<void> {
    const due = new Set(
      (await this.#books.tenantsDue()).filter((tenantId) => !this.#isResting(tenantId)),
    )
    // Those that are new here before those that just had their turn.
    const known = this.#order.filter((tenantId) => due.has(tenantId))
    const fresh = [...due].filter((tenantId) => !known.includes(tenantId))
    this.#order = [...shuffled(fresh), ...known]
    let done = 0
    for (const tenantId of this.#order.slice()) {
      if (this.#signal.aborted) return
      done += await this.#take(tenantId)
      this.#order.push(this.#order.splice(this.#order.indexOf(tenantId), 1)[0]!)
    }
    if (done > 0 && this.#worker.kind === 'database') return
    const allTaken = due.size > 0 && this.#worker.kind === 'database'
    await this.#bell.wait(allTaken ? takenMs : lookMs, this.#signal)
  }

  #isResting(tenantId: string): boolean {
    if ((this.#rests.get(tenantId) ?? 0) > performance.now()) return true
    this.#rests.delete(tenantId)
    return false
  }

  /** How much of a tenant was done or begun. */
  async #take(tenantId: string): Promise<number> {
    if (this.#worker.kind === 'database') {
      const startedAt = performance.now()
      const outcomes = await this.#books.turn(tenantId)
      for (const outcome of outcomes) this.#parts.onOutcome(this.#worker.name, outcome)
      const now = performance.now()
      if (outcomes.includes('failed')) {
        this.#rests.set(tenantId, now + restTimes * (now - startedAt))
      }
      return outcomes.length
    }
    const own = [...this.#running.keys()].filter((one) => one.tenantId === tenantId).length
    if (own >= perTenant || this.#running.size >= inAll) return 0
    const claimed = await this.#books.claim(tenantId, perTenant)
    for (const delivery of claimed) this.#running.set(delivery, this.#attempt(delivery))
    return claimed.length
  }

  async #attempt(delivery: DueDelivery): Promise<void> {
    try {
      const outcome = await this.#books.attempt(delivery)
      this.#parts.onOutcome(this.#worker.name, outcome)
    } catch (error) {
      this.#parts.onTrouble(this.#worker.name, error)
      await rest(pollMs, this.#signal)
    } finally {
      this.#running.delete(delivery)
      this.#bell.ring()
    }
  }

  async #keepClaims(): Promise<void> {
    while (!this.#signal.aborted) {
      await rest(claimRenewalMs, this.#signal)
      const running = [...this.#running.keys()]
      // Told twice with the same key, at worst.
      if (running.length > 0) await this.#books.keepClaims(running).catch(() => {})
    }
  }
}

/** Processes that look at the same moment begin with different tenants. */
function shuffled<T>(items: readonly T[]): T[] {
  return items
    .map((item) => ({ item, key: Math.random() }))
    .toSorted((a, b) => a.key - b.key)
    .map(({ item }) => item)
}
