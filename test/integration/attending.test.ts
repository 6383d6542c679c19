import { beforeEach, describe, expect, it } from 'vitest'
import { bookSession } from '../support/book-session.ts'
import { openTestStudio, type TestStudio } from '../support/open-test-studio.ts'
import { outcomeOf, valueOf } from '../support/read-result.ts'

let studio: TestStudio
/** Today at ten with Ana; it is eight now. */
let id: string

beforeEach(() => {
  studio = openTestStudio()
  studio.signIn('desk')
  id = bookSession(studio, '2026-03-02T10:00')
})

const get = () => valueOf(studio.call('appointments.get', { appointmentId: id }))
const key = () => ({ appointmentId: id })

describe('checking in and completing', () => {
  it('marks who is here, and each step can be taken back and done again', () => {
    const arrived = valueOf(studio.command('appointments.checkIn', key()))
    expect(get().status).toBe('checked_in')
    studio.at('2026-03-02T10:00')
    const done = valueOf(studio.command('appointments.complete', key()))
    expect(get().status).toBe('completed')
    const again = valueOf(studio.undo(done.undo)) as typeof done
    expect(get().status).toBe('checked_in')
    valueOf(studio.undo(again.undo))
    expect(get().status).toBe('completed')
    valueOf(studio.command('appointments.takeBackCompletion', key()))
    valueOf(studio.undo(arrived.undo))
    expect(get().status).toBe('booked')
    expect(
      studio.events().flatMap(({ type }) => (type.startsWith('appointment.') ? [type] : [])),
    ).toEqual([
      'appointment.created',
      'appointment.checked_in',
      'appointment.completed',
      'appointment.completion_taken_back',
      'appointment.completed',
      'appointment.completion_taken_back',
      'appointment.check_in_taken_back',
    ])
  })

  it('completes without a check-in, and goes back to booked then', () => {
    studio.at('2026-03-02T10:30')
    const { undo } = valueOf(studio.command('appointments.complete', key()))
    valueOf(studio.undo(undo))
    expect(get().status).toBe('booked')
  })

  it('is not complete before it starts', () => {
    studio.at('2026-03-02T09:59')
    expect(outcomeOf(studio.command('appointments.complete', key()))).toBe('not_started')
  })

  it.each(['checkIn', 'complete', 'noShow', 'cancel', 'reschedule'] as const)(
    'refuses %s on what is completed, and writes nothing',
    (act) => {
      studio.at('2026-03-02T10:30')
      valueOf(studio.command('appointments.complete', key()))
      const before = studio.dump()
      const inputs = {
        checkIn: key(),
        complete: key(),
        noShow: { ...key(), refund: false },
        cancel: { ...key(), by: 'client', reason: 'other', refund: false },
        reschedule: { ...key(), trainerId: studio.people.ana, start: '2026-03-03T10:00' },
      } as const
      const answer = studio.command(`appointments.${act}`, inputs[act])
      expect(outcomeOf(answer)).toBe('status_forbids')
      expect(studio.dump()).toBe(before)
    },
  )

  it('is marked by trainers for their own sessions only, without any money', () => {
    const others = bookSession(studio, '2026-03-02T10:00', {
      trainerId: studio.people.ben,
      client: { kind: 'new', client: { name: 'Bo Client' } },
    })
    studio.signIn('trainer')
    studio.at('2026-03-02T10:05')
    valueOf(studio.command('appointments.checkIn', key()))
    valueOf(studio.command('appointments.complete', key()))
    expect(get()).toMatchObject({ status: 'completed', money: null, payments: [] })
    valueOf(studio.command('appointments.takeBackCompletion', key()))
    for (const act of ['checkIn', 'complete'] as const) {
      expect(outcomeOf(studio.command(`appointments.${act}`, { appointmentId: others }))).toBe(
        'appointment_not_found',
      )
    }
    const noShow = studio.agree('appointments.noShow', { ...key(), refund: false })
    expect(outcomeOf(noShow)).toBe('not_allowed')
  })
})

describe('what is checked in', () => {
  const move = (start: string, shown: object = {}) =>
    studio.command('appointments.reschedule', {
      appointmentId: id,
      trainerId: studio.people.ana,
      start,
      shown,
    })

  beforeEach(() => void valueOf(studio.command('appointments.checkIn', key())))

  it.each([
    { start: '2026-03-02T15:00', outcome: 'ok', rule: 'later on its day' },
    { start: '2026-03-03T10:00', outcome: 'moved_after_check_in', rule: 'to the next day' },
    { start: '2026-03-09T10:00', outcome: 'moved_after_check_in', rule: 'to the next week' },
  ])('is moved $rule: $outcome', ({ start, outcome }) => {
    expect(outcomeOf(move(start, { lateMoves: 1 }))).toBe(outcome)
    if (outcome === 'ok') return
    valueOf(studio.command('appointments.takeBackCheckIn', key()))
    expect(outcomeOf(move(start, { lateMoves: 1 }))).toBe('ok')
  })

  it('goes back to a day to come when the move that brought it here is undone', () => {
    valueOf(studio.command('appointments.takeBackCheckIn', key()))
    valueOf(move('2026-03-04T10:00', { lateMoves: 1 }))
    const moved = valueOf(move('2026-03-02T11:00'))
    expect(outcomeOf(studio.undo(moved.undo))).toBe('ok')
  })
})
