import { describe, expect, it } from 'vitest'
import {
  decideCoverage,
  decideEnd,
  decideMonths,
  decidePause,
  decideResume,
  endAfterRenewal,
  endBeforeLastMonth,
  endOfFirstMonth,
  monthOf,
  type MembershipTerms,
} from '../../../main/features/packages/decide-membership.ts'
import { addDays, addMonths, type LocalDate } from '../../../shared/time.ts'
import { outcomeOf, refusalOf, valueOf } from '../../support/read-result.ts'

const date = (text: string) => text as LocalDate

function membership(changes: Partial<MembershipTerms> = {}): MembershipTerms {
  return {
    name: 'Monthly',
    startsOn: date('2026-03-05'),
    endsOn: date('2026-06-04'),
    sessionsPerMonth: null,
    pauses: [],
    ...changes,
  }
}
const pause = (fromOn: string, untilOn: string) => ({
  fromOn: date(fromOn),
  untilOn: date(untilOn),
})

describe('the days a membership pays for', () => {
  const terms = membership({ pauses: [pause('2026-04-10', '2026-04-12')] })
  it.each([
    { on: '2026-03-04', outcome: 'membership_not_valid' },
    { on: '2026-03-05', outcome: 'ok' },
    { on: '2026-04-09', outcome: 'ok' },
    { on: '2026-04-10', outcome: 'membership_paused' },
    { on: '2026-04-12', outcome: 'membership_paused' },
    { on: '2026-04-13', outcome: 'ok' },
    { on: '2026-06-04', outcome: 'ok' },
    { on: '2026-06-05', outcome: 'membership_not_valid' },
  ])('$on: $outcome', ({ on, outcome }) => {
    expect(outcomeOf(decideCoverage(terms, date(on), []))).toBe(outcome)
  })
})

describe('a pause between what is booked', () => {
  // Two a month, from the 5th of March to the 4th of May.
  const terms = membership({ sessionsPerMonth: 2, endsOn: date('2026-05-04') })
  const four = ['2026-03-05', '2026-03-06', '2026-04-27', '2026-04-28']
  it.each([
    // 27 and 28 April would be in the first month, and the second could be booked again.
    { rest: ['2026-03-10', '2026-04-09'], booked: four, says: '27 Apr 2026, 28 Apr 2026' },
    // Long enough, to the day, that the 27th is the first month's last one, and the 28th the next.
    { rest: ['2026-03-10', '2026-04-01'], booked: four, says: '27 Apr 2026' },
    { rest: ['2026-03-10', '2026-03-31'], booked: four, says: 'ok' },
    // The first month has room for them.
    { rest: ['2026-03-10', '2026-04-09'], booked: four.slice(2), says: 'ok' },
    { rest: ['2026-03-10', '2026-04-09'], booked: four.slice(1, 3), says: 'ok' },
    { rest: ['2026-03-10', '2026-04-09'], booked: four.slice(1), says: '27 Apr 2026, 28 Apr 2026' },
    // After all that is booked it moves nothing of it.
    { rest: ['2026-04-29', '2026-05-03'], booked: four, says: 'ok' },
  ])('$rest, with $booked: $says', ({ rest, booked, says }) => {
    const [from = '', until = ''] = rest
    const decided = decideMonths(terms, [pause(from, until)], booked.map(date))
    expect(decided.ok ? 'ok' : decided.error.details?.['days']).toBe(says)
    const unlimited = { ...terms, sessionsPerMonth: null }
    expect(outcomeOf(decideMonths(unlimited, [pause(from, until)], booked.map(date)))).toBe('ok')
  })

  it('that is ended early moves what was booked on', () => {
    const paused = { ...terms, pauses: [pause('2026-03-10', '2026-04-09')] }
    const booked = ['2026-03-05', '2026-04-27', '2026-05-07', '2026-05-08'].map(date)
    expect(outcomeOf(decideMonths(paused, paused.pauses, booked))).toBe('ok')
    const early = decideMonths(paused, [pause('2026-03-10', '2026-03-20')], booked)
    expect(refusalOf(early).details).toMatchObject({ days: '27 Apr 2026' })
  })
})

