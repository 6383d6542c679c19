import { Brought } from '../brought.ts'
import type { KafkaReader } from './connect-kafka.ts'

const togetherMs = 10

/** A place in the topic. */
export interface Place {
  readonly partition: number
  readonly offset: bigint
}

/**
 * Commits what was acknowledged, all of it together every few milliseconds: of each partition as far
 * as nothing before it is unacknowledged, which is all that Kafka can keep.
 */
export class Acknowledgements {
  readonly #brought = new Map<number, Brought<Place>>()
  readonly #commit: (places: readonly Place[]) => Promise<void>
  #timer: NodeJS.Timeout | null = null
  #last: Promise<void> = Promise.resolve()

  /** @param commit is never called while it still runs. */
  constructor(commit: (places: readonly Place[]) => Promise<void>) {
    this.#commit = commit
  }

  /** @returns acknowledges it. */
  add(place: Place): () => Promise<void> {
    const brought = this.#brought.get(place.partition) ?? new Brought<Place>()
    this.#brought.set(place.partition, brought)
    const acknowledge = brought.add(place)
    return async () => {
      acknowledge()
      this.#timer ??= setTimeout(() => void this.settle().catch(() => {}), togetherMs)
    }
  }

  /** Commits now, and waits for it. @throws what a commit since the last call threw. */
  async settle(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
    this.#last = this.#last.then(() => this.#commitAll())
    // Whoever waits for it hears of it.
    this.#last.catch(() => {})
    await this.#last
  }

  async #commitAll(): Promise<void> {
    const last = [...this.#brought.values()].map((brought) => brought.takeAllUpTo())
    const places = last.filter((place) => place !== null)
    if (places.length > 0) await this.#commit(places)
  }
}

/** Commits that a reader goes on behind these places. */
export async function commitBehind(
  { consumer }: KafkaReader,
  topic: string,
  places: readonly Place[],
): Promise<void> {
  await consumer.commit({
    offsets: places.map(({ partition, offset }) => ({
      topic,
      partition,
      offset: offset + 1n,
      leaderEpoch: -1,
    })),
  })
}
