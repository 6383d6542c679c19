import type { SyncStatus } from '../../../shared/sync.ts'
import { words } from '../../../shared/words/index.ts'
import { formatDate } from '../../ui/format-date.ts'

/** How the connection stands, for a badge and a panel. */
export interface SyncSaid {
  readonly tone: 'calm' | 'busy' | 'held' | 'stopped'
  /** One short line: the badge. */
  readonly short: string
  /** The whole of it: `12 changes waiting · last synced 14:02 · will try again in 40 s`. */
  readonly long: string
}

/**
 * Says a connection in words.
 *
 * @param now milliseconds since 1970, for the seconds that are left of a rest
 * @param today the studio's day, so that a time of today goes without its date
 */
export function saySync(
  link: NonNullable<SyncStatus['link']>,
  now: number,
  today: string,
): SyncSaid {
  const { waiting } = link
  const count = waiting > 0 ? words.sync.waiting(waiting) : words.sync.upToDate
  const last = link.lastSyncedAt
    ? words.sync.lastSynced(sayTime(link.lastSyncedAt, today))
    : words.sync.never
  if (link.stopped) {
    const { title } = words.sync.stops[link.stopped.reason]
    return { tone: 'stopped', short: title, long: `${count} · ${last}` }
  }
  if (link.token !== 'ready') {
    const why = words.sync[link.token]
    return { tone: 'held', short: count, long: `${count} · ${last} · ${why}` }
  }
  if (link.delay) {
    const seconds = Math.max(1, Math.ceil((Date.parse(link.delay.until) - now) / 1_000))
    const why = words.sync.tryAgain({ why: words.sync.delays[link.delay.reason], seconds })
    return { tone: 'held', short: count, long: `${count} · ${last} · ${why}` }
  }
  if (waiting > 0) {
    const short = link.isSending ? words.sync.sending(waiting) : count
    return { tone: 'busy', short, long: `${short} · ${last}` }
  }
  return { tone: 'calm', short: count, long: `${count} · ${last}` }
}

function sayTime(local: string, today: string): string {
  const time = local.slice(11, 16)
  return local.slice(0, 10) === today ? time : `${formatDate(local, 'short')}, ${time}`
}
