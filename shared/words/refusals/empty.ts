/** A refusal whose sentence needs nothing to be said. */
export type Empty = Record<string, never>
