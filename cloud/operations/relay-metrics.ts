import { Counter, Gauge, type Registry } from 'prom-client'
import type { Relay } from '../relay/relay.ts'

/** What Prometheus reads about the relay to a broker. */
export class RelayMetrics {
  readonly sent: Counter

  /** @param relay asked whenever somebody reads */
  constructor(registry: Registry, relay: () => Relay) {
    this.sent = new Counter({
      name: 'fitflow_cloud_relay_sent_total',
      help: 'Events that the broker has confirmed.',
      registers: [registry],
    })
    const waiting: Gauge = new Gauge({
      name: 'fitflow_cloud_relay_waiting',
      help: 'Stored events that the broker has not confirmed.',
      registers: [registry],
      // Where the storage is away, the last number stands.
      collect: async () => {
        await relay()
          .countWaiting()
          .then(
            (count) => waiting.set(count),
            () => {},
          )
      },
    })
    const up: Gauge = new Gauge({
      name: 'fitflow_cloud_relay_broker_up',
      help: '1 when the broker answered this endpoint when it was last asked.',
      registers: [registry],
      collect: () => up.set(relay().isUp ? 1 : 0),
    })
  }
}
