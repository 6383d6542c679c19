/** Longer than the nine seconds after which Kafka gives to others what a broker that died had led. */
const patienceMs = 15_000

const pauseMs = 200

/**
 * Calls Kafka again as long as it says itself that it only has to be asked later: no coordinator yet,
 * not the coordinator, no leader, a topic that not every broker knows yet. A new cluster says so to
 * the first who ask, and every cluster after one of its brokers died.
 *
 * @param act begins afresh with each call.
 * @throws what the last call threw: at once where it is anything else (nobody answers, not allowed),
 *   after 15 seconds, or when the signal comes.
 */
export async function untilReady<T>(signal: AbortSignal, act: () => Promise<T>): Promise<T> {
  const until = Date.now() + patienceMs
  while (true) {
    try {
      return await act()
    } catch (error) {
      if (signal.aborted || Date.now() >= until || !isPassing(error)) throw error
      await new Promise((resolve) => setTimeout(resolve, pauseMs))
      if (signal.aborted) throw error
    }
  }
}

/** Whether Kafka answered, and said of all that is wrong that it passes. */
function isPassing(error: unknown): boolean {
  const found = [...errorsIn(error)]
  const wasAnswered = found.some(
    (one) => 'code' in one && one.code === 'PLT_KFK_PROTOCOL' && 'canRetry' in one && one.canRetry,
  )
  return wasAnswered && !found.some((one) => 'canRetry' in one && one.canRetry === false)
}

/** An error, what it is made of and what it came from. */
function* errorsIn(error: unknown): Generator<Error> {
  if (!(error instanceof Error)) return
  yield error
  yield* errorsIn(error.cause)
  if (error instanceof AggregateError) for (const one of error.errors) yield* errorsIn(one)
}
