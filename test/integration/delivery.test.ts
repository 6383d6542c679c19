import { beforeEach, describe, expect, it } from 'vitest'
import { newId } from '../../shared/ids.ts'
import type { FitFlowEvent } from '../../shared/events/event.ts'
import { HandledEvents, openDeliveries, publishClient } from '../support/handled-events.ts'
import { openTestStudio, type TestStudio } from '../support/open-test-studio.ts'

let studio: TestStudio
let handled: HandledEvents

beforeEach(() => {
  studio = openTestStudio()
  handled = new HandledEvents(studio)
})

type Options = { readonly maxAttempts?: number; readonly ordering?: 'none' | 'subject' }

/** Subscribes to clients; `fails` says for which events the handler throws. */
function subscribe(name: string, fails: (event: FitFlowEvent) => boolean, options: Options = {}) {
  const handler = handled.failing(name, fails)
  studio.app.bus.on('client.*', handler, { name, tier: 'after_commit', ...options })
}

const never = () => false
const later = () => studio.clock.advance({ minutes: 60 })

describe('after the commit', () => {
  it('a handler gets every event once, in the order of the log', () => {
    subscribe('mail', never)
    const seqs = Array.from({ length: 5 }, () => publishClient(studio))
    expect(handled.of('mail')).toEqual([])
    studio.deliver()
    studio.deliver()
    expect(handled.of('mail')).toEqual(seqs)
  })

  it('goes on by itself, soon after the answer was given', async () => {
    subscribe('mail', never)
    studio.app.delivery.start()
    const seq = publishClient(studio)
    // Each handler and the retries get a turn of their own; a score of turns is soon.
    for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve))
    expect(handled.of('mail')).toEqual([seq])
  })

  it('what was not delivered before a restart is delivered after it, once', () => {
    subscribe('mail', never)
    const seq = publishClient(studio)
    studio.reopen()
    subscribe('mail', never)
    studio.deliver()
    studio.reopen()
    subscribe('mail', never)
    studio.deliver()
    expect(handled.of('mail')).toEqual([seq])
  })

  it('gets through more than one batch', () => {
    subscribe('mail', never)
    const work = { actorId: null, commandId: null, correlationId: newId() }
    studio.app.work.run(work, () => {
      for (let i = 0; i < 250; i += 1) {
        studio.app.bus.publish('client.registered', { clientId: newId() })
      }
    })
    studio.deliver()
    expect(handled.of('mail')).toHaveLength(250)
    expect(handled.of('mail')).toEqual(handled.of('mail').toSorted((a, b) => a - b))
  })

  it('a subscriber that is new starts with what comes, or at the beginning if it says so', () => {
    const before = publishClient(studio)
    subscribe('from-now', never)
    studio.app.bus.on('client.*', handled.by('from-the-start'), {
      name: 'from-the-start',
      tier: 'after_commit',
      startAt: 'beginning',
    })
    const after = publishClient(studio)
    studio.deliver()
    expect(handled.of('from-now')).toEqual([after])
    expect(handled.of('from-the-start')).toEqual([before, after])
  })

  it('what a handler publishes belongs to the request that caused it', () => {
    studio.app.bus.on(
      'client.*',
      (event) => {
        studio.app.bus.publish(
          'catalog.trainer_added',
          { trainerId: newId() },
          { causationId: event.id },
        )
      },
      { name: 'reaction', tier: 'after_commit' },
    )
    publishClient(studio)
    studio.deliver()
    const cause = studio.events('client.registered')[0]!
    const effect = studio.events('catalog.trainer_added').at(-1)!
    expect(effect.metadata.correlationId).toBe(cause.metadata.correlationId)
    expect(effect.metadata.causationId).toBe(cause.id)
  })
})

