/** What was brought, in its order, and which of it was acknowledged. */
export class Brought<T> {
  #items: { readonly item: T; acknowledged: boolean }[] = []

  get size(): number {
    return this.#items.length
  }

  /** @returns acknowledges it. */
  add(item: T): () => void {
    const one = { item, acknowledged: false }
    this.#items.push(one)
    return () => {
      one.acknowledged = true
    }
  }

  /** Takes what is acknowledged with nothing unacknowledged before it; the last of it, or null. */
  takeAllUpTo(): T | null {
    const open = this.#items.findIndex(({ acknowledged }) => !acknowledged)
    const count = open === -1 ? this.#items.length : open
    return this.#items.splice(0, count).at(-1)?.item ?? null
  }

  /** Takes what is acknowledged behind something that is not. */
  takeOthers(): T[] {
    const others = this.#items.filter(({ acknowledged }) => acknowledged)
    if (others.length > 0) this.#items = this.#items.filter(({ acknowledged }) => !acknowledged)
    return others.map(({ item }) => item)
  }
}
