/**
 * Numbers that look random and are the same for the same seed and purpose, on every machine. A
 * purpose of its own for each part keeps the parts apart: another day in the book changes no name.
 *
 * @example
 * new Random(7, 'names').pick(['Ana', 'Ben']) // always the same one
 */
export class Random {
  #state: number

  constructor(seed: number, purpose: string) {
    // FNV-1a spreads neighbouring seeds and purposes over the whole range.
    let hash = 0x811c9dc5 ^ seed
    for (let index = 0; index < purpose.length; index += 1) {
      hash = Math.imul(hash ^ purpose.charCodeAt(index), 0x01000193)
    }
    this.#state = hash >>> 0
  }

  /** A number from 0 up to, not including, 1. This is mulberry32. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }

  /** An integer from `least` to `most`, both included. */
  between(least: number, most: number): number {
    return least + Math.floor(this.next() * (most - least + 1))
  }

  /** True in a share of the cases, 0 to 1. */
  chance(share: number): boolean {
    return this.next() < share
  }

  /** One of a list that is not empty. */
  pick<T>(list: readonly T[]): T {
    return list[Math.floor(this.next() * list.length)]!
  }
}
