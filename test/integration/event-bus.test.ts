import { beforeEach, describe, expect, it } from 'vitest'
import type { EventType } from '../../shared/events/index.ts'
import { newId } from '../../shared/ids.ts'
import { bookSession, payCash } from '../support/book-session.ts'
import { HandledEvents, openDeliveries, publishClient } from '../support/handled-events.ts'
import { openTestStudio, type TestStudio } from '../support/open-test-studio.ts'
import { verifyLog } from '../../main/events/verify-log.ts'

let studio: TestStudio
let handled: HandledEvents

beforeEach(() => {
  studio = openTestStudio()
  handled = new HandledEvents(studio)
})

const context = () => ({ actorId: null, commandId: null, correlationId: newId() })

describe('publishing', () => {
  it('outside of a unit of work opens its own, and what is logged is on the disk', () => {
    const clientId = newId()
    const id = studio.app.bus.publish('client.registered', { clientId })
    expect(studio.app.database.inTransaction).toBe(false)
    studio.reopen()
    const [event] = studio.events('client.registered')
    expect(event).toMatchObject({
      id,
      type: 'client.registered',
      data: { clientId },
      subject: { type: 'client', id: clientId, seq: 1 },
      metadata: { userId: null, commandId: null, causationId: null, version: '1.0' },
    })
  })

  it('inside of a unit of work joins it: both are there, or neither is', () => {
    const before = studio.events().length
    const fail = () =>
      studio.app.work.run(context(), () => {
        studio.app.bus.publish('client.registered', { clientId: newId() })
        throw new Error('a bug')
      })
    expect(fail).toThrow('a bug')
    expect(studio.events()).toHaveLength(before)
    expect(verifyLog(studio.app.database).valid).toBe(true)
  })

  it('carries the studio, the laptop, the actor and the request of the transaction it is in', () => {
    const origin = studio.rows<{ tenant_id: string; device_id: string }>('SELECT * FROM studio')[0]!
    const request = { actorId: newId(), commandId: newId(), correlationId: newId() }
    const cause = newId()
    studio.app.work.run(request, () =>
      studio.app.bus.publish('client.registered', { clientId: newId() }, { causationId: cause }),
    )
    expect(studio.events().at(-1)!.metadata).toEqual({
      tenantId: origin.tenant_id,
      deviceId: origin.device_id,
      userId: request.actorId,
      commandId: request.commandId,
      correlationId: request.correlationId,
      causationId: cause,
      timestamp: studio.clock.now,
      version: '1.0',
    })
  })

  it('counts the events of each subject from 1', () => {
    const clientId = newId()
    publishClient(studio, clientId)
    publishClient(studio)
    publishClient(studio, clientId)
    const counts = studio.events('client.registered').map(({ subject }) => subject.seq)
    expect(counts).toEqual([1, 1, 2])
  })

  it.each([
    { what: 'a type that nobody declared', type: 'client.vanished', data: { clientId: newId() } },
    { what: 'the name of an object’s own method', type: 'toString', data: {} },
    { what: 'data without its id', type: 'client.registered', data: {} },
    {
      what: 'data with a name in it',
      type: 'client.registered',
      data: { clientId: newId(), name: 'Cleo' },
    },
    { what: 'an id that is none', type: 'client.registered', data: { clientId: 'cleo' } },
    { what: 'no data', type: 'client.registered', data: undefined },
  ])('throws at $what and writes nothing', ({ type, data }) => {
    const before = studio.dump()
    const publish = () => studio.app.bus.publish(type as EventType, data as never)
    expect(publish).toThrow(Error)
    expect(studio.dump()).toBe(before)
    expect(studio.app.database.inTransaction).toBe(false)
  })
})

describe('registering a handler', () => {
  const on = (pattern: string, handler: () => void, name = 'test') =>
    studio.app.bus.on(pattern as 'client.*', handler, { name, tier: 'inline' })

  it.each(['client.vanished', 'clients.*', 'client', 'client.', '', '**', 'client.*.x'])(
    'is refused for “%s”, which no declared event matches',
    (pattern) => expect(() => on(pattern, () => {})).toThrow(/No declared event/),
  )

  it('is refused for an async handler, for which no transaction could wait', () => {
    // oxlint-disable-next-line typescript/no-misused-promises -- that it is one is the point
    expect(() => on('client.*', async () => {})).toThrow(/async/)
  })

  it('is refused for a name that is taken', () => {
    on('client.*', () => {})
    expect(() => on('staff.*', () => {})).toThrow(/exists already/)
  })

  it('matches a type, a family or everything, and nothing else', () => {
    const tier = 'inline'
    studio.app.bus.on('client.registered', handled.by('type'), { name: 'type', tier })
    studio.app.bus.on('client.*', handled.by('family'), { name: 'family', tier })
    studio.app.bus.on('*', handled.by('all'), { name: 'all', tier })
    studio.app.bus.on('staff.*', handled.by('other'), { name: 'other', tier })
    const seq = publishClient(studio)
    studio.app.bus.publish('catalog.trainer_added', { trainerId: newId() })
    expect(handled.of('type')).toEqual([seq])
    expect(handled.of('family')).toEqual([seq])
    expect(handled.of('all')).toEqual([seq, seq + 1])
    expect(handled.of('other')).toEqual([])
  })
})

