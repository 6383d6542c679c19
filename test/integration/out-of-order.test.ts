import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { beginFirstAttempt, refOfRow } from '../../main/events/delivery-failures.ts'
import { readRows } from '../../main/events/event-log.ts'
import { runUnlimited } from '../../main/events/run-limited.ts'
import { onItsOwn } from '../../main/db/unit-of-work.ts'
import { eraseEvents } from '../../main/events/erase-events.ts'
import { sessionCounters } from '../../main/features/analytics/index.ts'
import type { FitFlowEvent } from '../../shared/events/event.ts'
import { newId } from '../../shared/ids.ts'
import { bookSession } from '../support/book-session.ts'
import { HandledEvents, openDeliveries, publishClient } from '../support/handled-events.ts'
import { openTestStudio, type TestStudio } from '../support/open-test-studio.ts'
import { valueOf } from '../support/read-result.ts'

let studio: TestStudio
let handled: HandledEvents

beforeEach(() => {
  // A machine that stalls must not look like a handler that hangs.
  studio = openTestStudio({}, runUnlimited)
  handled = new HandledEvents(studio)
})

/** Subscribes a handler that is brought its events, and reads nothing from the log. */
function subscribe(fails: (event: FitFlowEvent) => boolean = () => false, maxAttempts = 10): void {
  const options = { name: 'mail', tier: 'after_commit', maxAttempts } as const
  studio.app.bus.on('client.*', handled.failing('mail', fails), options)
  studio.app.delivery.readLogThrough(() => 0)
}

async function bring(...seqs: number[]): Promise<void> {
  const subscription = studio.app.bus.subscriptions.byName('mail')
  for (const seq of seqs) {
    const { signal } = new AbortController()
    expect(await studio.app.delivery.bring(subscription, rowsOf(seq), signal)).toBe(1)
  }
}

/** All of them at once, as a broker has them at hand. How many are in the books then. */
function bringTogether(...seqs: number[]): Promise<number> {
  const subscription = studio.app.bus.subscriptions.byName('mail')
  return studio.app.delivery.bring(subscription, rowsOf(...seqs), new AbortController().signal)
}

const rowsOf = (...seqs: number[]) =>
  seqs.map((seq) => readRows(studio.app.database, seq - 1, 1)[0]!)

const cursor = () =>
  studio.rows<{ cursor_seq: number }>(
    `SELECT cursor_seq FROM event_subscriptions WHERE service_name = 'mail'`,
  )[0]!.cursor_seq
const marks = () =>
  studio
    .rows<{ seq: number }>('SELECT seq FROM processed_events ORDER BY seq')
    .map(({ seq }) => seq)
const readTheLog = () => {
  studio.app.delivery.readLogThrough()
  studio.deliver()
}

describe('events that a broker brings in another order', () => {
  it('are each handled once; the checkpoint follows when the gap is closed', async () => {
    subscribe()
    const before = cursor()
    const [a = 0, b = 0, c = 0] = [1, 2, 3].map(() => publishClient(studio))
    await bring(c, c)
    expect(cursor()).toBe(before)
    expect(marks()).toEqual([c])
    await bring(b, c)
    expect(marks()).toEqual([b, c])
    await bring(a)
    expect(cursor()).toBe(c)
    expect(marks()).toEqual([])
    await bring(a, b, c)
    expect(handled.of('mail')).toEqual([c, b, a])
  })

  it('are handled in the order of their subject, even if the broker has lost one', async () => {
    subscribe()
    const cleo = newId()
    const first = publishClient(studio, cleo)
    const other = publishClient(studio)
    const second = publishClient(studio, cleo)
    await bring(second)
    expect(handled.of('mail')).toEqual([first, second])
    await bring(first, other)
    expect(handled.of('mail')).toEqual([first, second, other])
    expect(cursor()).toBe(second)
  })

  it('are not handled again by who reads the log afterwards', async () => {
    subscribe()
    const seqs = Array.from({ length: 6 }, () => publishClient(studio))
    await bring(seqs[4]!, seqs[2]!)
    readTheLog()
    expect(handled.of('mail').toSorted((a, b) => a - b)).toEqual(seqs)
    expect(marks()).toEqual([])
  })

  it('leave an erased one behind', async () => {
    subscribe()
    const [a, b] = [publishClient(studio), publishClient(studio)]
    await bring(b)
    studio.app.work.run(onItsOwn(), (tx) => eraseEvents(tx, studio.app.bus, [a]))
    await bring(a)
    studio.deliver()
    expect(handled.of('mail')).toEqual([b])
    expect(cursor()).toBeGreaterThan(b)
    expect(marks()).toEqual([])
  })

  it('wait while their handler is paused', async () => {
    subscribe()
    const seq = publishClient(studio)
    const { bus, delivery, work } = studio.app
    work.run(onItsOwn(), (tx) => bus.subscriptions.setStatus(tx, 'mail', 'paused'))
    const subscription = bus.subscriptions.byName('mail')
    const { signal } = new AbortController()
    expect(await delivery.bring(subscription, rowsOf(seq), signal)).toBe(0)
    expect(handled.of('mail')).toEqual([])
  })
})

