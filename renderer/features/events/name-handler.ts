import { words } from '../../../shared/words/index.ts'

/**
 * A handler's name as a person says it; one without words yet is read from its technical name.
 *
 * @example
 * nameHandler('trainer-calendar') // 'Trainers’ calendars'
 * nameHandler('loyalty-points')   // 'Loyalty points'
 */
export function nameHandler(name: string): string {
  const known = words.events.subscriptions.names[name]
  if (known !== undefined) return known
  const spaced = name.replaceAll(/[-_.]+/g, ' ').trim()
  return spaced.charAt(0).toLocaleUpperCase() + spaced.slice(1)
}
