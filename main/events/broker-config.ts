import { brokerFromUrl, type Broker } from '../../brokers/index.ts'

/** Through which broker, as the architecture decision has it. */
export interface AsyncModeConfig {
  readonly provider: Broker['provider']
  /** An address as `brokerFromUrl` reads it, or only where the broker is. */
  readonly connection: string | { readonly host: string; readonly port?: number | string }
}

const schemes: Record<Broker['provider'], string> = {
  'redis-streams': 'redis',
  rabbitmq: 'amqp',
  kafka: 'kafka',
}

/** From an address as it stands on the command line. @throws Error that says what one looks like. */
export function configFromUrl(url: string): AsyncModeConfig {
  return { provider: brokerFromUrl(url).provider, connection: url }
}

/**
 * The broker of a config, with names of this laptop's own in it.
 *
 * @throws Error when the connection is none of that provider's; never repeats it, it may hold a password.
 */
export function readBroker({ provider, connection }: AsyncModeConfig, deviceId: string): Broker {
  const broker = brokerFromUrl(
    typeof connection === 'string'
      ? connection
      : `${schemes[provider]}://${connection.host}${connection.port === undefined ? '' : `:${connection.port}`}`,
  )
  if (broker.provider !== provider) {
    throw new Error(`The connection is one of ${broker.provider}, not of ${provider}.`)
  }
  return { ...broker, namespace: `${broker.namespace ?? 'fitflow'}.${deviceId}` }
}