describe('so many sessions a month', () => {
  const terms = membership({ sessionsPerMonth: 2 })
  it.each([
    { booked: [], on: '2026-03-10', left: 1 },
    { booked: ['2026-03-05'], on: '2026-03-10', left: 0 },
    { booked: ['2026-03-05', '2026-04-04'], on: '2026-03-10', left: 'membership_used_up' },
    // The month of this membership begins on the 5th, not on the 1st.
    { booked: ['2026-03-05', '2026-04-05'], on: '2026-04-04', left: 0 },
    { booked: ['2026-03-05', '2026-04-04'], on: '2026-04-05', left: 1 },
  ])('$booked booked, one more on $on: $left left', ({ booked, on, left }) => {
    const decided = decideCoverage(terms, date(on), booked.map(date))
    expect(decided.ok ? decided.value.leftAfter : decided.error.code).toBe(left)
  })

  it('says when the next month begins', () => {
    const booked = [date('2026-03-05'), date('2026-03-06')]
    expect(refusalOf(decideCoverage(terms, date('2026-03-10'), booked)).nextStep).toContain(
      '5 Apr 2026',
    )
  })

  it('has no limit when none is named', () => {
    const booked = Array.from({ length: 40 }, () => date('2026-03-10'))
    expect(valueOf(decideCoverage(membership(), date('2026-03-10'), booked)).leftAfter).toBeNull()
  })
})

describe('the months of a membership', () => {
  it.each([
    { starts: '2026-03-05', on: '2026-03-05', month: 0 },
    { starts: '2026-03-05', on: '2026-04-04', month: 0 },
    { starts: '2026-03-05', on: '2026-04-05', month: 1 },
    { starts: '2026-01-31', on: '2026-02-27', month: 0 },
    { starts: '2026-01-31', on: '2026-02-28', month: 1 },
    { starts: '2026-01-31', on: '2026-03-30', month: 1 },
    { starts: '2026-01-31', on: '2026-03-31', month: 2 },
    { starts: '2028-01-31', on: '2028-02-28', month: 0 },
    { starts: '2028-01-31', on: '2028-02-29', month: 1 },
    { starts: '2028-02-29', on: '2029-02-27', month: 11 },
    { starts: '2028-02-29', on: '2029-02-28', month: 12 },
    { starts: '2026-12-15', on: '2027-01-15', month: 1 },
  ])('begun on $starts, $on is in month $month', ({ starts, on, month }) => {
    expect(monthOf(membership({ startsOn: date(starts) }), date(on))).toBe(month)
  })

  it.each([
    { on: '2026-03-19', month: 0 },
    { on: '2026-03-20', month: 0 },
    { on: '2026-03-29', month: 0 },
    { on: '2026-04-05', month: 0 },
    { on: '2026-04-14', month: 0 },
    { on: '2026-04-15', month: 1 },
  ])('stand still in a pause of ten days: $on is in month $month', ({ on, month }) => {
    const terms = membership({ pauses: [pause('2026-03-20', '2026-03-29')] })
    expect(monthOf(terms, date(on))).toBe(month)
  })
})

describe('the last day of a membership', () => {
  it.each([
    { starts: '2026-03-05', first: '2026-04-04', second: '2026-05-04' },
    { starts: '2026-01-31', first: '2026-02-27', second: '2026-03-30' },
    { starts: '2028-01-31', first: '2028-02-28', second: '2028-03-30' },
    { starts: '2028-02-29', first: '2028-03-28', second: '2028-04-28' },
    { starts: '2026-12-01', first: '2026-12-31', second: '2027-01-31' },
  ])('begun on $starts: $first, renewed: $second', ({ starts, first, second }) => {
    const startsOn = date(starts)
    const endsOn = endOfFirstMonth(startsOn)
    expect(endsOn).toBe(first)
    expect(endAfterRenewal(membership({ startsOn, endsOn }))).toBe(second)
  })

  it('is the day before the month comes round, however often it is renewed', () => {
    const startsOn = date('2026-01-31')
    let endsOn = date('2026-02-27')
    for (let month = 2; month <= 26; month += 1) {
      endsOn = endAfterRenewal(membership({ startsOn, endsOn }))
      expect(monthOf(membership({ startsOn }), endsOn)).toBe(month - 1)
      expect(addDays(endsOn, 1)).toBe(addMonths(startsOn, month))
    }
    expect(endsOn).toBe('2028-03-30')
  })

  it('comes later by a pause, and renewing goes on from there', () => {
    const pauses = [pause('2026-04-01', '2026-04-10')]
    const terms = membership({ endsOn: date('2026-04-14'), pauses })
    expect(endAfterRenewal(terms)).toBe('2026-05-14')
  })
})

