import { brokerOf, type Broker } from './broker-address.ts'
import type { Transport, Unreadable } from './transport.ts'

export { brokerFromUrl, type Broker } from './broker-address.ts'
export { BrokerUnavailable, type Subscriber, type Transport, type Unreadable } from './transport.ts'

/** How a transport tells what it meets. */
export interface TransportOptions {
  /** Hears of each message that is no event; it is dropped. Otherwise Node warns of it. */
  readonly onUnreadable?: (message: Unreadable) => void
}

/**
 * Opens the way to a broker. Nothing is connected before the first call, so that a desk opens while
 * its broker is away; the client library is loaded now.
 *
 * @throws Error when `broker.connection` is not an address of its provider.
 * @example const transport = await openTransport({ provider: 'redis-streams', connection: 'redis://127.0.0.1' })
 */
export async function openTransport(
  broker: Broker,
  { onUnreadable = warn }: TransportOptions = {},
): Promise<Transport> {
  const address = brokerOf(broker)
  switch (address.provider) {
    case 'redis-streams': {
      const { RedisTransport } = await import('./redis/redis-transport.ts')
      return new RedisTransport(address, onUnreadable)
    }
    case 'rabbitmq': {
      const { RabbitTransport } = await import('./rabbitmq/rabbitmq-transport.ts')
      return new RabbitTransport(address, onUnreadable)
    }
    case 'kafka': {
      const { KafkaTransport } = await import('./kafka/kafka-transport.ts')
      return new KafkaTransport(address, onUnreadable)
    }
  }
}

function warn({ subscriber, where, reason }: Unreadable): void {
  process.emitWarning(`A message for ${subscriber} is no event (${where}): ${reason}`)
}
