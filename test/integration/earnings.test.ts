import { beforeEach, describe, expect, it } from 'vitest'
import { bookSession, payCash } from '../support/book-session.ts'
import { openTestStudio, type TestStudio } from '../support/open-test-studio.ts'
import { outcomeOf, valueOf } from '../support/read-result.ts'
import type { LocalDate } from '../../shared/time.ts'

let studio: TestStudio
/** Monday at nine, for €55.00, with Ana at half the price. */
let id: string

beforeEach(() => {
  studio = openTestStudio()
  studio.signIn('desk')
  id = bookSession(studio, '2026-03-02T09:00')
})

const day = (text: string) => text as LocalDate
const lines = () =>
  studio.rows<{ trainer: string; amount: number; on: string }>(
    'SELECT trainer_id AS trainer, amount_minor AS amount, pay_on AS "on" FROM earnings ORDER BY rowid',
  )
const amounts = () => lines().map(({ amount }) => amount)
const complete = () => studio.command('appointments.complete', { appointmentId: id })
const list = (from = '2026-03-01', until = '2026-03-31', trainerId?: string) =>
  studio.call('earnings.list', { from: day(from), until: day(until), trainerId })
const setRate = (effectiveFrom: string, value: number) =>
  studio.command('earnings.setRate', {
    trainerId: studio.people.ana,
    effectiveFrom: day(effectiveFrom),
    rate: { kind: 'percent', value },
  })
const lock = (from: string, until: string, totalMinor: number) =>
  studio.command('earnings.lockPeriod', {
    period: { from: day(from), until: day(until) },
    totalMinor,
  })

describe('a session that is completed', () => {
  beforeEach(() => studio.at('2026-03-02T10:30'))

  it('earns without being paid, and the payment adds nothing', () => {
    valueOf(complete())
    expect(amounts()).toEqual([2_750])
    payCash(studio, id)
    expect(amounts()).toEqual([2_750])
  })

  it('earns nothing once that is taken back, and the same when it is done again', () => {
    const { undo } = valueOf(complete())
    valueOf(studio.undo(undo))
    expect(amounts()).toEqual([2_750, -2_750])
    valueOf(complete())
    expect(amounts()).toEqual([2_750, -2_750, 2_750])
    expect(studio.events('earning.recorded')).toHaveLength(1)
    expect(studio.events('earning.adjusted')).toHaveLength(2)
  })
})

describe('a session that was paid ahead', () => {
  beforeEach(() => payCash(studio, id))

  it('takes its earning along to another trainer and another day', () => {
    const move = { appointmentId: id, trainerId: studio.people.ben, start: '2026-03-03T09:00' }
    valueOf(studio.agree('appointments.reschedule', move))
    const { ana, ben } = studio.people
    expect(lines()).toEqual([
      { trainer: ana, amount: 2_750, on: '2026-03-02' },
      { trainer: ana, amount: -2_750, on: '2026-03-02' },
      { trainer: ben, amount: 2_750, on: '2026-03-03' },
    ])
  })
})

describe('a rate', () => {
  beforeEach(() => {
    studio.at('2026-03-02T10:30')
    studio.signIn('manager')
  })

  it.each([
    { from: '2026-03-01', answer: 'rate_in_past' },
    { from: '2026-03-02', answer: 'ok' },
    { from: '2026-04-01', answer: 'ok' },
  ])('from $from, set on 2 March, is $answer', ({ from, answer }) => {
    expect(outcomeOf(setRate(from, 8_000))).toBe(answer)
  })

  it('that begins tomorrow changes nothing of today', () => {
    valueOf(setRate('2026-03-03', 8_000))
    valueOf(complete())
    expect(amounts()).toEqual([2_750])
  })

  it('never changes what was earned, not even when it is paid back later', () => {
    valueOf(complete())
    valueOf(setRate('2026-03-02', 8_000))
    payCash(studio, id)
    expect(amounts()).toEqual([2_750])
    const states = valueOf(studio.call('earnings.rates', {}))
      .filter(({ trainerId }) => trainerId === studio.people.ana)
      .map(({ state, rate }) => [state, rate.value])
    expect(states).toEqual([
      ['current', 8_000],
      ['past', 5_000],
    ])
  })
})

describe('a pay period', () => {
  beforeEach(() => {
    studio.at('2026-03-02T10:30')
    studio.signIn('manager')
    valueOf(complete())
  })

  it.each([
    { until: '2026-03-02', total: 2_750, answer: 'period_not_over', rule: 'until today' },
    { until: '2026-03-01', total: 0, answer: 'ok', rule: 'until yesterday' },
    { until: '2026-03-01', total: 1, answer: 'period_changed', rule: 'with another sum' },
    { until: '2026-02-27', total: 0, answer: 'invalid_input', rule: 'that ends before it begins' },
  ])('$rule is $answer', ({ until, total, answer }) => {
    expect(outcomeOf(lock('2026-03-01', until, total))).toBe(answer)
  })

  it('that was locked cannot be locked again, and later changes come after it', () => {
    studio.at('2026-03-03T09:00')
    valueOf(lock('2026-03-01', '2026-03-02', 2_750))
    expect(outcomeOf(lock('2026-03-02', '2026-03-02', 2_750))).toBe('period_locked_already')
    valueOf(studio.command('appointments.takeBackCompletion', { appointmentId: id }))
    expect(lines().at(-1)).toMatchObject({ amount: -2_750, on: '2026-03-03' })
    expect(valueOf(list('2026-03-01', '2026-03-02')).totalMinor).toBe(2_750)
    expect(valueOf(list('2026-03-03', '2026-03-03')).totalMinor).toBe(-2_750)
  })
})

describe('who sees what', () => {
  it('a manager sees all, a trainer their own alone', () => {
    studio.at('2026-03-02T10:30')
    valueOf(complete())
    studio.signIn('manager')
    expect(valueOf(list())).toMatchObject({
      totalMinor: 2_750,
      lines: [{ trainerId: studio.people.ana, amountMinor: 2_750, payOn: '2026-03-02' }],
    })
    studio.signIn('trainer')
    for (const wish of [studio.people.ana, studio.people.ben, undefined]) {
      const { trainers } = valueOf(list('2026-03-01', '2026-03-31', wish))
      expect(trainers.map(({ trainerId }) => trainerId)).toEqual([studio.people.ana])
    }
    studio.signIn('desk')
    expect(outcomeOf(list())).toBe('not_allowed')
  })

  it('a year is shown at once, and not a day more', () => {
    studio.signIn('manager')
    expect(outcomeOf(list('2026-01-01', '2027-01-01'))).toBe('ok')
    expect(outcomeOf(list('2026-01-01', '2027-01-02'))).toBe('invalid_input')
    expect(outcomeOf(list('2026-01-02', '2026-01-01'))).toBe('invalid_input')
  })
})
