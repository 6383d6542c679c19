import type { ConsumeMessage } from 'amqplib'
import type { SyncEvent } from '../../shared/sync-protocol.ts'
import type { BrokerAddress } from '../broker-address.ts'
import { Inbox } from '../inbox.ts'
import { brokerUnavailable, KeptConnection } from '../keep-connection.ts'
import { readEvent } from '../read-event.ts'
import {
  mostUnacknowledged,
  type Delivered,
  type Subscriber,
  type Transport,
  type Unreadable,
} from '../transport.ts'
import { Acknowledgements } from './acknowledge.ts'
import { connectRabbit, type RabbitConnection } from './connect-rabbitmq.ts'

/** So many are published before their confirmations are waited for. */
const publishedAtOnce = 250

/**
 * RabbitMQ: a topic exchange whose routing keys are the types, and a quorum queue per subscriber with
 * a single active consumer. A message that reaches no queue is nobody's, and is dropped.
 *
 * A quorum queue puts what a lost consumer returns behind what was returned before it. The order holds
 * all the same: each consumer takes up to {@link mostUnacknowledged}, so it takes all that was returned
 * before anything else, and returns all of it at once. That is why its channel is closed, never its
 * consumption cancelled, and why that number must never become smaller.
 */
export class RabbitTransport implements Transport {
  readonly place: string
  readonly #namespace: string
  readonly #exchange: string
  readonly #connect: () => Promise<RabbitConnection>
  readonly #kept: KeptConnection<RabbitConnection>
  readonly #onUnreadable: (message: Unreadable) => void
  readonly #closing = new AbortController()

  constructor(
    { place, connection, namespace }: BrokerAddress,
    onUnreadable: (message: Unreadable) => void,
  ) {
    this.place = place
    this.#namespace = namespace
    this.#exchange = `${namespace}.events`
    this.#connect = async () => {
      const made = await connectRabbit(connection)
      await made.channel.assertExchange(this.#exchange, 'topic', { durable: true })
      return made
    }
    this.#kept = new KeptConnection(place, this.#connect)
    this.#onUnreadable = onUnreadable
  }

  async subscribe(subscriber: Subscriber): Promise<void> {
    await this.#kept.call((connection) => this.#makeQueue(connection, subscriber))
  }

  async unsubscribe(subscriber: Subscriber): Promise<void> {
    await this.#kept.call(({ channel }) => channel.deleteQueue(this.#queueOf(subscriber)))
  }

  async send(events: readonly SyncEvent[]): Promise<void> {
    for (let from = 0; from < events.length; from += publishedAtOnce) {
      const some = events.slice(from, from + publishedAtOnce)
      await this.#kept.call(async ({ channel }) => {
        for (const event of some) {
          channel.publish(this.#exchange, event.type, Buffer.from(JSON.stringify(event)), {
            persistent: true,
            contentType: 'application/cloudevents+json',
            messageId: event.id,
          })
        }
        await channel.waitForConfirms()
      })
    }
  }

  async *receive(subscriber: Subscriber, signal: AbortSignal): AsyncGenerator<Delivered> {
    const ends = AbortSignal.any([signal, this.#closing.signal])
    const own = new KeptConnection(this.place, this.#connect)
    let acknowledgements: Acknowledgements | null = null
    try {
      if (ends.aborted) return
      const connection = await own.open()
      acknowledgements = new Acknowledgements(connection)
      const inbox = new Inbox<ConsumeMessage>()
      await own.call(() => this.#consume(subscriber, connection, inbox))
      for await (const message of inbox.take(ends, connection.lost)) {
        const event = this.#read(subscriber, message)
        const ack = acknowledgements.add(message)
        if (event === null) await ack()
        else yield { event, ack }
      }
    } catch (error) {
      if (!ends.aborted) throw brokerUnavailable(this.place, error)
    } finally {
      acknowledgements?.tell()
      await own.close((connection) => connection.close())
    }
  }

  async close(): Promise<void> {
    this.#closing.abort()
    await this.#kept.close((connection) => connection.close())
  }

  async #consume(
    subscriber: Subscriber,
    connection: RabbitConnection,
    inbox: Inbox<ConsumeMessage>,
  ): Promise<void> {
    const { channel } = connection
    await this.#makeQueue(connection, subscriber)
    await channel.prefetch(mostUnacknowledged)
    await channel.consume(this.#queueOf(subscriber), (message) => {
      if (message !== null) inbox.put(message)
      else connection.destroy(new Error(`the queue of ${subscriber.name} was deleted`))
    })
  }

  /** The event in a message, when it is one and is wanted. */
  #read(subscriber: Subscriber, { content, fields }: ConsumeMessage): SyncEvent | null {
    // A pattern that became narrower leaves bindings behind.
    const event = readEvent(content.toString('utf8'), subscriber.pattern)
    if (typeof event !== 'string') return event
    const where = `${this.#queueOf(subscriber)} ${fields.routingKey}`
    this.#onUnreadable({ subscriber: subscriber.name, where, reason: event })
    return null
  }

  async #makeQueue(connection: RabbitConnection, subscriber: Subscriber): Promise<void> {
    const { channel, deliversForEver } = connection
    const queue = this.#queueOf(subscriber)
    await channel.assertQueue(queue, {
      durable: true,
      arguments: {
        'x-queue-type': 'quorum',
        'x-single-active-consumer': true,
        // Only there does it mean "without end"; before, it would drop what is returned.
        ...(deliversForEver ? {} : { 'x-delivery-limit': -1 }),
      },
    })
    for (const pattern of subscriber.pattern.split(' ')) {
      // A family is all that begins so, however many words follow.
      await channel.bindQueue(queue, this.#exchange, pattern.replace(/\*$/, '#'))
    }
  }

  #queueOf({ name }: Subscriber): string {
    return `${this.#namespace}.${name}`
  }
}
