const baseMs = 1_000
const capMs = 15 * 60_000
/** When the network or the computer comes back, all laptops of a town come back at once. */
const wakeJitterMs = 5_000

/**
 * How long to wait after `failures` pushes that failed in a row: anything up to a limit that doubles
 * from two seconds to fifteen minutes.
 *
 * @param random between 0 and 1
 */
export function randomDelay(failures: number, random: number): number {
  return Math.round(random * Math.min(capMs, baseMs * 2 ** Math.min(failures + 1, 10)))
}

/** How long to wait after the network or the computer came back: up to five seconds. */
export function wakeDelay(random: number): number {
  return Math.round(random * wakeJitterMs)
}
