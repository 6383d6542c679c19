import { powerMonitor } from 'electron'

/**
 * Calls `lock` when the computer goes to sleep or its own screen is locked: whoever wakes it up may
 * be somebody else. Calls `wake` when it is awake again. Linux says neither on every desktop; there only the auto-lock is left.
 */
export function watchPower(lock: () => void, wake: () => void): void {
  powerMonitor.on('suspend', lock)
  powerMonitor.on('lock-screen', lock)
  powerMonitor.on('resume', wake)
}
