import { eventTypes } from '../../shared/events/index.ts'

/** `appointment.*` matches every appointment event, `*` matches all. */
export function matches(pattern: string, type: string): boolean {
  if (pattern === '*' || pattern === type) return true
  return pattern.endsWith('.*') && type.startsWith(pattern.slice(0, -1))
}

/** Tells whether a pattern matches at least one declared type. */
export function isKnownPattern(pattern: string): boolean {
  return Object.keys(eventTypes).some((type) => matches(pattern, type))
}
