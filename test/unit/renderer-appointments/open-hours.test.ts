import { describe, expect, it } from 'vitest'
import { hoursText, outerHours } from '../../../renderer/features/appointments/open-hours.ts'
import { aDay, at, trainer } from './a-day.ts'

const date = '2026-03-02'
const span = ([from, until]: readonly [string, string]) => ({
  start: at(from.includes('T') ? from : `${date}T${from}`),
  end: at(until.includes('T') ? until : `${date}T${until}`),
  reason: null,
})
const wholeDay = ['2026-03-02T00:00', '2026-03-03T00:00'] as const

describe('the hours over a column are those that can be booked', () => {
  it.each([
    { when: 'nothing takes any', all: '08:00 – 18:00' },
    { when: 'the day is off', isOff: true, all: 'Day off' },
    { when: 'the studio is closed all day', closed: wholeDay, all: 'Closed' },
    { when: 'the trainer is away all day', away: wholeDay, all: 'Away' },
    {
      when: 'the studio is closed and the trainer away',
      closed: wholeDay,
      away: wholeDay,
      all: 'Away',
    },
    { when: 'the day is off and the studio closed', isOff: true, closed: wholeDay, all: 'Day off' },
    { when: 'exactly the hours are closed', closed: ['08:00', '18:00'] as const, all: 'Closed' },
    {
      when: 'all but the last minute is closed',
      closed: ['08:00', '17:59'] as const,
      all: '17:59 – 18:00',
    },
    { when: 'the morning is closed', closed: ['00:00', '12:00'] as const, all: '12:00 – 18:00' },
    {
      when: 'the closure ends as the hours begin',
      closed: ['00:00', '08:00'] as const,
      all: '08:00 – 18:00',
    },
    {
      when: 'half of it is closed and the trainer away for the other',
      closed: ['08:00', '12:00'] as const,
      away: ['12:00', '18:00'] as const,
      all: 'Closed',
    },
    {
      when: 'the trainer is away at noon',
      away: ['12:00', '13:00'] as const,
      all: '08:00 – 12:00, 13:00 – 18:00',
      outer: '08:00 – 18:00',
    },
  ])('when $when: $all', ({ isOff, closed, away, all, outer }) => {
    const works = isOff ? trainer('ana', date) : trainer('ana', date, '08:00', '18:00')
    const column = { ...works, timeOff: away ? [span(away)] : [] }
    const day = { ...aDay(date, [column]), closures: closed ? [span(closed)] : [] }
    expect(hoursText(day, column)).toBe(all)
    expect(outerHours(day, column)).toBe(outer ?? all)
  })
})
