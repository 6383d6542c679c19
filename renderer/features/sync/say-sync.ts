import type { SyncStatus } from '../../../shared/sync.ts'
import { words } from '../../../shared/words/index.ts'
import { formatDate } from '../../ui/format-date.ts'

type Link = NonNullable<SyncStatus['link']>

/** How the connection stands, in one short line: the badge. */
export interface SyncSaid {
  readonly tone: 'calm' | 'busy' | 'held' | 'stopped'
  readonly short: string
  /** The same, read aloud: with the count that stands in the badge. */
  readonly label: string
}

/** Says a connection in a few words. */
export function saySync(link: Link): SyncSaid {
  const count = sayCount(link)
  if (link.stopped) {
    const { title } = words.sync.stops[link.stopped.reason]
    const label = link.waiting > 0 ? `${title}. ${count}` : title
    return { tone: 'stopped', short: title, label }
  }
  const said = { short: count, label: count }
  if (link.token !== 'ready' || link.delay) return { tone: 'held', ...said }
  return { tone: link.waiting > 0 ? 'busy' : 'calm', ...said }
}

/** Whether {@link saySyncInFull} counts seconds down. */
export function isCounting({ stopped, token, delay }: Link): boolean {
  return !stopped && token === 'ready' && delay !== null
}

/**
 * The whole of it: `12 changes waiting · last synced 14:02 · Will try again in 40 s.`
 *
 * @param now milliseconds since 1970, for the seconds that are left of a rest
 * @param today the studio's day, so that a time of today goes without its date
 */
export function saySyncInFull(link: Link, now: number, today: string): string {
  return [sayCount(link), ...sayBeside(link, now, today)].join(' · ')
}

/** What is said beside the count: `last synced 14:02`, and why nothing is sent. */
export function sayBeside(link: Link, now: number, today: string): readonly string[] {
  const last = link.lastSyncedAt
    ? words.sync.lastSynced(sayTime(link.lastSyncedAt, today))
    : words.sync.never
  if (link.stopped) return [last]
  if (link.token !== 'ready') return [last, words.sync[link.token]]
  if (!link.delay) return [last]
  const seconds = Math.max(1, Math.ceil((Date.parse(link.delay.until) - now) / 1_000))
  return [last, words.sync.tryAgain({ why: words.sync.delays[link.delay.reason], seconds })]
}

function sayCount({ waiting, isSending, stopped, token, delay }: Link): string {
  if (waiting === 0) return words.sync.upToDate
  const isOnItsWay = isSending && !stopped && token === 'ready' && !delay
  return isOnItsWay ? words.sync.sending(waiting) : words.sync.waiting(waiting)
}

function sayTime(local: string, today: string): string {
  const time = local.slice(11, 16)
  return local.slice(0, 10) === today ? time : `${formatDate(local, 'short')}, ${time}`
}
