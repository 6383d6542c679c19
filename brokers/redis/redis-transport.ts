import { setTimeout as sleep } from 'node:timers/promises'
import type { SyncEvent } from '../../shared/sync-protocol.ts'
import type { BrokerAddress } from '../broker-address.ts'
import { KeptConnection } from '../keep-connection.ts'
import { readEvent } from '../read-event.ts'
import type { Delivered, Subscriber, Transport, Unreadable } from '../transport.ts'
import { connectRedis, type RedisConnection } from './connect-redis.ts'
import { addSubscriber, appendEvents, removeSubscriber, trimStreams } from './scripts.ts'

/** A receiver that dies and comes back is the same consumer, and finds what it had not acknowledged. */
const consumer = 'receiver'
/** How long Redis is asked to wait for something new; a new source is noticed as late as this. */
const waitMs = 500
/** So many are appended in one step; while it lasts, Redis does nothing else. */
const appendedAtOnce = 250
/** After so many acknowledgements without a pause, streams are trimmed. */
const trimAfter = 2_000

/** So many are read from a stream at once. */
const readAtOnce = 100

/** An entry of a stream as Redis brings it; one that somebody deleted has no fields. */
type Entry = [id: string, fields: string[] | null]

/**
 * Redis Streams: a stream per source whose ids are the events' sequence numbers, a consumer group per
 * subscriber in each. What matches no pattern is acknowledged as it comes. One Redis, not a cluster.
 */
export class RedisTransport implements Transport {
  readonly place: string
  readonly #url: string
  readonly #prefix: string
  /** Of the sources, and of the subscribers. */
  readonly #keys: [string, string]
  readonly #kept: KeptConnection<RedisConnection>
  readonly #onUnreadable: (message: Unreadable) => void
  readonly #closing = new AbortController()

  constructor(
    { place, connection, namespace }: BrokerAddress,
    onUnreadable: (message: Unreadable) => void,
  ) {
    this.place = place
    this.#url = connection
    this.#prefix = `${namespace}:events:`
    this.#keys = [`${namespace}:sources`, `${namespace}:subscribers`]
    this.#kept = new KeptConnection(place, () => connectRedis(connection))
    this.#onUnreadable = onUnreadable
  }

  async subscribe({ name }: Subscriber): Promise<void> {
    await this.#run(addSubscriber, [name])
  }

  async unsubscribe({ name }: Subscriber): Promise<void> {
    await this.#run(removeSubscriber, [name])
    await this.#run(trimStreams)
  }

