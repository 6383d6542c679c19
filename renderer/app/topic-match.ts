import type { Topic } from '../../shared/topics.ts'

/**
 * Whether a query that shows `shown` has to be read again after `changed`.
 *
 * @example
 * sharesTopic([topics.day('2026-11-23')], [topics.day('2026-11-24'), topics.catalog]) // false
 */
export function sharesTopic(changed: readonly Topic[], shown: readonly Topic[]): boolean {
  return shown.some((topic) => changed.includes(topic))
}
