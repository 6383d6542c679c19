import { setTimeout as sleep } from 'node:timers/promises'
import type { Subscriber, Transport } from '../../../brokers/index.ts'
import type { Delivered } from '../../../brokers/transport.ts'
import type { SyncEvent } from '../../../shared/sync-protocol.ts'

/** What a test wants of a subscriber. */
interface Wish {
  /** Stops after so many. */
  readonly count: number
  /** Acknowledges so many of them, from the first on, or these; all unless given. */
  readonly acknowledged?: number | ((event: SyncEvent) => boolean)
  /** Passes over what came before, as receivers do that remember. It is acknowledged. */
  readonly distinct?: boolean
  /** Stops also after so long, with what came. */
  readonly forMs?: number
}

/**
 * Receives until so many events came, and ends.
 *
 * @example expect(await receiveSome(transport, everything, { count: 3 })).toEqual(sent)
 */
export async function receiveSome(
  transport: Transport,
  subscriber: Subscriber,
  { count, acknowledged = count, distinct = false, forMs = 20_000 }: Wish,
): Promise<SyncEvent[]> {
  const events: SyncEvent[] = []
  const wanted =
    typeof acknowledged === 'number' ? () => events.length < acknowledged : acknowledged
  const seen = new Set<string>()
  const ends = new AbortController()
  const timer = setTimeout(() => ends.abort(), forMs)
  try {
    for await (const delivered of transport.receive(subscriber, ends.signal)) {
      if (wanted(delivered.event)) await delivered.ack()
      if (distinct && seen.has(delivered.event.id)) continue
      seen.add(delivered.event.id)
      events.push(delivered.event)
      if (events.length === count) break
    }
  } finally {
    clearTimeout(timer)
  }
  return events
}

/** Receives, and acknowledges, until it is enough; what came within twenty seconds otherwise. */
export async function receiveUntil(
  transport: Transport,
  subscriber: Subscriber,
  isEnough: (events: readonly SyncEvent[]) => boolean | Promise<boolean>,
): Promise<SyncEvent[]> {
  const events: SyncEvent[] = []
  const ends = new AbortController()
  const received = receiveInto(events, transport.receive(subscriber, ends.signal))
  const until = Date.now() + 20_000
  while (!(await isEnough(events)) && Date.now() < until) await sleep(20)
  ends.abort()
  await received
  return events
}

async function receiveInto(events: SyncEvent[], source: AsyncIterable<Delivered>): Promise<void> {
  for await (const { event, ack } of source) {
    await ack()
    events.push(event)
  }
}

/** What comes within a moment; for what must not come: a slow machine brings nothing. */
export function receiveForAMoment(
  transport: Transport,
  subscriber: Subscriber,
  forMs = 400,
): Promise<SyncEvent[]> {
  return receiveSome(transport, subscriber, { count: 1_000, forMs })
}
