import { setImmediate as nextTurn } from 'node:timers/promises'

const nothing = Symbol('nothing at hand')

/**
 * Takes what a transport brings in groups: all that is at hand, as many as may be, and never waits for
 * more once it has one. Ends with the signal, and when its caller leaves; what is left then is brought
 * again.
 *
 * @param receive is called once, with a signal that says when nobody takes any more.
 * @throws what it throws, after what it had brought.
 */
export async function* atHand<T>(
  receive: (signal: AbortSignal) => AsyncIterable<T>,
  most: number,
  signal: AbortSignal,
): AsyncGenerator<T[]> {
  const left = new AbortController()
  const source = receive(AbortSignal.any([signal, left.signal]))[Symbol.asyncIterator]()
  const ask = () => {
    const answer = source.next()
    // Whoever waits for it hears of it.
    answer.catch(() => {})
    return answer
  }
  let next = ask()
  try {
    while (true) {
      const first = await next
      if (first.done) return
      const group = [first.value]
      next = ask()
      while (group.length < most) {
        const more = await Promise.race([next.catch(() => nothing), nextTurn(nothing)])
        if (typeof more === 'symbol' || more.done) break
        group.push(more.value)
        next = ask()
      }
      yield group
    }
  } finally {
    left.abort()
    await source.return?.()
  }
}
