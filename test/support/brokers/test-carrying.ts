import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import {
  brokerFromUrl,
  BrokerUnavailable,
  openTransport,
  type Broker,
  type Transport,
  type Unreadable,
} from '../../../brokers/index.ts'
import { newId } from '../../../shared/ids.ts'
import type { SyncEvent } from '../../../shared/sync-protocol.ts'
import { startChild } from '../../faults/support/child.ts'
import type { BrokerKind } from './broker-kinds.ts'
import type { BrokerMachine } from './broker-machine.ts'
import { receiveForAMoment, receiveSome, receiveUntil } from './receive-some.ts'
import { newSource, sampleEvent, sampleEvents } from './sample-events.ts'

const receiver = join(import.meta.dirname, 'receive-until-killed.ts')
const everything = { name: 'everything', pattern: '*' }

/** The tests that every transport passes, against a real broker of its kind. */
export function testCarrying(kind: BrokerKind): void {
  describe(`Events carried by ${kind.name}`, () => {
    const { capabilities, settlesMs } = kind
    let machine: BrokerMachine
    let broker: Broker
    let transport: Transport
    let unreadable: Unreadable[]

    beforeAll(async () => {
      machine = await kind.start()
    }, 300_000)
    afterAll(() => machine.stop())

    beforeEach(async () => {
      // A name each, so that one server serves all tests.
      broker = { ...brokerFromUrl(machine.url), namespace: `test-${newId()}` }
      unreadable = []
      transport = await open()
    })
    afterEach(() => transport.close())

    function open(): Promise<Transport> {
      return openTransport(broker, { onUnreadable: (message) => unreadable.push(message) })
    }

    it('arrive as they were sent, in their order', async () => {
      await transport.subscribe(everything)
      const events = sampleEvents(50)
      await transport.send(events)
      expect(await receiveSome(transport, everything, { count: 50 })).toEqual(events)
      expect(await receiveForAMoment(transport, everything)).toEqual([])
    })

    it('keep the order of each subject', async () => {
      await transport.subscribe(everything)
      const subjects = ['appointment/a', 'appointment/b', 'client/c', 'payment/d', 'payment/e']
      const events = sampleEvents(500, { subjects })
      await transport.send(events)
      const received = await receiveSome(transport, everything, { count: 500 })
      expect(received).toHaveLength(500)
      // Where all come in their order, so do those of each subject.
      const parts = capabilities.ordersAcrossSubjects ? [null] : subjects
      for (const subject of parts) {
        const ofSubject = ({ subject: one }: { subject: string }) =>
          subject === null || one === subject
        expect(received.filter(ofSubject)).toEqual(events.filter(ofSubject))
      }
    })

    it('come while a subscriber waits for them, also from a source that is new', async () => {
      const ends = new AbortController()
      const received: string[] = []
      await transport.subscribe(everything)
      const sender = await open()
      const events = sampleEvents(3)
      await sender.send(events.slice(0, 1))
      const [other] = sampleEvents(1)
      for await (const { event, ack } of transport.receive(everything, ends.signal)) {
        await ack()
        received.push(event.id)
        if (received.length === 1) await sender.send([other!])
        if (received.length === 2) await sender.send(events.slice(1))
        if (received.length === 4) ends.abort()
      }
      expect(received).toEqual([events[0]!.id, other!.id, events[1]!.id, events[2]!.id])
      await sender.close()
    })

    it('reach those who want them, each at their own pace', async () => {
      const sessions = { name: 'sessions', pattern: 'appointment.* seat.freed' }
      const paid = { name: 'paid', pattern: 'payment.completed' }
      for (const one of [everything, sessions, paid]) await transport.subscribe(one)
      const source = newSource()
      const types = [
        'appointment.created',
        'payment.completed',
        'payment.refunded',
        'seat.freed',
        'seat.given',
        'appointment.cancelled',
      ]
      const events = types.map((type, index) => sampleEvent(source, index + 1, { type }))
      await transport.send(events)
      const ofTypes = (...wanted: number[]) => wanted.map((index) => events[index])
      expect(await receiveSome(transport, paid, { count: 1 })).toEqual(ofTypes(1))
      expect(await receiveSome(transport, sessions, { count: 3 })).toEqual(ofTypes(0, 3, 5))
      expect(await receiveSome(transport, everything, { count: 6 })).toEqual(events)
    })

    it('wait from the subscription on, not from before it', async () => {
      const source = newSource()
      await transport.send(sampleEvents(3, { source }))
      await transport.subscribe(everything)
      const later = sampleEvents(3, { source, from: 4 })
      await transport.send(later)
      await transport.subscribe(everything)
      expect(await receiveSome(transport, everything, { count: 3 })).toEqual(later)
    })

    it('come again in their order until they are acknowledged', async () => {
      await transport.subscribe(everything)
      const events = sampleEvents(400)
      await transport.send(events)
      const receive = (count: number, acknowledged: number) =>
        receiveSome(transport, everything, { count, acknowledged })
      expect(await receive(30, 0)).toEqual(events.slice(0, 30))
      expect(await receive(7, 5)).toEqual(events.slice(0, 7))
      expect(await receive(3, 0)).toEqual(events.slice(5, 8))
      // More are sent meanwhile: they come behind.
      const more = sampleEvents(3, { source: events[0]!.source, from: 401 })
      await transport.send(more)
      expect(await receive(150, 150)).toEqual(events.slice(5, 155))
      expect(await receive(248, 248)).toEqual([...events.slice(155), ...more])
      expect(await receiveForAMoment(transport, everything)).toEqual([])
    })

    it('come in their order whichever of them were acknowledged', async () => {
      await transport.subscribe(everything)
      const events = sampleEvents(120)
      await transport.send(events)
      let waiting = events.map(({ subjectseq }) => subjectseq)
      for (const [round, take] of [40, 7, 60, 3, 50].entries()) {
        const acknowledged = ({ subjectseq }: SyncEvent): boolean => subjectseq % 3 === round % 3
        const received = await receiveSome(transport, everything, { count: take, acknowledged })
        const places = received.map(({ subjectseq }) => subjectseq)
        expect(places).toEqual(places.toSorted((a, b) => a - b))
        // None that waits is passed over.
        const last = places.at(-1) ?? 0
        expect(places).toEqual(expect.arrayContaining(waiting.filter((place) => place <= last)))
        const gone = new Set(received.filter(acknowledged).map(({ subjectseq }) => subjectseq))
        waiting = waiting.filter((place) => !gone.has(place))
      }
    })

    it('come again after their receiver was killed', async () => {
      await transport.subscribe(everything)
      const events = sampleEvents(40)
      await transport.send(events)
      const child = startChild(receiver, [machine.url, broker.namespace ?? '', '10', '25'])
      expect(await child.line('taken')).toBe('taken')
      child.kill()
      await child.ended
      expect(await receiveSome(transport, everything, { count: 30 })).toEqual(events.slice(10))
    })

    it(`sent again ${capabilities.deduplicatesSends ? 'come once' : 'come again'}`, async () => {
      await transport.subscribe(everything)
      const events = sampleEvents(6)
      await transport.send(events.slice(0, 4))
      await transport.send(events)
      const expected = capabilities.deduplicatesSends ? events : [...events.slice(0, 4), ...events]
      const received = await receiveSome(transport, everything, { count: expected.length })
      expect(received).toEqual(expected)
      expect(await receiveForAMoment(transport, everything)).toEqual([])
    })

    it('are forgotten with the subscriber', async () => {
      await transport.subscribe(everything)
      const source = newSource()
      await transport.send(sampleEvents(3, { source }))
      await transport.unsubscribe(everything)
      await transport.send(sampleEvents(3, { source, from: 4 }))
      expect(await receiveForAMoment(transport, everything)).toEqual([])
      await transport.unsubscribe({ name: 'never-seen', pattern: '*' })
    })

    it('are not held up by a message that is none', async () => {
      await transport.subscribe(everything)
      const [before, after] = [sampleEvents(1), sampleEvents(1)]
      await transport.send(before)
      await kind.spoil(broker, 'no event')
      await kind.spoil(broker, '{"specversion":"1.0"}')
      await transport.send(after)
      const received = await receiveUntil(
        transport,
        everything,
        (events) => events.length >= 2 && unreadable.length >= 2,
      )
      expect(received).toHaveLength(2)
      expect(received).toEqual(expect.arrayContaining([...before, ...after]))
      expect(unreadable.map(({ subscriber }) => subscriber)).toEqual(['everything', 'everything'])
      expect(unreadable[0]?.reason).toBe('It is not JSON.')
      expect(unreadable[1]?.reason).toContain('source')
      // It does not come a second time.
      expect(await receiveForAMoment(transport, everything)).toEqual([])
      expect(unreadable).toHaveLength(2)
    })

    it.each(kind.freezes ? [kind.name] : [])(
      'wait at the sender while %s does not answer',
      async () => {
        await transport.subscribe(everything)
        const events = sampleEvents(10)
        await transport.send(events.slice(0, 5))
        await machine.freeze()
        const asked = Date.now()
        try {
          const calls = await Promise.allSettled([
            transport.send(events.slice(5)),
            receiveSome(transport, everything, { count: 5 }),
          ])
          for (const call of calls) {
            expect(call).toMatchObject({
              status: 'rejected',
              reason: expect.any(BrokerUnavailable),
            })
          }
          expect(Date.now() - asked).toBeLessThan(12_000)
        } finally {
          machine.thaw()
        }
        await sendUntilTaken(transport, events.slice(5))
        expect(await receiveSome(transport, everything, { count: 10, distinct: true })).toEqual(
          events,
        )
      },
    )

    it.each(kind.restarts ? [kind.name] : [])(
      'survive %s being killed, sent or not yet acknowledged',
      async () => {
        await transport.subscribe(everything)
        const events = sampleEvents(60)
        await transport.send(events.slice(0, 40))
        await receiveSome(transport, everything, { count: 20, acknowledged: 10 })
        let brought = 0
        const acknowledged = (): boolean => (brought += 1) <= 5
        const waiting = receiveSome(transport, everything, { count: 50, acknowledged })
        const failed = waiting.then(
          () => null,
          (error: unknown) => error,
        )
        await vi.waitFor(() => expect(brought).toBe(30), 20_000)
        await setTimeout(Math.max(200, settlesMs))

        await machine.kill()
        const asked = Date.now()
        expect(await failed).toBeInstanceOf(BrokerUnavailable)
        expect(String(await failed)).toContain(`${transport.place} is not available: `)
        await expect(transport.send(events.slice(40))).rejects.toThrow(BrokerUnavailable)
        const receiving = receiveSome(transport, everything, { count: 1 })
        await expect(receiving).rejects.toThrow(BrokerUnavailable)
        expect(Date.now() - asked).toBeLessThan(10_000)

        await machine.restart()
        await sendUntilTaken(transport, events.slice(40))
        expect(await receiveSome(transport, everything, { count: 45, distinct: true })).toEqual(
          events.slice(15),
        )
      },
      90_000,
    )
  })
}

/** As a sender does: again and again, all that was not taken. */
async function sendUntilTaken(transport: Transport, events: readonly SyncEvent[]): Promise<void> {
  while (true) {
    try {
      await transport.send(events)
      return
    } catch (error) {
      if (!(error instanceof BrokerUnavailable)) throw error
      await setTimeout(100)
    }
  }
}
