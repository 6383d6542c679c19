/** Lets one loop sleep until something happens, or for so long at most. */
export class Bell {
  #rang = false
  #wake: (() => void) | null = null

  /** Wakes the loop; if it is at work, its next sleep is none. */
  ring(): void {
    this.#rang = true
    this.#wake?.()
  }

  /** Sleeps; ends at once when it rang meanwhile, and when the signal says so. */
  async wait(milliseconds: number, signal: AbortSignal): Promise<void> {
    if (!this.#rang && !signal.aborted) {
      await new Promise<void>((resolve) => {
        const wake = () => {
          clearTimeout(timer)
          signal.removeEventListener('abort', wake)
          this.#wake = null
          resolve()
        }
        const timer = setTimeout(wake, milliseconds)
        signal.addEventListener('abort', wake, { once: true })
        this.#wake = wake
      })
    }
    this.#rang = false
  }
}

/** Rests for so long, or until the signal says so; never rejects. */
export async function rest(milliseconds: number, signal: AbortSignal): Promise<void> {
  await new Bell().wait(milliseconds, signal)
}
