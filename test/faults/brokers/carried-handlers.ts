/** Who hears the events of a carried desk. */
export const carriedHandlers = ['counter', 'letters', 'figures'] as const

/** Whom they are about. */
export const carriedSubjects = Array.from(
  { length: 6 },
  (_, index) => `0193d0f0-0000-7000-8000-00000000000${index}`,
)