describe('a handler that fails after the commit', () => {
  it('parks only the subject it failed for, and takes its own writes back', () => {
    const [cleo, dora] = [newId(), newId()]
    subscribe('mail', (event) => event.subject.id === cleo)
    const first = publishClient(studio, cleo)
    const other = publishClient(studio, dora)
    const second = publishClient(studio, cleo)
    const otherAgain = publishClient(studio, dora)
    studio.deliver()
    expect(handled.of('mail')).toEqual([other, otherAgain])
    expect(openDeliveries(studio)).toMatchObject([
      { seq: first, state: 'retry' },
      { seq: second, state: 'parked', blocked: first },
    ])
  })

  it('does not hold up another handler', () => {
    subscribe('broken', () => true)
    subscribe('fine', never)
    const seq = publishClient(studio)
    studio.deliver()
    expect(handled.of('fine')).toEqual([seq])
  })

  it('holds back nothing when it asks for no order', () => {
    const cleo = newId()
    const bad = publishedLater()
    subscribe('count', (event) => event.seq === bad.seq, { ordering: 'none' })
    bad.seq = publishClient(studio, cleo)
    const second = publishClient(studio, cleo)
    studio.deliver()
    expect(handled.of('count')).toEqual([second])
  })

  it('waits for an earlier event of its subject that failed after it, when a whole slice stalled', () => {
    const cleo = newId()
    let broken = true
    subscribe('mail', () => broken)
    const seqs = [publishClient(studio, cleo), publishClient(studio, cleo)]
    studio.deliver()
    // The later one was cut off first, and is due first.
    studio.app.database.exec(
      `UPDATE event_delivery SET state = 'retry', blocked_by_seq = NULL,
         next_attempt_at = '2026-01-01T00:00:00.000Z' WHERE seq = ${seqs[1]}`,
    )
    broken = false
    studio.deliver()
    expect(handled.of('mail')).toEqual([])
    expect(openDeliveries(studio)[1]).toMatchObject({ state: 'parked', blocked: seqs[0] })
    later()
    studio.deliver()
    expect(handled.of('mail')).toEqual(seqs)
  })

  it('keeps the order of a subject after it has recovered, also for what came meanwhile', () => {
    const cleo = newId()
    let broken = true
    subscribe('mail', () => broken)
    const seqs = [publishClient(studio, cleo), publishClient(studio, cleo)]
    studio.deliver()
    seqs.push(publishClient(studio, cleo))
    studio.deliver()
    broken = false
    later()
    seqs.push(publishClient(studio, cleo))
    studio.deliver()
    expect(handled.of('mail')).toEqual(seqs)
    expect(openDeliveries(studio)).toEqual([])
  })

  it('is not tried before its time', () => {
    let calls = 0
    const options = {
      name: 'mail',
      tier: 'after_commit',
      backoffBaseMs: 1_000_000,
      backoffCapMs: 1e9,
    } as const
    studio.app.bus.on(
      'client.*',
      () => {
        calls += 1
        throw new Error('no network')
      },
      options,
    )
    publishClient(studio)
    studio.deliver()
    const [row] = studio.rows<{ next_attempt_at: string }>(
      'SELECT next_attempt_at FROM event_delivery',
    )
    studio.clock.set(row!.next_attempt_at as never)
    studio.clock.advance({ ms: -1 })
    studio.deliver()
    expect(calls).toBe(1)
    studio.clock.advance({ ms: 1 })
    studio.deliver()
    expect(calls).toBe(2)
  })

  it('becomes a dead letter after its last attempt, and its subject stays parked', () => {
    const cleo = newId()
    subscribe('mail', () => true, { maxAttempts: 3 })
    const seq = publishClient(studio, cleo)
    const next = publishClient(studio, cleo)
    for (let attempt = 0; attempt < 6; attempt += 1) {
      studio.deliver()
      later()
    }
    expect(openDeliveries(studio)).toEqual([
      { seq, state: 'dead', attempts: 3, blocked: null },
      { seq: next, state: 'parked', attempts: 0, blocked: seq },
    ])
    expect(
      studio.rows('SELECT seq, attempts, error_name, error_message, resolution FROM dead_letters'),
    ).toEqual([
      {
        seq,
        attempts: 3,
        error_name: 'Error',
        error_message: `mail cannot handle event ${seq}`,
        resolution: null,
      },
    ])
    const [letter] = studio.rows<{ first_failed_at: string; dead_at: string }>(
      'SELECT * FROM dead_letters',
    )
    expect(letter!.first_failed_at < letter!.dead_at).toBe(true)
  })

  it('survives a restart with its attempts counted', () => {
    subscribe('mail', () => true, { maxAttempts: 2 })
    const seq = publishClient(studio)
    studio.deliver()
    studio.reopen()
    subscribe('mail', () => true, { maxAttempts: 2 })
    later()
    studio.deliver()
    expect(openDeliveries(studio)).toMatchObject([{ seq, state: 'dead', attempts: 2 }])
  })

  it('does not starve others when a hundred of its retries wait for a handler that is gone', () => {
    subscribe('gone', () => true)
    const work = { actorId: null, commandId: null, correlationId: newId() }
    studio.app.work.run(work, () => {
      for (let i = 0; i < 120; i += 1) {
        studio.app.bus.publish('client.registered', { clientId: newId() })
      }
    })
    studio.deliver()
    studio.app.bus.off('gone')
    let broken = true
    subscribe('mail', () => broken)
    const seq = publishClient(studio)
    studio.deliver()
    broken = false
    later()
    studio.deliver()
    expect(handled.of('mail')).toEqual([seq])
  })
})

describe('closing the studio', () => {
  it('leaves no delivery behind that would reach for a closed file', async () => {
    studio.app.delivery.start()
    publishClient(studio)
    studio.app.close()
    await new Promise((resolve) => setImmediate(resolve))
    await new Promise((resolve) => setImmediate(resolve))
    expect(studio.lateErrors).toEqual([])
  })
})

/** The number of an event that is published after the handler was registered. */
function publishedLater(): { seq: number } {
  return { seq: 0 }
}