describe('events that a broker has at hand together', () => {
  // As many are taken as a few milliseconds allow: here they do not pass.
  beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }))
  afterEach(() => void vi.useRealTimers())

  it('are in the books in one transaction, each once, and in the order of their subjects', async () => {
    subscribe()
    const cleo = newId()
    const lost = publishClient(studio, cleo)
    const seqs = [publishClient(studio), publishClient(studio, cleo), publishClient(studio)]
    const [a = 0, b = 0, c = 0] = seqs
    let commits = 0
    studio.app.work.onCommit(() => (commits += 1))
    expect(await bringTogether(c, b, c, a)).toBe(4)
    expect(commits).toBe(1)
    expect(handled.of('mail')).toEqual([c, lost, b, a])
    expect(cursor()).toBe(c)
    expect(marks()).toEqual([])
    expect(await bringTogether(a, b, c)).toBe(3)
    expect(commits).toBe(1)
    expect(handled.of('mail')).toHaveLength(4)
  })

  it('cost the one that fails an attempt, park its subject, and nobody else', async () => {
    const cleo = newId()
    const [a, b] = [publishClient(studio), publishClient(studio, cleo)]
    const [c, d] = [publishClient(studio, cleo), publishClient(studio)]
    let broken = true
    subscribe(({ seq }) => broken && seq === b)
    studio.app.database.exec(
      `UPDATE event_subscriptions SET cursor_seq = ${a - 1} WHERE service_name = 'mail'`,
    )
    expect(await bringTogether(a, b, c, d)).toBe(4)
    expect(handled.of('mail')).toEqual([a, d])
    expect(openDeliveries(studio)).toMatchObject([
      { seq: b, state: 'retry', attempts: 1 },
      { seq: c, state: 'parked', attempts: 0 },
    ])
    broken = false
    studio.clock.advance({ minutes: 60 })
    studio.deliver()
    expect(handled.of('mail')).toEqual([a, d, b, c])
  })

  it('are taken again without the one that hung', async () => {
    let hangs = true
    studio = openTestStudio({}, (work) => {
      work()
      return !hangs
    })
    handled = new HandledEvents(studio)
    subscribe()
    const [a, b] = [publishClient(studio), publishClient(studio)]
    expect(await bringTogether(a, b)).toBe(0)
    expect(handled.of('mail')).toEqual([])
    expect(openDeliveries(studio)).toMatchObject([{ seq: b, state: 'retry', attempts: 1 }])
    hangs = false
    expect(await bringTogether(a, b)).toBe(2)
    expect(handled.of('mail')).toEqual([a])
  })

  it('are tried one by one after the process died among them, and none is lost', async () => {
    subscribe()
    const [a, b, c] = [publishClient(studio), publishClient(studio), publishClient(studio)]
    const kept = studio.app.bus.subscriptions.byName('mail').id
    const flight = () =>
      studio.rows('SELECT inflight_from, inflight_to FROM event_subscriptions WHERE id = ?', kept)
    expect(await bringTogether(a, b)).toBe(2)
    expect(flight()).toEqual([{ inflight_from: null, inflight_to: null }])
    // What stands in the file when it dies before the commit.
    studio.app.database.exec(
      `UPDATE event_subscriptions SET inflight_from = ${b}, inflight_to = ${c} WHERE id = '${kept}'`,
    )
    studio.reopen()
    subscribe()
    studio.app.delivery.recover()
    const d = publishClient(studio)
    expect(await bringTogether(c, d)).toBe(1)
    expect(await bringTogether(d)).toBe(1)
    expect(handled.of('mail')).toEqual([a, b, c, d])
    expect(openDeliveries(studio)).toEqual([])
  })
})

