/**
 * Says who may run now. Handlers run beside each other, except one that the process may have died
 * in: that one runs alone, so that a second death can be blamed on nobody else.
 */
export class Turns {
  #running = 0
  #alone = false
  #aloneWaits = false

  /** Whether it may begin. Who is told no asks again at the next nudge or poll. */
  enter(alone: boolean): boolean {
    if (this.#alone || (alone ? this.#running > 0 : this.#aloneWaits)) {
      this.#aloneWaits ||= alone
      return false
    }
    if (alone) this.#aloneWaits = false
    this.#alone = alone
    this.#running += 1
    return true
  }

  /** Called once by whoever entered, when it is done. */
  leave(): void {
    this.#running -= 1
    this.#alone = false
    // Should the one that waits never ask again, the others must not wait for it.
    if (this.#running === 0) this.#aloneWaits = false
  }
}
