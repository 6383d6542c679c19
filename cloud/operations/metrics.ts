import { collectDefaultMetrics, Counter, Histogram, Registry } from 'prom-client'

/** What Prometheus reads at `/metrics`. Labels name routes and codes, never a tenant or a device. */
export class Metrics {
  readonly registry = new Registry()
  readonly requests = new Histogram({
    name: 'fitflow_cloud_request_seconds',
    help: 'How long requests took, by route and status.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
    registers: [this.registry],
  })
  readonly stored = new Counter({
    name: 'fitflow_cloud_events_stored_total',
    help: 'Events that were stored, tombstones included.',
    registers: [this.registry],
  })
  readonly rejected = new Counter({
    name: 'fitflow_cloud_events_rejected_total',
    help: 'Events that became tombstones, by reason.',
    labelNames: ['code'],
    registers: [this.registry],
  })
  readonly repeated = new Counter({
    name: 'fitflow_cloud_events_repeated_total',
    help: 'Events that came again and were here already.',
    registers: [this.registry],
  })
  readonly forks = new Counter({
    name: 'fitflow_cloud_forks_total',
    help: 'Pushes that were refused because the log was copied.',
    registers: [this.registry],
  })

  constructor() {
    collectDefaultMetrics({ register: this.registry })
  }
}