describe('a pause', () => {
  const pauses = [pause('2026-05-01', '2026-05-10')]
  const terms = membership({ endsOn: date('2026-06-14'), pauses })
  const today = date('2026-03-10')
  it.each([
    { from: '2026-03-09', until: '2026-03-20', outcome: 'pause_outside' },
    { from: '2026-03-10', until: '2026-03-10', outcome: '2026-06-15' },
    { from: '2026-03-10', until: '2026-03-19', outcome: '2026-06-24' },
    { from: '2026-03-19', until: '2026-03-10', outcome: 'pause_outside' },
    { from: '2026-04-20', until: '2026-04-30', outcome: '2026-06-25' },
    { from: '2026-04-20', until: '2026-05-01', outcome: 'pause_overlaps' },
    { from: '2026-05-10', until: '2026-05-12', outcome: 'pause_overlaps' },
    { from: '2026-05-11', until: '2026-05-12', outcome: '2026-06-16' },
    { from: '2026-06-14', until: '2026-06-18', outcome: '2026-06-19' },
    { from: '2026-06-15', until: '2026-06-18', outcome: 'pause_outside' },
  ])('from $from to $until moves the end to $outcome', ({ from, until, outcome }) => {
    const decided = decidePause(terms, pause(from, until), today)
    expect(decided.ok ? decided.value.endsOn : decided.error.code).toBe(outcome)
  })

  it('of a membership that has not begun begins with it', () => {
    const early = decidePause(membership(), pause('2026-03-04', '2026-03-20'), date('2026-03-01'))
    expect(outcomeOf(early)).toBe('pause_outside')
  })

  it.each([
    { today: '2026-04-30', until: null, ends: '2026-06-04' },
    { today: '2026-05-01', until: null, ends: '2026-06-04' },
    { today: '2026-05-02', until: '2026-05-01', ends: '2026-06-05' },
    { today: '2026-05-10', until: '2026-05-09', ends: '2026-06-13' },
  ])('ended on $today stays until $until, and the end is $ends', (row) => {
    const taken = pause('2026-05-01', '2026-05-10')
    const after = membership({ endsOn: date('2026-06-14'), pauses: [taken] })
    const decided = decideResume(after, taken, date(row.today))
    expect(valueOf(decided)).toMatchObject({ untilOn: row.until, endsOn: row.ends })
  })

  it('that lies behind the end, once another is taken back, moves it no more', () => {
    const first = pause('2026-05-20', '2026-05-29')
    const second = pause('2026-06-08', '2026-06-09')
    const both = membership({ endsOn: date('2026-06-16'), pauses: [first, second] })
    expect(valueOf(decideResume(both, first, date('2026-03-10'))).endsOn).toBe('2026-06-04')
    const left = membership({ pauses: [second] })
    expect(valueOf(decidePause(left, first, date('2026-03-10'))).endsOn).toBe('2026-06-16')
    expect(valueOf(decideResume(left, second, date('2026-03-10'))).endsOn).toBe('2026-06-04')
  })

  it('over the first day of a month stays when that month is taken back, and the next one too', () => {
    const pauses = [pause('2026-05-03', '2026-05-08')]
    const twice = endBeforeLastMonth(membership({ endsOn: date('2026-06-10'), pauses }))
    expect(twice).toBe('2026-05-10')
    const atEdge = membership({
      endsOn: date('2026-06-10'),
      pauses: [pause('2026-05-05', '2026-05-10')],
    })
    const once = endBeforeLastMonth(atEdge)
    expect(once).toBe('2026-05-10')
    expect(endBeforeLastMonth({ ...atEdge, endsOn: once })).toBe('2026-04-04')
  })

  it('cannot be ended when it is over', () => {
    const decided = decideResume(
      membership(),
      pause('2026-05-01', '2026-05-10'),
      date('2026-05-11'),
    )
    expect(outcomeOf(decided)).toBe('pause_over')
  })
})

describe('giving a membership up', () => {
  it.each([
    { on: '2026-03-08', outcome: 'end_outside' },
    { on: '2026-03-09', outcome: 'ok' },
    { on: '2026-06-03', outcome: 'ok' },
    { on: '2026-06-04', outcome: 'end_outside' },
  ])('with $on as its last day, on 10 March: $outcome', ({ on, outcome }) => {
    expect(outcomeOf(decideEnd(membership(), date(on), date('2026-03-10')))).toBe(outcome)
  })
})
