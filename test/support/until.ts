import { setTimeout as pause } from 'node:timers/promises'

/**
 * Waits until something holds that happens by itself.
 *
 * @throws when it does not within `withinMs`, with what `told` says then.
 */
export async function until(
  holds: () => boolean,
  { withinMs = 15_000, told = () => '' }: { withinMs?: number; told?: () => string } = {},
): Promise<void> {
  const deadline = performance.now() + withinMs
  while (!holds()) {
    if (performance.now() > deadline) {
      throw new Error(`It did not happen within ${withinMs} ms: ${holds.toString()} ${told()}`)
    }
    await pause(5)
  }
}
