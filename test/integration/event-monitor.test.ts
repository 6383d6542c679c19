import { beforeEach, describe, expect, it } from 'vitest'
import type { ActivityPage } from '../../shared/activity.ts'
import { newId } from '../../shared/ids.ts'
import { onItsOwn } from '../../main/db/unit-of-work.ts'
import { bookSession, clientOf, payCash } from '../support/book-session.ts'
import { publishClient } from '../support/handled-events.ts'
import { openTestStudio, type TestStudio } from '../support/open-test-studio.ts'
import { valueOf } from '../support/read-result.ts'

let studio: TestStudio

beforeEach(() => {
  studio = openTestStudio()
  studio.signIn('manager')
})

const subscription = (name: string) =>
  valueOf(studio.call('events.subscriptions', {})).find((state) => state.name === name)
const list = (filter: Parameters<typeof studio.call<'events.list'>>[1]) =>
  valueOf(studio.call('events.list', filter)).entries

describe('how far the handlers are', () => {
  it('says how many events wait, how long, and none once they are delivered', () => {
    bookSession(studio, '2026-03-03T09:00')
    const before = subscription('messages')?.lagEvents ?? 0
    studio.clock.advance({ minutes: 2 })
    expect(before).toBeGreaterThan(0)
    expect(subscription('messages')).toMatchObject({ lagSeconds: 120, status: 'running' })
    studio.deliver()
    expect(subscription('messages')).toMatchObject({ lagEvents: 0, lagSeconds: 0, perMinute: 1 })
  })

  it('knows which are read models, and which run inside the command', () => {
    expect(subscription('analytics')).toMatchObject({ isProjection: true, tier: 'after_commit' })
    expect(subscription('earnings')).toMatchObject({ isProjection: false, tier: 'inline' })
  })

  it('counts what failed, with the last error', () => {
    const handler = (): void => {
      throw new TypeError('The printer is on fire')
    }
    studio.app.bus.on('client.*', handler, { name: 'mail', tier: 'after_commit' })
    const clientId = newId()
    publishClient(studio, clientId)
    publishClient(studio, clientId)
    studio.deliver()
    expect(subscription('mail')).toMatchObject({
      retrying: 1,
      parked: 1,
      dead: 0,
      lastError: 'TypeError: The printer is on fire',
    })
  })

  it('holds events back while a handler is paused, and delivers them afterwards', () => {
    valueOf(studio.command('events.pause', { subscription: 'trainer-calendar' }))
    bookSession(studio, '2026-03-03T09:00')
    studio.deliver()
    expect(studio.rows('SELECT * FROM trainer_calendar')).toEqual([])
    expect(subscription('trainer-calendar')).toMatchObject({ status: 'paused' })
    valueOf(studio.command('events.resume', { subscription: 'trainer-calendar' }))
    studio.deliver()
    expect(studio.rows('SELECT * FROM trainer_calendar').length).toBe(1)
  })

  it('keeps the place of a handler that this version does not have', () => {
    studio.app.bus.on('client.*', () => {}, { name: 'gone', tier: 'after_commit' })
    studio.reopen()
    studio.signIn('manager')
    expect(subscription('gone')).toMatchObject({ status: 'orphaned' })
    studio.app.bus.on('client.*', () => {}, { name: 'gone', tier: 'after_commit' })
    expect(subscription('gone')).toMatchObject({ status: 'running' })
  })
})

