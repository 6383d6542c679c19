import { describe, expect, it } from 'vitest'
import {
  decideClientFree,
  decideSlot,
  decideTrainerFree,
  decideAvailable,
} from '../../../main/features/appointments/decide.ts'
import { overlaps } from '../../../shared/availability.ts'
import type { Instant, LocalDateTime } from '../../../shared/time.ts'
import { outcomeOf, refusalOf, valueOf } from '../../support/read-result.ts'

const berlin = 'Europe/Berlin'
const local = (text: string) => text as LocalDateTime
/** A time on 2 March 2026 in UTC; Berlin is an hour ahead. */
const at = (time: string) => `2026-03-02T${time}:00.000Z` as Instant
const slot = (from: string, to: string) => ({ startTime: at(from), endTime: at(to) })

describe('the slot a booking asks for', () => {
  it('lasts as long as the service when no end is given', () => {
    const decided = valueOf(decideSlot({ start: local('2026-03-02T09:00') }, 45, berlin))
    expect(decided).toEqual(slot('08:00', '08:45'))
  })

  it('lasts until the end that was given', () => {
    const input = { start: local('2026-03-02T09:00'), end: local('2026-03-02T09:20') }
    expect(valueOf(decideSlot(input, 45, berlin))).toEqual(slot('08:00', '08:20'))
  })

  it.each([
    { rule: 'an end a minute after the start', end: '2026-03-02T09:01', outcome: 'ok' },
    { rule: 'an end at the start', end: '2026-03-02T09:00', outcome: 'end_before_start' },
    { rule: 'an end before the start', end: '2026-03-02T08:59', outcome: 'end_before_start' },
    { rule: 'exactly twelve hours', end: '2026-03-02T21:00', outcome: 'ok' },
    { rule: 'a minute more than twelve hours', end: '2026-03-02T21:01', outcome: 'too_long' },
    { rule: 'an end on the next day by mistake', end: '2026-03-03T10:00', outcome: 'too_long' },
  ])('answers $outcome to $rule', ({ end, outcome }) => {
    const input = { start: local('2026-03-02T09:00'), end: local(end) }
    expect(outcomeOf(decideSlot(input, 60, berlin))).toBe(outcome)
  })

  it('refuses a start that the clocks skip and names the first one that exists', () => {
    const refusal = refusalOf(decideSlot({ start: local('2026-03-29T02:30') }, 60, berlin))
    expect(refusal.code).toBe('time_does_not_exist')
    expect(refusal.details).toEqual({ time: '02:30', timeZone: berlin, next: '03:00' })
    expect(refusal.nextStep).toContain('03:00')
  })

  it('refuses an end that the clocks skip', () => {
    const input = { start: local('2026-03-29T01:00'), end: local('2026-03-29T02:15') }
    expect(refusalOf(decideSlot(input, 60, berlin)).code).toBe('time_does_not_exist')
  })

  it('counts elapsed minutes across the hour that the clocks skip', () => {
    const input = { start: local('2026-03-29T01:30') }
    expect(valueOf(decideSlot(input, 60, berlin))).toEqual({
      startTime: '2026-03-29T00:30:00.000Z',
      endTime: '2026-03-29T01:30:00.000Z',
    })
  })
})

describe('two sessions overlap', () => {
  it.each([
    { other: ['08:00', '09:00'], outcome: false, rule: 'one that ends when it starts' },
    { other: ['08:00', '09:01'], outcome: true, rule: 'one that ends a minute into it' },
    { other: ['09:15', '09:30'], outcome: true, rule: 'one inside it' },
    { other: ['08:00', '12:00'], outcome: true, rule: 'one around it' },
    { other: ['09:00', '10:00'], outcome: true, rule: 'the same time' },
    { other: ['09:59', '11:00'], outcome: true, rule: 'one that starts a minute before it ends' },
    { other: ['10:00', '11:00'], outcome: false, rule: 'one that starts when it ends' },
  ] as const)('is $outcome for $rule', ({ other: [from, to], outcome }) => {
    expect(overlaps(slot('09:00', '10:00'), slot(from, to))).toBe(outcome)
  })
})

