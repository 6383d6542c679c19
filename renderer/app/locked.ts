/**
 * Whether the lock screen is up. What lies behind it is kept for whoever locked it, but it is not
 * drawn, takes no key, and asks main for nothing.
 */
export function isLocked(): boolean {
  return document.documentElement.dataset['locked'] !== undefined
}
