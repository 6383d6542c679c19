import type { BrokerState } from '../../../shared/event-monitor.ts'
import { instantFrom, localDateOf, localDateTimeOf } from '../../../shared/time.ts'
import { words } from '../../../shared/words/index.ts'
import { sayMoment } from './say-moment.ts'
import { saySpan } from './say-span.ts'

/**
 * How the broker is doing, in words.
 *
 * @param now milliseconds
 * @example
 * sayBroker(state, 'Europe/Berlin', Date.now())
 * // 'Redis 10.0.0.5:6379 has been away since 10:30, for 4 min. 12 events wait to be sent. The desk goes on. …'
 */
export function sayBroker(
  { place, waiting, away }: BrokerState,
  timeZone: string,
  now: number,
): string {
  const say = words.events.broker
  if (!away) return waiting === 0 ? say.allSent(place) : say.sending(place, waiting)
  const since = Date.parse(away.since)
  const isToday = localDateOf(away.since, timeZone) === localDateOf(instantFrom(now), timeZone)
  const when = isToday
    ? localDateTimeOf(away.since, timeZone).slice(11)
    : sayMoment(away.since, timeZone)
  const seconds = away.triesAgainAt === null ? 0 : (Date.parse(away.triesAgainAt) - now) / 1_000
  const next = seconds < 1 ? say.triesNow : say.triesIn(saySpan(seconds))
  return `${say.away(place, when, saySpan((now - since) / 1_000))} ${say.wait(waiting)} ${next}`
}
