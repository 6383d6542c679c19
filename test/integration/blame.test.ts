import { expect, it } from 'vitest'
import { newId } from '../../shared/ids.ts'
import { HandledEvents, openDeliveries, publishClient } from '../support/handled-events.ts'
import { openTestStudio } from '../support/open-test-studio.ts'

it('a handler that is cut off inside of what it published has done nothing, and is tried again', () => {
  const studio = openTestStudio()
  const handled = new HandledEvents(studio)
  const write = handled.by('outer')
  studio.app.bus.on(
    'client.*',
    (event, tx) => {
      write(event, tx)
      const data = { trainerId: newId() }
      studio.app.bus.publish('catalog.trainer_added', data, { causationId: event.id })
    },
    { name: 'outer', tier: 'inline' },
  )
  const hang = { on: true }
  studio.app.bus.on(
    'catalog.trainer_added',
    () => {
      const until = performance.now() + 5_000
      while (hang.on && performance.now() < until);
    },
    { name: 'inner', tier: 'inline' },
  )
  const before = studio.events('catalog.trainer_added').length
  const seq = publishClient(studio)
  expect(handled.of('outer')).toEqual([])
  expect(studio.events('catalog.trainer_added')).toHaveLength(before)
  expect(openDeliveries(studio)).toMatchObject([{ seq, state: 'retry' }])

  hang.on = false
  studio.clock.advance({ minutes: 60 })
  studio.deliver()
  expect(handled.of('outer')).toEqual([seq])
  expect(studio.events('catalog.trainer_added')).toHaveLength(before + 1)
  expect(openDeliveries(studio)).toEqual([])
})

it('closing FitFlow while something outside is slow is not taken for a death, however often', async () => {
  const studio = openTestStudio()
  const called: string[] = []
  const subscribe = (call: () => Promise<void>) =>
    studio.app.bus.onOutside(
      'client.*',
      async (_event, key) => {
        called.push(key)
        await call()
      },
      { name: 'mail', startAt: 'beginning' },
    )
  const never = () => new Promise<void>(() => {})
  publishClient(studio)
  for (let evening = 0; evening < 4; evening += 1) {
    subscribe(never)
    studio.app.delivery.start()
    await new Promise((resolve) => setImmediate(resolve))
    studio.reopen()
  }
  subscribe(async () => {})
  studio.app.delivery.recover()
  await studio.app.delivery.drain()
  expect(openDeliveries(studio)).toEqual([])
  expect(new Set(called).size).toBe(1)
  expect(called).toHaveLength(5)
})

it('where the time ran out behind a handler, it is tried again, and called for nothing else', () => {
  const slow = { wasCalled: false, times: 1 }
  const studio = openTestStudio({}, (work) => {
    slow.wasCalled = false
    work()
    if (!slow.wasCalled || slow.times === 0) return true
    slow.times -= 1
    return false
  })
  const handled = new HandledEvents(studio)
  const write = handled.by('mail')
  studio.app.bus.on(
    'client.*',
    (event, tx) => {
      slow.wasCalled = true
      write(event, tx)
    },
    { name: 'mail', tier: 'after_commit' },
  )
  const seq = publishClient(studio)
  studio.app.bus.publish('catalog.trainer_added', { trainerId: newId() })
  studio.deliver()
  expect(slow.times).toBe(0)
  expect(openDeliveries(studio)).toMatchObject([{ seq, state: 'retry' }])
  studio.clock.advance({ minutes: 60 })
  studio.deliver()
  expect(handled.of('mail')).toEqual([seq])
  expect(openDeliveries(studio)).toEqual([])
})

it('what a former FitFlow set aside for a handler that hears nothing of it is let go', () => {
  const studio = openTestStudio()
  const handled = new HandledEvents(studio)
  const fails = { on: true }
  const write = handled.failing('mail', () => fails.on)
  studio.app.bus.on('client.*', write, { name: 'mail', tier: 'after_commit' })
  const seq = publishClient(studio)
  studio.deliver()
  const id = studio.app.bus.publish('catalog.trainer_added', { trainerId: newId() })
  const foreign = studio.events().find((event) => event.id === id)!.seq
  studio.app.database.prepare('UPDATE event_delivery SET seq = ? WHERE seq = ?').run(foreign, seq)
  fails.on = false
  studio.clock.advance({ minutes: 60 })
  studio.deliver()
  expect(handled.of('mail')).toEqual([])
  expect(openDeliveries(studio)).toEqual([])
})
