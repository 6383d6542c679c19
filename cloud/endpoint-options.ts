import { syncLimits } from '../shared/sync-protocol.ts'

/** What an endpoint allows; tests make it smaller. */
export interface EndpointLimits {
  readonly maxEvents: number
  /** Of a batch, unpacked. */
  readonly maxBytes: number
  /** Of one event; a larger one becomes a tombstone. */
  readonly maxEventBytes: number
  /** Requests a minute from one address, whoever sends them. */
  readonly perAddress: number
  /** Requests a minute of one device. */
  readonly perDevice: number
  /** Pairing codes that may be tried in a minute from one address. */
  readonly pairingsPerAddress: number
  /** Wrong pairing codes in a minute from everybody together, from which on whoever tried one waits. */
  readonly pairingsInAll: number
}

export const defaultLimits: EndpointLimits = {
  ...syncLimits,
  perAddress: 3_000,
  perDevice: 1_500,
  pairingsPerAddress: 10,
  pairingsInAll: 100,
}
