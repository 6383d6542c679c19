import { beforeEach, describe, expect, it } from 'vitest'
import type { LocalDate } from '../../shared/time.ts'
import { bookingInput, bookSession } from '../support/book-session.ts'
import type { TestStudio } from '../support/open-test-studio.ts'
import { amountsIn, half, openStudioAt, play, setRate } from '../support/play-session.ts'
import { valueOf } from '../support/read-result.ts'

let studio: TestStudio
/** Wednesday, 4 March at noon with Ana, 60 minutes for 55.00. */
let id: string

describe('a rate that changes in the middle of the month', () => {
  it('holds for the sessions from its day on, whenever they are completed', () => {
    studio = openStudioAt(half)
    const before = bookSession(studio, '2026-03-03T12:00')
    const after = bookSession(studio, '2026-03-05T12:00')
    setRate(studio, studio.people.ana, { kind: 'percent', value: 8_000 }, '2026-03-05')
    studio.at('2026-03-05T13:30')
    studio.signIn('manager')
    for (const appointmentId of [after, before]) {
      valueOf(studio.command('appointments.complete', { appointmentId }))
    }
    expect(amountsIn(studio)).toEqual([4_400, 2_750])
  })

  it('and was called off before never was: what is changed then holds past its day', () => {
    studio = openStudioAt(half)
    const after = bookSession(studio, '2026-03-05T12:00')
    const { ana } = studio.people
    setRate(studio, ana, { kind: 'percent', value: 8_000 }, '2026-03-05')
    setRate(studio, ana, half, '2026-03-05')
    setRate(studio, ana, { kind: 'percent', value: 1_000 }, '2026-03-03')
    studio.at('2026-03-05T13:30')
    studio.signIn('manager')
    valueOf(studio.command('appointments.complete', { appointmentId: after }))
    expect(amountsIn(studio)).toEqual([550])
    const rates = valueOf(studio.call('earnings.rates', {}))
    expect(rates.filter(({ trainerId }) => trainerId === ana).map(({ state }) => state)).toEqual([
      'called_off',
      'replaced',
      'current',
      'past',
      'past',
    ])
  })

  it('does not change what was paid ahead, also not when it takes place', () => {
    studio = openStudioAt(half)
    id = bookSession(studio, '2026-03-04T12:00')
    play(studio, id, ['paid ahead'])
    setRate(studio, studio.people.ana, { kind: 'percent', value: 8_000 })
    play(studio, id, ['completed'])
    expect(amountsIn(studio)).toEqual([2_750])
  })

  it('is earned at once of what was paid ahead while no share was paid, from its day on', () => {
    studio = openStudioAt({ kind: 'flat', value: 3_000 })
    const before = bookSession(studio, '2026-03-04T12:00')
    id = bookSession(studio, '2026-03-05T12:00')
    play(studio, before, ['paid ahead'])
    play(studio, id, ['paid ahead'])
    expect(amountsIn(studio)).toEqual([])
    setRate(studio, studio.people.ana, { kind: 'percent', value: 8_000 }, '2026-03-05')
    expect(studio.rows('SELECT appointment_id, amount_minor FROM earnings')).toEqual([
      { appointment_id: id, amount_minor: 4_400 },
    ])
    setRate(studio, studio.people.ana, { kind: 'percent', value: 5_000 }, '2026-03-05')
    expect(amountsIn(studio)).toEqual([4_400])
  })

  it('is the other trainer’s own when a session is moved', () => {
    studio = openStudioAt(half)
    id = bookSession(studio, '2026-03-04T12:00')
    play(studio, id, ['paid ahead'])
    const { ana, ben } = studio.people
    setRate(studio, ben, { kind: 'percent', value: 4_000 })
    const to = (trainerId: string, start: string) =>
      valueOf(studio.agree('appointments.reschedule', { appointmentId: id, trainerId, start }))
    to(ben, '2026-03-05T12:00')
    to(ana, '2026-03-06T12:00')
    expect(
      studio.rows('SELECT trainer_id, amount_minor, pay_on FROM earnings ORDER BY rowid'),
    ).toEqual([
      { trainer_id: ana, amount_minor: 2_750, pay_on: '2026-03-04' },
      { trainer_id: ana, amount_minor: -2_750, pay_on: '2026-03-04' },
      { trainer_id: ben, amount_minor: 2_200, pay_on: '2026-03-05' },
      { trainer_id: ben, amount_minor: -2_200, pay_on: '2026-03-05' },
      { trainer_id: ana, amount_minor: 2_750, pay_on: '2026-03-06' },
    ])
  })
})

describe('a policy that changes what a lost session earns', () => {
  it('holds for the sessions from its day on that are lost already, and is undone with it', () => {
    studio = openStudioAt(half)
    id = bookSession(studio, '2026-03-04T12:00')
    play(studio, id, ['cancelled late'])
    studio.signIn('manager')
    const { policy } = valueOf(studio.call('policy.current', {}))
    const from = (effectiveFrom: string) => {
      const always = { ...policy, lateEarning: 'always' } as const
      const change = { effectiveFrom: effectiveFrom as LocalDate, policy: always }
      return valueOf(studio.command('policy.save', change))
    }
    from('2026-03-05')
    expect(amountsIn(studio)).toEqual([])
    const { undo } = from('2026-03-04')
    expect(amountsIn(studio)).toEqual([2_750])
    valueOf(studio.undo(undo))
    expect(amountsIn(studio)).toEqual([2_750, -2_750])
  })
})

describe('days that were paid out', () => {
  const lock = (from: string, until: string, totalMinor: number) =>
    valueOf(
      studio.command('earnings.lockPeriod', {
        period: { from, until },
        totalMinor,
      }),
    )
  const lastLine = () =>
    studio
      .rows(
        'SELECT kind, amount_minor AS amount, session_on AS session, pay_on AS pay FROM earnings ORDER BY rowid',
      )
      .at(-1)

  beforeEach(() => {
    studio = openStudioAt(half)
    id = bookSession(studio, '2026-03-04T12:00')
    play(studio, id, ['completed', 'paid'])
    studio.at('2026-03-07T09:00')
    studio.signIn('manager')
    lock('2026-03-01', '2026-03-04', 2_750)
  })

  it('stay as they were: what is given back later comes off the first open day', () => {
    play(studio, id, ['15.00 given back'])
    expect(lastLine()).toEqual({
      kind: 'adjusted',
      amount: -750,
      session: '2026-03-04',
      pay: '2026-03-05',
    })
  })

  it('are all passed over, when several lie side by side', () => {
    lock('2026-03-05', '2026-03-06', 0)
    play(studio, id, ['15.00 given back'])
    expect(lastLine()).toMatchObject({ amount: -750, pay: '2026-03-07' })
  })

  it('take no late line: a session of theirs that is resolved later is paid with the next', () => {
    const late = bookingInput(studio, '2026-03-04T15:00')
    const { appointmentId } = valueOf(studio.command('appointments.create', late))
    const list = { from: '2026-03-01' as LocalDate, until: '2026-03-04' as LocalDate }
    expect(valueOf(studio.call('earnings.list', list)).unresolved).toBe(1)
    valueOf(studio.command('appointments.complete', { appointmentId }))
    expect(lastLine()).toEqual({
      kind: 'recorded',
      amount: 2_750,
      session: '2026-03-04',
      pay: '2026-03-05',
    })
    const { totalMinor, unresolved } = valueOf(studio.call('earnings.list', list))
    expect({ totalMinor, unresolved }).toEqual({ totalMinor: 2_750, unresolved: 0 })
  })
})