describe('an inline handler that throws', () => {
  it('takes only its own writes back: the command commits and the others have run', () => {
    studio.app.bus.on('client.*', handled.by('before'), { name: 'before', tier: 'inline' })
    studio.app.bus.on(
      'client.*',
      handled.failing('broken', () => true),
      {
        name: 'broken',
        tier: 'inline',
      },
    )
    studio.app.bus.on('client.*', handled.by('after'), { name: 'after', tier: 'inline' })
    const seq = publishClient(studio)
    expect(handled.of('before')).toEqual([seq])
    expect(handled.of('broken')).toEqual([])
    expect(handled.of('after')).toEqual([seq])
    expect(openDeliveries(studio)).toEqual([{ seq, state: 'retry', attempts: 1, blocked: null }])
    const [row] = studio.rows<{ last_error: string }>('SELECT last_error FROM event_delivery')
    expect(row!.last_error).toBe(`Error: broken cannot handle event ${seq}`)
  })

  it('takes back the events that it had published itself', () => {
    studio.app.bus.on(
      'client.*',
      () => {
        studio.app.bus.publish('catalog.trainer_added', { trainerId: newId() })
        throw new Error('too late')
      },
      { name: 'broken', tier: 'inline' },
    )
    const before = studio.events('catalog.trainer_added').length
    publishClient(studio)
    expect(studio.events('catalog.trainer_added')).toHaveLength(before)
    expect(verifyLog(studio.app.database).valid).toBe(true)
  })

  it('is tried again later and then succeeds exactly once', () => {
    let broken = true
    studio.app.bus.on(
      'client.*',
      handled.failing('slow', () => broken),
      {
        name: 'slow',
        tier: 'inline',
      },
    )
    const seq = publishClient(studio)
    broken = false
    studio.clock.advance({ minutes: 60 })
    studio.deliver()
    studio.deliver()
    expect(handled.of('slow')).toEqual([seq])
    expect(openDeliveries(studio)).toEqual([])
  })

  it('does not lose a payment’s earning: it is recorded at the retry, with its cause', () => {
    studio.signIn('desk')
    const appointment = bookSession(studio, '2026-03-02T09:00')
    studio.app.database.exec(
      `CREATE TRIGGER broken BEFORE INSERT ON earnings BEGIN SELECT RAISE(ABORT, 'broken'); END`,
    )
    payCash(studio, appointment)
    expect(studio.rows('SELECT * FROM earnings')).toEqual([])
    studio.app.database.exec('DROP TRIGGER broken')
    studio.clock.advance({ minutes: 60 })
    studio.deliver()
    expect(studio.rows('SELECT amount_minor FROM earnings')).toEqual([{ amount_minor: 2_750 }])
    const [paid] = studio.events('payment.completed')
    const [earned] = studio.events('earning.recorded')
    expect(earned!.metadata.causationId).toBe(paid!.id)
    expect(earned!.metadata.correlationId).toBe(paid!.metadata.correlationId)
  })

  it('holds back the same subject, not others, and keeps their order at the retry', () => {
    const [cleo, dora] = [newId(), newId()]
    let broken = true
    studio.app.bus.on(
      'client.*',
      handled.failing('list', (event) => broken && event.subject.id === cleo),
      {
        name: 'list',
        tier: 'inline',
      },
    )
    const first = publishClient(studio, cleo)
    const second = publishClient(studio, cleo)
    const other = publishClient(studio, dora)
    expect(handled.of('list')).toEqual([other])
    expect(openDeliveries(studio)).toEqual([
      { seq: first, state: 'retry', attempts: 1, blocked: null },
      { seq: second, state: 'parked', attempts: 0, blocked: first },
    ])
    broken = false
    studio.clock.advance({ minutes: 60 })
    studio.deliver()
    expect(handled.of('list')).toEqual([other, first, second])
  })

  it('cannot hide a promise behind an ordinary function', () => {
    const sneaky = () => Promise.resolve() as unknown as undefined
    studio.app.bus.on('client.*', sneaky, { name: 'sneaky', tier: 'inline' })
    const seq = publishClient(studio)
    expect(openDeliveries(studio)).toEqual([{ seq, state: 'retry', attempts: 1, blocked: null }])
    const [row] = studio.rows<{ last_error: string }>('SELECT last_error FROM event_delivery')
    expect(row!.last_error).toContain('promise')
  })
})

describe('a clock that was set back a year', () => {
  it('stops nothing: the log’s time goes on, and what the clock said is kept', () => {
    studio.signIn('desk')
    bookSession(studio, '2026-03-02T09:00')
    const before = studio.events().at(-1)!
    studio.clock.advance({ days: -365 })
    studio.signIn('desk')
    studio.command('payments.confirmClock', { day: '2025-03-02' })
    payCash(studio, bookSession(studio, '2026-03-02T11:00'))
    studio.deliver()

    const after = studio.events().filter(({ seq }) => seq > before.seq)
    expect(after.length).toBeGreaterThan(4)
    for (const event of after) {
      expect(event.createdAt).toBe(before.createdAt)
      expect(event.metadata.timestamp).toBe(studio.clock.now)
    }
    expect(verifyLog(studio.app.database).valid).toBe(true)
    expect(studio.incidents).toEqual([])
  })
})
