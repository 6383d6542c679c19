import type { SyncEvent } from '../shared/sync-protocol.ts'

/** Who receives, and what. */
export interface Subscriber {
  /**
   * Stable: the broker keeps under it how far this subscriber is. One process receives under it at a
   * time. Letters, digits, hyphens, underscores and dots.
   */
  readonly name: string
  /** `appointment.created`, a family `appointment.*`, or `*`; several with a space between them, as on the bus. */
  readonly pattern: string
}

/** An event that was received and is the receiver's to handle. */
export interface Delivered {
  readonly event: SyncEvent
  /**
   * Tells the broker that the event is in the receiver's own books: it is never brought again, unless
   * the connection is lost before the broker heard it. A transport may stop bringing while
   * {@link mostUnacknowledged} wait for this.
   */
  ack(): Promise<void>
}

/**
 * A message broker between the log and its handlers. It only carries: attempts, dead letters and what
 * was handled already are in the database of whoever receives, and mean the same with every broker.
 *
 * A transport that lost its broker rejects with {@link BrokerUnavailable} within seconds, and works
 * again by the next call once the broker is back.
 */
export interface Transport {
  /** For people: which broker, and where. Never a password. */
  readonly place: string
  /** Keeps what is sent from now on for a subscriber, also while it does not receive. May be called again. */
  subscribe(subscriber: Subscriber): Promise<void>
  /** Forgets a subscriber and what waits for it. */
  unsubscribe(subscriber: Subscriber): Promise<void>
  /**
   * Resolves when the broker has all of them on its disk (as far as it has one), in this order. Events
   * of one source come in the order of their `sequence`, from one sender at a time. What was sent
   * before may be sent again: after a rejection, all of it is.
   */
  send(events: readonly SyncEvent[]): Promise<void>
  /**
   * What waits for a subscriber and then what comes, in order per subject (`event.subject`) at least.
   * What was brought and not acknowledged when it ended, or the process died, is brought again, in
   * order. Subscribes first. Ends with the signal; throws when the broker is lost.
   */
  receive(subscriber: Subscriber, signal: AbortSignal): AsyncIterable<Delivered>
  /** What is received ends; a call under way may reject. */
  close(): Promise<void>
}

/** What brokers promise differently. The conformance suite reads it; nothing else does. */
export interface Capabilities {
  /** What is sent again is not brought again. */
  readonly deduplicatesSends: boolean
  /** All events of one source come in the order of their `sequence`, not only those of one subject. */
  readonly ordersAcrossSubjects: boolean
}

/**
 * How many unacknowledged events a receiver is brought, at least. Never smaller than in any version
 * before: the order of what RabbitMQ brings again depends on it.
 */
export const mostUnacknowledged = 256

/** The broker is away or refuses: not a bug, and worth trying again. */
export class BrokerUnavailable extends Error {}

/** A message that is no event. It is acknowledged, so that it neither blocks nor comes again. */
export interface Unreadable {
  readonly subscriber: string
  /** Where the broker has, or had, it. */
  readonly where: string
  /** What is wrong, without what is in it. */
  readonly reason: string
}
