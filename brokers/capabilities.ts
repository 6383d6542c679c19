import type { Broker } from './broker-address.ts'
import type { Capabilities } from './transport.ts'

/** What each broker promises beyond what all do. */
export const capabilities: Record<Broker['provider'], Capabilities> = {
  'redis-streams': { deduplicatesSends: true, ordersAcrossSubjects: true },
  rabbitmq: { deduplicatesSends: false, ordersAcrossSubjects: true },
  kafka: { deduplicatesSends: false, ordersAcrossSubjects: false },
}
