/** Why a studio’s file cannot be relied on any more. Nothing is accepted from then on. */
export type FileTrouble =
  /** The file, or its write-ahead log, is not where it was opened. */
  | { readonly kind: 'gone' }
  /** Another file stands in its place, or its content was exchanged. */
  | { readonly kind: 'replaced' }
  /** What was written is not what is read. `detail`: what the check found, in English. */
  | { readonly kind: 'damaged'; readonly detail: string }

/** Thrown instead of an answer that the file could not keep. */
export class StudioUnusable extends Error {
  override readonly name = 'StudioUnusable'
  readonly trouble: FileTrouble

  constructor(trouble: FileTrouble) {
    super(trouble.kind === 'damaged' ? trouble.detail : `The studio’s file is ${trouble.kind}.`)
    this.trouble = trouble
  }
}

/**
 * Whether the studio’s file can be relied on. Once it cannot, that stays so until FitFlow is started
 * again: a file that comes and goes is nothing to book on.
 */
export class StudioHealth {
  readonly #listeners: (() => void)[] = []
  #trouble: FileTrouble | null = null

  get trouble(): FileTrouble | null {
    return this.#trouble
  }

  /** Calls `listener` once, when the first trouble is found; at once where there is one already. */
  onTrouble(listener: () => void): void {
    if (this.#trouble) listener()
    else this.#listeners.push(listener)
  }

  /** Remembers the first trouble; later ones follow from it. */
  fail(trouble: FileTrouble): void {
    if (this.#trouble) return
    this.#trouble = trouble
    for (const listener of this.#listeners) listener()
  }
}
