import { brokerKinds, type BrokerKind } from '../brokers/broker-kinds.ts'
import type { BrokerMachine } from '../brokers/broker-machine.ts'

/** Something that brings events from the log to their handlers, and what it can do. */
export interface CarrierKind {
  readonly name: string
  readonly ordersAcrossSubjects: boolean
  /** How its server can be away for a while; null where it has none, or it cannot. */
  readonly outage: 'kill' | 'freeze' | null
  /** Its server; null where it is none: the log of this process itself. */
  start(): Promise<BrokerMachine | null>
}

/** Without a broker: handlers read the log. */
const embedded: CarrierKind = {
  name: 'embedded',
  ordersAcrossSubjects: true,
  outage: null,
  start: () => Promise.resolve(null),
}

/** All that the suite runs against. */
export const carrierKinds = {
  embedded,
  redis: carriedBy(brokerKinds.redis),
  rabbitmq: carriedBy(brokerKinds.rabbitmq),
  kafka: carriedBy(brokerKinds.kafka),
}

function carriedBy({ name, capabilities, start, restarts, freezes }: BrokerKind): CarrierKind {
  const { ordersAcrossSubjects } = capabilities
  return {
    name,
    ordersAcrossSubjects,
    outage: restarts ? 'kill' : freezes ? 'freeze' : null,
    start,
  }
}
