import type { KafkaReader } from './connect-kafka.ts'
import { commitBehind, type Place } from './acknowledge.ts'

/** What was found in a place of the topic. */
export interface Found extends Place {
  readonly text: string | undefined
}

const bytesAtOnce = 1024 * 1024

/**
 * Where a subscriber goes on in each partition: where it was, or, when it is new, behind the last.
 * Commits it, so that Kafka remembers it from now on, and does not forget it for lack of news.
 */
export async function startPlaces(
  reader: KafkaReader,
  topic: string,
): Promise<Map<number, bigint>> {
  const { consumer, partitions } = reader
  const topics = [{ topic, partitions: [...partitions] }]
  const committed = (await consumer.listCommittedOffsets({ topics })).get(topic) ?? []
  const places = new Map<number, bigint>()
  for (const partition of partitions) {
    const known = committed[partition]
    // One by one: the mock cluster of librdkafka 2.0 garbles an answer about several.
    places.set(
      partition,
      known === undefined || known < 0n ? await endOf(reader, topic, partition) : known,
    )
  }
  await commitBehind(
    reader,
    topic,
    [...places].map(([partition, next]) => ({ partition, offset: next - 1n })),
  )
  return places
}

async function endOf({ consumer }: KafkaReader, topic: string, partition: number): Promise<bigint> {
  const offsets = await consumer.listOffsets({
    topics: [topic],
    partitions: { [topic]: [partition] },
  })
  return offsets.get(topic)?.[partition] ?? 0n
}

/** Reads on from these places, and moves them. */
export async function readPlaces(
  { consumer }: KafkaReader,
  topic: string,
  from: Map<number, bigint>,
): Promise<Found[]> {
  const { topics } = await consumer.metadata({ topics: [topic] })
  const known = topics.get(topic)
  if (known === undefined) throw new Error(`there is no topic ${topic}`)
  const byLeader = Map.groupBy(
    from.keys(),
    (partition) => known.partitions[partition]?.leader ?? -1,
  )
  const answers = await Promise.all(
    [...byLeader].map(([node, partitions]) =>
      consumer.fetch({
        node,
        maxBytes: bytesAtOnce,
        topics: [
          {
            topicId: known.id,
            partitions: partitions.map((partition) => ({
              partition,
              fetchOffset: from.get(partition) ?? 0n,
              partitionMaxBytes: bytesAtOnce,
              currentLeaderEpoch: -1,
              lastFetchedEpoch: -1,
            })),
          },
        ],
      }),
    ),
  )
  const found: Found[] = []
  for (const { partitionIndex: partition, records } of answers.flatMap(({ responses }) =>
    responses.flatMap((one) => one.partitions),
  )) {
    for (const { firstOffset, lastOffsetDelta, records: several } of records ?? []) {
      for (const { offsetDelta, value } of several) {
        const offset = firstOffset + BigInt(offsetDelta)
        // A batch is brought whole, also what of it was read before.
        if (offset < (from.get(partition) ?? 0n)) continue
        found.push({ partition, offset, text: value?.toString('utf8') })
      }
      from.set(partition, firstOffset + BigInt(lastOffsetDelta) + 1n)
    }
  }
  return found
}
