/** What a client library pushes, for a loop to take. */
export class Inbox<T> {
  readonly #items: T[] = []
  #wake = (): void => {}

  put(item: T): void {
    this.#items.push(item)
    this.#wake()
  }

  /**
   * Takes what was put, and waits for more. Ends with `ends`; what is still in it then stays.
   *
   * @throws the reason of `lost`.
   */
  async *take(ends: AbortSignal, lost: AbortSignal): AsyncGenerator<T> {
    const wake = (): void => this.#wake()
    ends.addEventListener('abort', wake)
    lost.addEventListener('abort', wake)
    try {
      while (!ends.aborted) {
        lost.throwIfAborted()
        const item = this.#items.shift()
        if (item !== undefined) yield item
        else await new Promise<void>((resolve) => (this.#wake = resolve))
      }
    } finally {
      ends.removeEventListener('abort', wake)
      lost.removeEventListener('abort', wake)
    }
  }
}
