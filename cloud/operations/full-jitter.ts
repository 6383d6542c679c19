/** How long to wait after the how-manieth failure: a window that doubles until it is `capMs` wide. */
export interface Backoff {
  readonly baseMs: number
  readonly capMs: number
}

/**
 * Milliseconds to rest after `failures` in a row. Spread evenly over the window, so that many who
 * failed together do not come back together.
 */
export function fullJitter(
  { baseMs, capMs }: Backoff,
  failures: number,
  random: () => number = Math.random,
): number {
  const window = Math.min(capMs, baseMs * 2 ** Math.min(failures, 10))
  // At least some: at once is no rest.
  return Math.max(1, Math.floor(random() * window))
}
