import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { SqlConnection } from '../../cloud/storage/sql-server.ts'
import { holdTurn } from '../../cloud/workers/tenant-turns.ts'
import { WorkerBooks } from '../../cloud/workers/worker-books.ts'
import type { DatabaseWorker, OutsideWorker, WholeEvent } from '../../cloud/workers/worker.ts'
import { newId } from '../../shared/ids.ts'
import { onBothStorages, type CloudLab } from '../support/cloud/cloud-lab.ts'
import { TestLaptop } from '../support/cloud/test-laptop.ts'
import { WorkerDesk } from '../support/cloud/worker-desk.ts'

onBothStorages('A worker that several processes share', (lab: () => CloudLab) => {
  let laptops: TestLaptop[]
  /** What was handled before what came before it in its subject. */
  let outOfOrder: WholeEvent[]
  let fails: (event: WholeEvent) => boolean
  let worker: DatabaseWorker

  // A turn ends after some milliseconds: here they do not pass.
  beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }))
  afterEach(() => void vi.useRealTimers())

  beforeEach(async () => {
    laptops = []
    for (let count = 0; count < 4; count += 1) laptops.push(await TestLaptop.open(lab()))
    outOfOrder = []
    fails = () => false
    worker = {
      kind: 'database',
      name: `sharing-${newId()}`,
      pattern: '*',
      maxAttempts: 3,
      backoff: { baseMs: 1_000, capMs: 60_000 },
      handle: async (event, connection) => {
        const done = await handledOf(connection, event.tenantId)
        const earlier = laptopOf(event)
          .events()
          .filter(({ subject, sequence }) => {
            return subject === event.subject && Number(sequence) < event.seq
          })
        if (!earlier.every(({ sequence }) => done.has(Number(sequence)))) outOfOrder.push(event)
        const mark = [event.tenantId, `${worker.name} ${event.seq}`, 'group']
        await connection.run('INSERT INTO figure_marks VALUES (?, ?, ?)', mark)
        if (fails(event)) throw new TypeError(`No ${event.seq} today`)
      },
    }
  })

  const laptopOf = ({ tenantId }: WholeEvent) =>
    laptops.find(({ tenant }) => tenant === tenantId) as TestLaptop
  const handledOf = async (connection: Pick<SqlConnection, 'all'>, tenant: string) => {
    const rows = await connection.all<{ subject: string }>(
      'SELECT subject FROM figure_marks WHERE tenant_id = ?',
      [tenant],
    )
    const ours = rows.filter(({ subject }) => subject.startsWith(worker.name))
    return new Set(ours.map(({ subject }) => Number(subject.slice(worker.name.length))))
  }
  const another = (of: DatabaseWorker | OutsideWorker = worker) =>
    new WorkerBooks(of, { server: lab().server, clock: lab().clock.read })
  const bringAll = async (of: DatabaseWorker | OutsideWorker = worker) => {
    const desk = await WorkerDesk.open(lab(), of)
    for (const laptop of laptops) {
      await laptop.push(laptop.events())
      await desk.bringTogether(laptop.tenant)
    }
    return desk
  }

  it('does what came together in one go, each subject in its order', async () => {
    const desk = await bringAll()
    for (const laptop of laptops) {
      const outcomes = await desk.books.turn(laptop.tenant)
      expect(outcomes).toEqual(laptop.events().map(() => 'handled'))
    }
    expect(outOfOrder).toEqual([])
    expect(await desk.books.tenantsDue()).toEqual([])
  })

  it('does everything once, in order, where all of them are at it', async () => {
    await bringAll()
    const doAll = async (books: WorkerBooks) => {
      let handled = 0
      while (true) {
        const due = await books.tenantsDue()
        if (due.length === 0) return handled
        for (const tenant of due) handled += (await books.turn(tenant)).length
      }
    }
    const shares = await Promise.all([another(), another(), another()].map(doAll))
    const all = laptops.flatMap((laptop) => laptop.events())
    expect(shares.reduce((sum, share) => sum + share, 0)).toBe(all.length)
    for (const laptop of laptops) {
      expect((await handledOf(lab().server, laptop.tenant)).size).toBe(laptop.events().length)
    }
    expect(outOfOrder).toEqual([])
  })

  it('charges an event alone for its failure, in the middle of others', async () => {
    const desk = await bringAll()
    const bad = laptops[0]!.events()[7]!
    fails = ({ id, tenantId }) => id === bad.id && tenantId === laptops[0]!.tenant
    const behind = laptops[0]!.events().filter(({ subject, sequence }) => {
      return subject === bad.subject && sequence > bad.sequence
    })
    const outcomes = [...(await desk.settle())]
    expect(outcomes.filter((outcome) => outcome === 'failed')).toHaveLength(1)
    const open = await lab().server.all<{ event_id: string; attempts: number }>(
      'SELECT event_id, attempts FROM event_delivery WHERE worker = ? ORDER BY position',
      [worker.name],
    )
    expect(open).toEqual([
      { event_id: bad.id, attempts: 1 },
      ...behind.map(({ id }) => ({ event_id: id, attempts: 0 })),
    ])
    fails = () => false
    lab().clock.advance({ minutes: 5 })
    await desk.settle()
    for (const laptop of laptops) {
      expect((await handledOf(lab().server, laptop.tenant)).size).toBe(laptop.events().length)
    }
    expect(outOfOrder).toEqual([])
  })

  it('leaves a tenant alone that another has in hand, and takes it over when that one dies', async () => {
    await bringAll()
    const [held, ...others] = laptops.map(({ tenant }) => tenant)
    const died = new Error('killed')
    let isHeld = () => {}
    const untilHeld = new Promise<void>((resolve) => (isHeld = resolve))
    let die = () => {}
    const untilDead = new Promise<void>((resolve) => (die = resolve))
    const first = lab().server.transaction(async (connection) => {
      await holdTurn(connection, worker.name, held!)
      isHeld()
      await untilDead
      throw died
    })
    await untilHeld
    const books = another()
    const turns = Promise.all([held, ...others].map((tenant) => books.turn(tenant!)))
    // An SQLite file has one writer: there they all wait for it.
    const isShared = lab().server.place.startsWith('PostgreSQL')
    const ofOthers = others.map(() => true)
    const wasDone = isShared ? (await turns).map(({ length }) => length > 0) : [false, ...ofOthers]
    expect(wasDone).toEqual([false, ...ofOthers])
    die()
    await expect(first).rejects.toBe(died)
    await turns
    await books.turn(held!)
    expect((await handledOf(lab().server, held!)).size).toBe(laptops[0]!.events().length)
    expect(outOfOrder).toEqual([])
  })

  it('tells outside what one of them has claimed once, until that one is silent for long', async () => {
    const told: string[] = []
    const telling: OutsideWorker = {
      kind: 'outside',
      name: worker.name,
      pattern: '*',
      maxAttempts: 3,
      backoff: worker.backoff,
      wants: async () => true,
      handle: async ({ id }) => {
        told.push(id)
        throw new TypeError('Nobody there')
      },
    }
    await bringAll(telling)
    const { tenant } = laptops[0]!
    const [one, two] = [another(telling), another(telling)]
    const claimed = await one.claim(tenant, 4)
    expect(claimed).toHaveLength(4)
    // So many of one tenant at a time, whoever tells them.
    expect(await two.claim(tenant, 4)).toEqual([])
    const more = await two.claim(tenant, 6)
    expect(more).toHaveLength(2)
    await one.keepClaims(claimed)
    lab().clock.advance({ ms: 9_000 })
    await two.keepClaims(more)
    expect(await two.claim(tenant, 6)).toEqual([])
    lab().clock.advance({ ms: 1_001 })
    const taken = await two.claim(tenant, 6)
    expect(taken).toEqual(claimed)
    // It was not dead after all: what both have tried is one attempt.
    const outcomes = []
    for (const delivery of claimed) outcomes.push(await one.attempt(delivery))
    for (const delivery of taken) outcomes.push(await two.attempt(delivery))
    expect(outcomes).toEqual([...claimed.map(() => 'failed'), ...taken.map(() => 'repeated')])
    expect(told).toHaveLength(8)
    const rows = await lab().server.all<{ attempts: number }>(
      'SELECT attempts FROM event_delivery WHERE worker = ? AND tenant_id = ? AND attempts > 0',
      [worker.name, tenant],
    )
    expect(rows).toEqual(claimed.map(() => ({ attempts: 1 })))
  })
})