describe('a failure above the checkpoint', () => {
  it('stays out of the way when it was discarded, also of who reads the log afterwards', async () => {
    let broken = true
    subscribe(() => broken, 1)
    const [a, b] = [publishClient(studio), publishClient(studio)]
    await bring(b)
    broken = false
    expect(openDeliveries(studio)).toMatchObject([{ seq: b, state: 'dead' }])
    studio.signIn('manager')
    const deadLetterId = valueOf(studio.call('events.failures', {}))[0]!.deadLetter!.id
    valueOf(studio.command('events.discard', { deadLetterId, reason: 'By phone' }))
    expect(marks()).toEqual([b])
    readTheLog()
    expect(handled.of('mail')).toEqual([a])
    expect(marks()).toEqual([])
  })

  it('is done once it is tried again with success, and once only', async () => {
    let broken = true
    subscribe(() => broken)
    const [a, b] = [publishClient(studio), publishClient(studio)]
    await bring(b)
    broken = false
    studio.clock.advance({ minutes: 60 })
    studio.deliver()
    await bring(b)
    readTheLog()
    expect(handled.of('mail')).toEqual([b, a])
  })
})

describe('a first attempt that the process died in', () => {
  /** What stands in the file when it dies between the note and the commit. */
  function die(seq: number): void {
    const { bus, work, database } = studio.app
    const row = readRows(database, seq - 1, 1)[0]!
    beginFirstAttempt(work, bus.subscriptions.byName('mail'), refOfRow(row))
    studio.reopen()
    subscribe()
    studio.app.delivery.recover()
  }

  it('is found at the next start and tried again, with what came behind it parked', async () => {
    subscribe()
    const cleo = newId()
    const seqs = [publishClient(studio, cleo), publishClient(studio, cleo)]
    die(seqs[0]!)
    await bring(...seqs)
    expect(openDeliveries(studio)).toMatchObject([
      { seq: seqs[0], state: 'retry', attempts: 1 },
      { seq: seqs[1], state: 'parked' },
    ])
    studio.clock.advance({ minutes: 60 })
    studio.deliver()
    expect(handled.of('mail')).toEqual(seqs)
  })

  it('is a dead letter when the process dies in it again, and the checkpoint passes nothing else', async () => {
    subscribe()
    const [a, b] = [publishClient(studio), publishClient(studio)]
    die(b)
    studio.app.database.exec(`UPDATE event_delivery SET state = 'running'`)
    studio.reopen()
    subscribe()
    studio.app.delivery.recover()
    expect(openDeliveries(studio)).toMatchObject([{ seq: b, state: 'dead' }])
    expect(cursor()).toBeLessThan(a)
    readTheLog()
    expect(handled.of('mail')).toEqual([a])
  })

  it('is no failure as long as it goes on', () => {
    subscribe()
    const seq = publishClient(studio)
    const { bus, work, database, monitor } = studio.app
    beginFirstAttempt(
      work,
      bus.subscriptions.byName('mail'),
      refOfRow(readRows(database, seq - 1, 1)[0]!),
    )
    expect(monitor.getFailedEvents()).toEqual([])
    expect(monitor.getSubscriptions().find(({ name }) => name === 'mail')?.retrying).toBe(0)
  })
})

it('a read model that is made again has what was brought before its time in it, once', async () => {
  studio.signIn('manager')
  studio.app.delivery.readLogThrough(() => 0)
  for (const hour of ['09', '10', '11']) bookSession(studio, `2026-03-02T${hour}:00`)
  const { bus, delivery, database, monitor } = studio.app
  const bookings = readRows(database, 0, 1_000).filter(
    ({ event_type: type }) => type === 'appointment.created',
  )
  const subscription = bus.subscriptions.byName(sessionCounters.name)
  const { signal } = new AbortController()
  for (const row of bookings.slice(1)) await delivery.bring(subscription, [row], signal)
  await monitor.jobs.rebuild(sessionCounters)
  expect(monitor.jobs.job?.outcome).toMatchObject({ kind: 'rebuilt', changedRows: 0 })
  await delivery.bring(subscription, [bookings[0]!], signal)
  expect(studio.rows('SELECT sum(count) AS bookings FROM analytics_counters')).toEqual([
    { bookings: 3 },
  ])
})