describe('a trainer who is busy', () => {
  const free = (...busy: ReturnType<typeof slot>[]) =>
    decideTrainerFree(slot('09:00', '10:00'), busy, 'Ana Ruiz', berlin)

  it('is free between two sessions that touch the slot', () => {
    expect(outcomeOf(free(slot('08:00', '09:00'), slot('10:00', '11:00')))).toBe('ok')
  })

  it('is refused with the time from which the next try can succeed', () => {
    const refusal = refusalOf(free(slot('08:30', '09:15'), slot('09:30', '10:45')))
    expect(refusal.code).toBe('trainer_busy')
    expect(refusal.details).toEqual({ trainer: 'Ana Ruiz', from: '09:30', until: '11:45' })
    expect(refusal.message).toBe('Ana Ruiz is busy until 11:45 (booked from 09:30).')
  })

  it('names the day too when the session in the way ends on another one', () => {
    const late = { startTime: at('22:00'), endTime: '2026-03-02T23:30:00.000Z' as Instant }
    const refusal = refusalOf(decideTrainerFree(late, [late], 'Ana Ruiz', berlin))
    expect(refusal.details).toMatchObject({ from: '23:00', until: '2026-03-03 00:30' })
  })
})

describe('a client who has another session', () => {
  it('is named with the trainer and the time of it', () => {
    const other = { ...slot('09:30', '10:30'), trainer: 'Ben Okafor' }
    const refusal = refusalOf(decideClientFree(slot('09:00', '10:00'), [other], 'Cleo', berlin))
    expect(refusal.code).toBe('client_busy')
    expect(refusal.details).toEqual({
      client: 'Cleo',
      trainer: 'Ben Okafor',
      from: '10:30',
      until: '11:30',
    })
  })

  it('may go from one session straight to the next', () => {
    const other = { ...slot('10:00', '11:00'), trainer: 'Ben Okafor' }
    expect(outcomeOf(decideClientFree(slot('09:00', '10:00'), [other], 'Cleo', berlin))).toBe('ok')
  })
})

describe('working hours', () => {
  const span = (from: string, to: string) => ({ start: at(from), end: at(to) })
  const within = (from: string, to: string, ...hours: ReturnType<typeof span>[]) =>
    decideAvailable(slot(from, to), { closures: [], timeOff: [], hours }, 'Ana Ruiz', berlin)

  it.each([
    { from: '08:00', to: '12:00', outcome: 'ok', rule: 'the whole working time' },
    { from: '08:00', to: '08:30', outcome: 'ok', rule: 'from the first minute' },
    { from: '11:00', to: '12:00', outcome: 'ok', rule: 'until the last minute' },
    { from: '07:59', to: '08:30', outcome: 'outside_hours', rule: 'a minute too early' },
    { from: '11:30', to: '12:01', outcome: 'outside_hours', rule: 'a minute too long' },
    { from: '13:00', to: '14:00', outcome: 'outside_hours', rule: 'after work' },
  ])('answer $outcome to $rule', ({ from, to, outcome }) => {
    expect(outcomeOf(within(from, to, span('08:00', '12:00')))).toBe(outcome)
  })

  it('do not let a session run through the break between two spans', () => {
    const refusal = refusalOf(
      within('11:30', '13:30', span('08:00', '12:00'), span('13:00', '17:00')),
    )
    expect(refusal.code).toBe('outside_hours')
    expect(refusal.message).toContain('(09:00 – 13:00, 14:00 – 18:00)')
  })

  it('say that it is a day off when there are none', () => {
    expect(refusalOf(within('09:00', '10:00')).message).toContain('day off')
  })
})