  async send(events: readonly SyncEvent[]): Promise<void> {
    for (let from = 0; from < events.length; from += appendedAtOnce) {
      const some = events.slice(from, from + appendedAtOnce)
      await this.#run(
        appendEvents,
        some.flatMap((event) => [
          event.source,
          String(Number(event.sequence)),
          JSON.stringify(event),
        ]),
      )
    }
  }

  async *receive(subscriber: Subscriber, signal: AbortSignal): AsyncGenerator<Delivered> {
    const ends = AbortSignal.any([signal, this.#closing.signal])
    // Waiting for what comes keeps a connection busy: it is this receiver's own.
    const own = new KeptConnection(this.place, () => connectRedis(this.#url))
    const acks = new Acknowledgements((stream, ids) => this.#acknowledge(subscriber, stream, ids))
    const end = (): void => void own.close()
    ends.addEventListener('abort', end)
    try {
      if (!ends.aborted) await this.subscribe(subscriber)
      yield* this.#bring(subscriber, own, acks, ends)
    } catch (error) {
      if (!ends.aborted) throw error
    } finally {
      ends.removeEventListener('abort', end)
      await own.close()
      // What is lost here comes again.
      await acks.settle().catch(() => {})
    }
  }

  async close(): Promise<void> {
    this.#closing.abort()
    await this.#kept.close()
  }

  async *#bring(
    subscriber: Subscriber,
    own: KeptConnection<RedisConnection>,
    acks: Acknowledgements,
    ends: AbortSignal,
  ): AsyncGenerator<Delivered> {
    /** What to read each stream from: its own entries that wait for an acknowledgement, then new ones. */
    const from = new Map<string, string>()
    let acknowledged = 0
    while (!ends.aborted) {
      const sources = await own.call(({ client }) => client.sMembers(this.#keys[0]))
      for (const stream of sources.map((source) => this.#prefix + source)) {
        if (!from.has(stream)) from.set(stream, '0')
      }
      if (from.size === 0) {
        await sleep(waitMs, undefined, { signal: ends })
        continue
      }
      const brought = await this.#read(subscriber, own, from)
      for (const [stream, entries] of brought) {
        if (from.get(stream) !== '>') from.set(stream, entries.at(-1)?.[0] ?? '>')
        const events = await this.#sort(subscriber, stream, entries)
        acknowledged += entries.length - events.length
        for (const [id, event] of events) {
          if (ends.aborted) return
          yield {
            event,
            ack: async () => {
              acknowledged += 1
              acks.add(stream, id)
            },
          }
        }
      }
      await acks.settle()
      if (acknowledged >= (brought.length === 0 ? 1 : trimAfter)) {
        acknowledged = 0
        await this.#run(trimStreams)
      }
    }
  }

  async #read(
    { name }: Subscriber,
    own: KeptConnection<RedisConnection>,
    from: ReadonlyMap<string, string>,
  ): Promise<[stream: string, entries: Entry[]][]> {
    const group = ['GROUP', name, consumer]
    const atMost = ['COUNT', String(readAtOnce), 'BLOCK', String(waitMs)]
    const reply = await own.call(
      ({ client }) =>
        client.sendCommand<[stream: string, entries: Entry[]][] | null>([
          'XREADGROUP',
          ...group,
          ...atMost,
          'STREAMS',
          ...from.keys(),
          ...from.values(),
        ]),
      waitMs,
    )
    return reply ?? []
  }

  /** The events a subscriber wants; the rest is acknowledged. */
  async #sort(
    subscriber: Subscriber,
    stream: string,
    entries: readonly Entry[],
  ): Promise<[id: string, event: SyncEvent][]> {
    const wanted: [string, SyncEvent][] = []
    const passed: string[] = []
    for (const [id, fields] of entries) {
      const event = readEvent(fields?.[1], subscriber.pattern)
      if (event !== null && typeof event !== 'string') {
        wanted.push([id, event])
        continue
      }
      passed.push(id)
      if (event !== null) {
        const where = `${stream} ${id}`
        this.#onUnreadable({ subscriber: subscriber.name, where, reason: event })
      }
    }
    if (passed.length > 0) await this.#acknowledge(subscriber, stream, passed)
    return wanted
  }

  async #acknowledge({ name }: Subscriber, stream: string, ids: string[]): Promise<void> {
    await this.#kept.call(({ client }) => client.xAck(stream, name, ids))
  }

  async #run(script: string, rest: readonly string[] = []): Promise<void> {
    await this.#kept.call(({ client }) =>
      client.eval(script, { keys: this.#keys, arguments: [this.#prefix, ...rest] }),
    )
  }
}

/** Acknowledgements on their way. If each was waited for, each would wait for Redis' disk. */
class Acknowledgements {
  readonly #tell: (stream: string, ids: string[]) => Promise<void>
  /** What was acknowledged in this turn of the loop is told together. */
  #untold = new Map<string, string[]>()
  #underWay: Promise<void>[] = []

  constructor(tell: (stream: string, ids: string[]) => Promise<void>) {
    this.#tell = tell
  }

  add(stream: string, id: string): void {
    if (this.#untold.size === 0) setImmediate(() => this.#tellAll())
    const ids = this.#untold.get(stream) ?? []
    ids.push(id)
    this.#untold.set(stream, ids)
  }

  /** Waits for all of them. @throws BrokerUnavailable when one was lost. */
  async settle(): Promise<void> {
    this.#tellAll()
    await Promise.all(this.#underWay.splice(0))
  }

  #tellAll(): void {
    const untold = this.#untold
    this.#untold = new Map()
    for (const [stream, ids] of untold) {
      const told = this.#tell(stream, ids)
      // settle() tells of it.
      told.catch(() => {})
      this.#underWay.push(told)
    }
  }
}
