import { beforeEach, describe, expect, it } from 'vitest'
import { newId } from '../../shared/ids.ts'
import { onItsOwn } from '../../main/db/unit-of-work.ts'
import { eraseEvents } from '../../main/events/erase-events.ts'
import { openDeliveries, publishClient } from '../support/handled-events.ts'
import { openTestStudio, type TestStudio } from '../support/open-test-studio.ts'

let studio: TestStudio
let calls: { readonly seq: number; readonly key: string }[]
let broken: boolean

beforeEach(() => {
  studio = openTestStudio()
  calls = []
  broken = false
  subscribe()
})

/** Something outside that remembers who called it, and rejects while it is broken. */
function subscribe(): void {
  studio.app.bus.onOutside(
    'client.*',
    async (event, key) => {
      calls.push({ seq: event.seq, key })
      await Promise.resolve()
      if (broken) throw new Error('No answer from outside')
    },
    { name: 'letters', maxAttempts: 3 },
  )
}

const deliver = () => studio.app.delivery.drain()
const later = () => studio.clock.advance({ minutes: 60 })
const seqs = () => calls.map(({ seq }) => seq)

describe('a handler with an effect outside', () => {
  it('is called for every event once and in order, with a key of its own for each', async () => {
    const published = [publishClient(studio), publishClient(studio), publishClient(studio)]
    await deliver()
    await deliver()
    expect(seqs()).toEqual(published)
    expect(new Set(calls.map(({ key }) => key)).size).toBe(3)
    expect(calls[0]?.key).toMatch(/^[0-9a-f-]{36}:letters$/)
  })

  it('is called again with the same key after it failed', async () => {
    broken = true
    publishClient(studio)
    await deliver()
    broken = false
    later()
    await deliver()
    expect(calls.length).toBe(2)
    expect(calls[1]).toEqual(calls[0])
    expect(openDeliveries(studio)).toEqual([])
  })

  it('holds back only the subject that it failed for', async () => {
    const clientId = newId()
    broken = true
    const first = publishClient(studio, clientId)
    await deliver()
    broken = false
    const second = publishClient(studio, clientId)
    const other = publishClient(studio)
    await deliver()
    expect(seqs()).toEqual([first, other])
    later()
    await deliver()
    expect(seqs()).toEqual([first, other, first, second])
  })

  it('gives up after its last attempt, and a person decides', async () => {
    broken = true
    const seq = publishClient(studio)
    for (let attempt = 0; attempt < 5; attempt += 1) {
      await deliver()
      later()
    }
    expect(calls.length).toBe(3)
    expect(openDeliveries(studio)).toMatchObject([{ seq, state: 'dead', attempts: 3 }])
  })

  it('is not called again for an event that was erased meanwhile', async () => {
    broken = true
    const seq = publishClient(studio)
    await deliver()
    studio.app.work.run(onItsOwn(), (tx) => eraseEvents(tx, studio.app.bus, [seq]))
    later()
    await deliver()
    expect(calls.length).toBe(1)
    expect(openDeliveries(studio)).toEqual([])
  })
})
