import { setTimeout as sleep } from 'node:timers/promises'
import type { SyncEvent } from '../../shared/sync-protocol.ts'
import type { BrokerAddress } from '../broker-address.ts'
import { KeptConnection } from '../keep-connection.ts'
import { readEvent } from '../read-event.ts'
import type { Delivered, Subscriber, Transport, Unreadable } from '../transport.ts'
import { Acknowledgements, commitBehind } from './acknowledge.ts'
import { connectReader, connectSender, deleteGroup, waitMs } from './connect-kafka.ts'
import type { KafkaReader, KafkaSender } from './connect-kafka.ts'
import { readPlaces, startPlaces, type Found } from './read-places.ts'
import { untilReady } from './until-ready.ts'

/** Far below what Kafka takes at once, so that events of the largest size fit as well. */
const bytesAtOnce = 256 * 1024

/**
 * Kafka: one topic, whose key is source and subject, so that all events of a subject are in one
 * partition. A group per subscriber keeps how far it is. Patterns are matched here.
 */
export class KafkaTransport implements Transport {
  readonly place: string
  readonly #address: BrokerAddress
  readonly #topic: string
  readonly #kept: KeptConnection<KafkaSender>
  readonly #onUnreadable: (message: Unreadable) => void
  readonly #closing = new AbortController()

  constructor(address: BrokerAddress, onUnreadable: (message: Unreadable) => void) {
    this.place = address.place
    this.#address = address
    this.#topic = `${address.namespace}.events`
    this.#kept = new KeptConnection(address.place, () => connectSender(address, this.#topic))
    this.#onUnreadable = onUnreadable
  }

  async subscribe(subscriber: Subscriber): Promise<void> {
    const own = this.#readerFor(subscriber)
    try {
      await this.#untilReady(() => own.call((reader) => startPlaces(reader, this.#topic)))
    } finally {
      await own.close()
    }
  }

  async unsubscribe(subscriber: Subscriber): Promise<void> {
    const own = this.#readerFor(subscriber)
    try {
      const forget = async (reader: KafkaReader): Promise<void> => {
        if (await deleteGroup(this.#address, this.#groupOf(subscriber))) return
        // A place of -1 is none.
        const none = reader.partitions.map((partition) => ({ partition, offset: -2n }))
        await commitBehind(reader, this.#topic, none)
      }
      await this.#untilReady(() => own.call(forget))
    } finally {
      await own.close()
    }
  }

  async send(events: readonly SyncEvent[]): Promise<void> {
    let messages: { topic: string; key: string; value: string }[] = []
    let bytes = 0
    const flush = async (): Promise<void> => {
      if (messages.length === 0) return
      const some = messages
      messages = []
      bytes = 0
      await this.#untilReady(() =>
        this.#kept.call(({ producer }) => producer.send({ messages: some })),
      )
    }
    for (const event of events) {
      const value = JSON.stringify(event)
      if (bytes + value.length > bytesAtOnce) await flush()
      bytes += value.length
      messages.push({ topic: this.#topic, key: `${event.source}/${event.subject}`, value })
    }
    await flush()
  }

  async *receive(subscriber: Subscriber, signal: AbortSignal): AsyncGenerator<Delivered> {
    const ends = AbortSignal.any([signal, this.#closing.signal])
    const own = this.#readerFor(subscriber)
    const call = <T>(act: (reader: KafkaReader) => Promise<T>, longerMs = 0): Promise<T> =>
      untilReady(ends, () => own.call(act, longerMs))
    const acknowledgements = new Acknowledgements((places) =>
      call((reader) => commitBehind(reader, this.#topic, places)),
    )
    try {
      if (ends.aborted) return
      const from = await call((reader) => startPlaces(reader, this.#topic))
      while (!ends.aborted) {
        const found = await call((reader) => readPlaces(reader, this.#topic, from), waitMs)
        for (const one of found) {
          if (ends.aborted) return
          const event = this.#read(subscriber, one)
          const ack = acknowledgements.add(one)
          if (event === null) await ack()
          else yield { event, ack }
        }
        await acknowledgements.settle()
        // Some answer at once that there is nothing.
        if (found.length === 0) await sleep(20)
      }
    } catch (error) {
      if (!ends.aborted) throw error
    } finally {
      // What is lost here comes again.
      await acknowledgements.settle().catch(() => {})
      await own.close()
    }
  }

  async close(): Promise<void> {
    this.#closing.abort()
    await this.#kept.close()
  }

  #untilReady<T>(act: () => Promise<T>): Promise<T> {
    return untilReady(this.#closing.signal, act)
  }

  #read(subscriber: Subscriber, { partition, offset, text }: Found): SyncEvent | null {
    const event = readEvent(text, subscriber.pattern)
    if (typeof event !== 'string') return event
    const where = `${this.#topic} ${partition}/${offset}`
    this.#onUnreadable({ subscriber: subscriber.name, where, reason: event })
    return null
  }

  #readerFor(subscriber: Subscriber): KeptConnection<KafkaReader> {
    const group = this.#groupOf(subscriber)
    return new KeptConnection(this.place, () => connectReader(this.#address, this.#topic, group))
  }

  #groupOf({ name }: Subscriber): string {
    return `${this.#address.namespace}.${name}`
  }
}