describe('looking through the log', () => {
  it('filters by type, family, subject, person and request, all at once', () => {
    const early = bookSession(studio, '2026-03-03T09:00')
    const late = bookSession(studio, '2026-03-03T11:00', {
      client: { kind: 'new', client: { name: 'Dora Other' } },
    })
    payCash(studio, early)
    expect(list({ type: 'payment.completed' }).length).toBe(1)
    expect(list({ type: 'appointment.*' }).length).toBe(2)
    expect(list({ subject: { type: 'appointment', id: late } }).length).toBe(1)

    const personId = clientOf(studio, early)
    const theirs = list({ personId })
    expect(theirs.map((entry) => entry.type)).toEqual([
      'earning.recorded',
      'payment.completed',
      'appointment.created',
      'client.registered',
    ])
    const { correlationId } = theirs[0]!
    expect(list({ correlationId }).map((entry) => entry.type)).toEqual([
      'earning.recorded',
      'payment.completed',
    ])
    expect(list({ personId, correlationId, type: 'earning.*' }).length).toBe(1)
    expect(list({ personId, type: 'staff.*' })).toEqual([])
  })

  it('finds under who somebody is by now what was logged before two entries became one', () => {
    const mergeId = clientOf(studio, bookSession(studio, '2026-03-03T09:00'))
    payCash(studio, studio.rows<{ id: string }>('SELECT id FROM appointments')[0]!.id)
    const register = (name: string) =>
      valueOf(studio.command('clients.register', { name })).clientId
    const merge = (keepId: string, from: string) =>
      valueOf(
        studio.command('clients.merge', {
          keepId,
          mergeId: from,
          fields: { name: 'keep', phone: 'keep', email: 'keep' },
        }),
      )
    const before = list({ personId: mergeId }).map(({ seq }) => seq)
    expect(before).toHaveLength(4)
    const middleId = register('Middle')
    merge(middleId, mergeId)
    const keepId = register('Last')
    merge(keepId, middleId)
    for (const personId of [keepId, middleId, mergeId]) {
      const theirs = list({ personId }).map(({ seq }) => seq)
      expect(theirs.slice(-4)).toEqual(before)
      const asSubject = list({ subject: { type: 'client', id: personId } })
      expect(asSubject.map(({ type }) => type)).toEqual([
        'client.merged',
        'client.registered',
        'client.merged',
        'client.registered',
        'client.registered',
      ])
    }
    expect(list({ personId: newId() })).toEqual([])
  })

  it('pages from the newest to the oldest without losing one', () => {
    for (const hour of ['09', '10', '11']) bookSession(studio, `2026-03-03T${hour}:00`)
    const all = list({ limit: 200 }).map((entry) => entry.seq)
    const paged: number[] = []
    let beforeSeq: number | null = null
    do {
      const page: ActivityPage = valueOf(studio.call('events.list', { limit: 4, beforeSeq }))
      paged.push(...page.entries.map((entry) => entry.seq))
      beforeSeq = page.nextBeforeSeq
    } while (beforeSeq !== null)
    expect(paged).toEqual(all)
    expect(paged.at(-1)).toBe(1)
  })

  it('looks for a person a part of the log at a time, and finds the first event of all', () => {
    const clientId = newId()
    publishClient(studio, clientId)
    studio.app.work.run(onItsOwn(), () => {
      for (let i = 0; i < 5_100; i += 1) {
        studio.app.bus.publish('client.registered', { clientId: newId() })
      }
    })
    const first = valueOf(studio.call('events.list', { personId: clientId }))
    expect(first.entries).toEqual([])
    const { entries, nextBeforeSeq } = valueOf(
      studio.call('events.list', { personId: clientId, beforeSeq: first.nextBeforeSeq }),
    )
    expect(entries).toMatchObject([{ type: 'client.registered', data: { clientId } }])
    expect(nextBeforeSeq).toBeNull()
  })

  it('opens an event with what it caused', () => {
    payCash(studio, bookSession(studio, '2026-03-03T09:00'))
    const [payment] = list({ type: 'payment.completed' })
    const detail = valueOf(studio.call('events.get', { seq: payment!.seq }))
    expect(detail.related).toMatchObject([
      { entry: { type: 'payment.completed' }, causationId: null },
      { entry: { type: 'earning.recorded' }, causationId: payment!.id },
    ])
    expect(detail.previousHash).toMatch(/^[0-9a-f]{64}$/)
    expect(detail.failures).toEqual([])
  })
})

describe('how much happens', () => {
  const publishMany = (count: number) =>
    studio.app.work.run(onItsOwn(), () => {
      for (let i = 0; i < count; i += 1) {
        studio.app.bus.publish('client.registered', { clientId: newId() })
      }
    })
  const volume = () => valueOf(studio.call('events.volume', {}))

  it('counts by type and day of the studio, seven days back', () => {
    studio.at('2026-03-04T23:59')
    publishMany(3)
    studio.at('2026-03-05T00:01')
    publishMany(2)
    const counts = volume().days.filter((day) => day.type === 'client.registered')
    expect(counts).toEqual([
      { date: '2026-03-04', type: 'client.registered', count: 3 },
      { date: '2026-03-05', type: 'client.registered', count: 2 },
    ])
    studio.at('2026-03-11T12:00')
    expect(volume().days.map((day) => day.date)).not.toContain('2026-03-04')
  })

  it.each([
    { count: 900, advice: 'local' },
    { count: 1_100, advice: 'streams' },
    { count: 10_100, advice: 'scale' },
  ])('advises “$advice” for $count events in an hour', ({ count, advice }) => {
    studio.at('2026-03-05T10:10')
    publishMany(count)
    expect(volume()).toMatchObject({ advice, busiestHour: { hour: '2026-03-05T10:00', count } })
  })
})
