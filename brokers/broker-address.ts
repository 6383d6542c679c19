/** Which broker, and where it is. */
export interface Broker {
  readonly provider: 'redis-streams' | 'rabbitmq' | 'kafka'
  /**
   * `redis://user:password@host:6379/0` or `rediss://`, `amqp://user:password@host:5672/vhost` or
   * `amqps://`, `kafka://host:9092,host2:9092`. Holds a password: never shown or logged.
   */
  readonly connection: string
  /** Begins every name that is made at the broker, so that several can share one. `fitflow` unless given. */
  readonly namespace?: string
}

/** A broker whose address was read. */
export interface BrokerAddress extends Required<Broker> {
  /** Host and port of each of its servers. */
  readonly servers: readonly { readonly host: string; readonly port: number }[]
  /** For people; without name and password. */
  readonly place: string
}

const schemes: Record<string, { provider: Broker['provider']; name: string; port: number }> = {
  redis: { provider: 'redis-streams', name: 'Redis', port: 6379 },
  rediss: { provider: 'redis-streams', name: 'Redis', port: 6379 },
  amqp: { provider: 'rabbitmq', name: 'RabbitMQ', port: 5672 },
  amqps: { provider: 'rabbitmq', name: 'RabbitMQ', port: 5671 },
  kafka: { provider: 'kafka', name: 'Kafka', port: 9092 },
}
const known = 'redis://, rediss://, amqp://, amqps:// or kafka://'

/**
 * Reads a broker from its address; `?namespace=` may follow it.
 *
 * @throws Error that says what an address looks like, and never repeats it: it may hold a password.
 * @example brokerFromUrl('redis://127.0.0.1:6379') // { provider: 'redis-streams', … }
 */
export function brokerFromUrl(url: string): Broker {
  const [, scheme = ''] = /^([a-z]+):\/\//.exec(url) ?? []
  const provider = schemes[scheme]?.provider
  if (provider === undefined) throw new Error(`A broker's address begins with ${known}.`)
  const [, connection = url, namespace] = /^(.*?)\?namespace=([\w.-]+)$/.exec(url) ?? []
  const broker = { provider, connection, ...(namespace === undefined ? {} : { namespace }) }
  brokerOf(broker)
  return broker
}

/** Reads the address of a broker. @throws Error as {@link brokerFromUrl}. */
export function brokerOf({ provider, connection, namespace = 'fitflow' }: Broker): BrokerAddress {
  const [, scheme = '', login, hosts = '', path = ''] =
    /^([a-z]+):\/\/(?:([^@/]*)@)?([^@/?]+)(\/[^?]*)?(?:\?.*)?$/.exec(connection) ?? []
  const kind = schemes[scheme]
  if (kind?.provider !== provider) {
    throw new Error(`The address of ${provider} does not begin as it must (${known}).`)
  }
  if (provider === 'kafka' && login !== undefined) {
    throw new Error('Kafka with name and password is not supported.')
  }
  if (!/^[\w.-]{1,100}$/.test(namespace)) {
    throw new Error('A namespace is made of letters, digits, hyphens, underscores and dots.')
  }
  const servers = hosts.split(',').map((server) => {
    const [, host, port] = /^([\w.-]+|\[[\da-f:.]+\])(?::(\d{1,5}))?$/i.exec(server) ?? []
    if (host === undefined) throw new Error(`The address of ${kind.name} names no host.`)
    return { host, port: port === undefined ? kind.port : Number(port) }
  })
  if (provider !== 'kafka' && servers.length > 1) {
    throw new Error(`The address of ${kind.name} names one host.`)
  }
  const shown = servers.map(({ host, port }) => `${host}:${port}`).join(',')
  return {
    provider,
    connection,
    namespace,
    servers,
    place: `${kind.name} ${shown}${path === '/' ? '' : path}`,
  }
}
