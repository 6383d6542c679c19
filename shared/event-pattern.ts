import { eventTypes } from './events/index.ts'

/** `appointment.*` matches every appointment event, `*` matches all, `a.b c.d` what any of them does. */
export function matches(pattern: string, type: string): boolean {
  if (pattern === '*' || pattern === type) return true
  if (pattern.includes(' ')) return pattern.split(' ').some((one) => matches(one, type))
  return pattern.endsWith('.*') && type.startsWith(pattern.slice(0, -1))
}

/** Tells whether a pattern, and each part of one that has several, matches a declared type. */
export function isKnownPattern(pattern: string): boolean {
  return pattern
    .split(' ')
    .every((one) => Object.keys(eventTypes).some((type) => matches(one, type)))
}
