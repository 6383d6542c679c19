/** Choices drawn from a few numbers: the same numbers choose the same, and smaller ones the first. */
export class Pick {
  readonly #numbers: readonly number[]
  #next = 0

  constructor(numbers: readonly number[]) {
    this.#numbers = numbers
  }

  /** A whole number from 0 to below `limit`. */
  below(limit: number): number {
    const number = this.#numbers[this.#next % this.#numbers.length] ?? 0
    this.#next += 1
    return number % limit
  }

  /** Whether something happens that does so often in a hundred. */
  percent(often: number): boolean {
    // The rare case is the larger number, so that a run shrinks towards the usual one.
    return this.below(100) >= 100 - often
  }

  /** One of a list that is not empty. */
  of<T>(list: readonly T[]): T {
    return list[this.below(list.length)] as T
  }

  /** One of a list, or undefined of an empty one. */
  maybeOf<T>(list: readonly T[]): T | undefined {
    return list.length === 0 ? undefined : this.of(list)
  }
}
