import type { ActivityEntry } from '../../../shared/activity.ts'
import { isEventType } from '../../../shared/events/event.ts'
import { words } from '../../../shared/words/index.ts'
import { sayEvent } from '../activity/say-event.ts'

/**
 * An event as a sentence, also when a newer FitFlow wrote it and this one does not know its type.
 *
 * @example
 * tellEvent(entry, 'Europe/Berlin') // 'Cleo Client paid for Personal training by cash'
 */
export function tellEvent(entry: ActivityEntry, timeZone: string): string {
  if (!isEventType(entry.type)) return words.events.unknownType(entry.type)
  return sayEvent(entry, timeZone)
}
