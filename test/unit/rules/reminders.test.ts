import { describe, expect, it } from 'vitest'
import { decideReminder } from '../../../main/features/notifications/decide-reminder.ts'
import type { Instant } from '../../../shared/time.ts'

const at = (text: string) => `2026-03-${text}:00.000Z` as Instant
const start = at('05T09:00')

describe('a reminder, 24 hours before a session on the 5th at 09:00', () => {
  it.each([
    { now: '04T08:59', arranged: '01T10:00', outcome: 'not_yet', rule: 'a minute too early' },
    { now: '04T09:00', arranged: '01T10:00', outcome: 'remind', rule: 'exactly 24 h before' },
    { now: '05T08:59', arranged: '01T10:00', outcome: 'remind', rule: 'the computer slept' },
    { now: '05T09:00', arranged: '01T10:00', outcome: 'too_late', rule: 'it begins' },
    { now: '06T09:00', arranged: '01T10:00', outcome: 'too_late', rule: 'it is over' },
    {
      now: '04T12:00',
      arranged: '04T08:59',
      outcome: 'remind',
      rule: 'booked just before the hours',
    },
    { now: '04T12:00', arranged: '04T09:00', outcome: 'just_told', rule: 'booked as they begin' },
    { now: '05T08:00', arranged: '05T07:00', outcome: 'just_told', rule: 'booked on the day' },
    {
      now: '04T12:00',
      arranged: null,
      outcome: 'remind',
      rule: 'booked so long ago it is archived',
    },
  ])('at $now, arranged $arranged: $outcome, for $rule', ({ now, arranged, outcome }) => {
    const session = { startTime: start, arrangedAt: arranged === null ? null : at(arranged) }
    expect(decideReminder(session, 24, at(now))).toBe(outcome)
  })

  it.each([
    { hours: 0, outcome: 'off' },
    { hours: 1, outcome: 'not_yet' },
    { hours: 2, outcome: 'remind' },
    { hours: 336, outcome: 'remind' },
  ])('with $hours hours, two hours before: $outcome', ({ hours, outcome }) => {
    const session = { startTime: start, arrangedAt: '2026-01-01T00:00:00.000Z' as Instant }
    expect(decideReminder(session, hours, at('05T07:00'))).toBe(outcome)
  })

  it('counts hours that go by, also through a night that has one less', () => {
    // Berlin, 29 March 2026: from 10:00 to 10:00 are 23 hours.
    const session = { startTime: '2026-03-29T08:00:00.000Z' as Instant, arrangedAt: null }
    expect(decideReminder(session, 24, '2026-03-28T07:59:00.000Z' as Instant)).toBe('not_yet')
    expect(decideReminder(session, 24, '2026-03-28T08:00:00.000Z' as Instant)).toBe('remind')
  })
})
