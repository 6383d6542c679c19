import { beforeEach, describe, expect, it } from 'vitest'
import { bookingInput, bookSession } from '../support/book-session.ts'
import { openTestStudio, type TestStudio } from '../support/open-test-studio.ts'
import { outcomeOf, refusalOf, valueOf } from '../support/read-result.ts'

let studio: TestStudio

beforeEach(() => {
  studio = openTestStudio()
  studio.signIn('desk')
})

const book = (start: string) => studio.command('appointments.create', bookingInput(studio, start))
const get = (appointmentId: string) => valueOf(studio.call('appointments.get', { appointmentId }))

describe('moving a session', () => {
  const move = (appointmentId: string, start: string, changes: object = {}) =>
    studio.agree('appointments.reschedule', {
      appointmentId,
      trainerId: studio.people.ana,
      start,
      ...changes,
    })

  it('frees the old slot, takes the new one, keeps its length and its price', () => {
    const id = bookSession(studio, '2026-03-02T09:00', { end: '2026-03-02T09:45' })
    studio.app.database.exec('UPDATE services SET price_minor = 9900')
    expect(valueOf(move(id, '2026-03-03T14:00')).date).toBe('2026-03-03')
    expect(get(id)).toMatchObject({
      localStart: '2026-03-03T14:00',
      durationMinutes: 45,
      money: { priceMinor: 5_500 },
    })
    expect(outcomeOf(book('2026-03-02T09:00'))).toBe('ok')
    expect(outcomeOf(book('2026-03-03T14:00'))).toBe('trainer_busy')
  })

  it('says in the log from where to where', () => {
    const id = bookSession(studio, '2026-03-02T09:00')
    valueOf(move(id, '2026-03-02T15:00', { trainerId: studio.people.ben }))
    expect(studio.events('appointment.rescheduled')[0]!.data).toMatchObject({
      appointmentId: id,
      trainerId: studio.people.ben,
      startTime: '2026-03-02T14:00:00.000Z',
      previousTrainerId: studio.people.ana,
      previousStartTime: '2026-03-02T08:00:00.000Z',
      previousEndTime: '2026-03-02T09:00:00.000Z',
    })
  })

  it('may overlap its own old time', () => {
    const id = bookSession(studio, '2026-03-02T09:00')
    expect(outcomeOf(move(id, '2026-03-02T09:30'))).toBe('ok')
  })

  it.each([
    {
      rule: 'onto another session',
      start: '2026-03-02T11:30',
      changes: {},
      outcome: 'trainer_busy',
    },
    { rule: 'to where it is', start: '2026-03-02T09:00', changes: {}, outcome: 'already_there' },
    {
      rule: 'outside working hours',
      start: '2026-03-02T20:00',
      changes: {},
      outcome: 'outside_hours',
    },
    {
      rule: 'so that it ends before it starts',
      start: '2026-03-02T09:00',
      changes: { end: '2026-03-02T08:00' },
      outcome: 'end_before_start',
    },
    {
      rule: 'to the same start but longer',
      start: '2026-03-02T09:00',
      changes: { end: '2026-03-02T10:15' },
      outcome: 'ok',
    },
  ])('$rule: $outcome', ({ start, changes, outcome }) => {
    const id = bookSession(studio, '2026-03-02T09:00')
    bookSession(studio, '2026-03-02T11:00')
    expect(outcomeOf(move(id, start, changes))).toBe(outcome)
  })

  it('can be undone: trainer, time and length are as before', () => {
    const id = bookSession(studio, '2026-03-02T09:00')
    const before = get(id)
    const { undo } = valueOf(
      move(id, '2026-03-04T17:00', { trainerId: studio.people.ben, end: '2026-03-04T18:30' }),
    )
    valueOf(studio.undo(undo))
    // Undoing is a move of its own, with a version of its own.
    expect(get(id)).toEqual({ ...before, version: before.version + 2 })
    expect(studio.events('appointment.rescheduled')).toHaveLength(2)
  })

  it('cannot be undone when the old slot was taken meanwhile', () => {
    const id = bookSession(studio, '2026-03-02T09:00')
    const { undo } = valueOf(move(id, '2026-03-02T15:00'))
    bookSession(studio, '2026-03-02T09:00')
    expect(refusalOf(studio.undo(undo)).code).toBe('trainer_busy')
  })

  it('back to outside working hours, where a manager had allowed it, needs nobody again', () => {
    studio.signIn('manager')
    const id = bookSession(studio, '2026-03-02T20:30', { allowOutsideHours: true })
    studio.signIn('desk')
    const { undo } = valueOf(move(id, '2026-03-02T15:00'))
    expect(outcomeOf(studio.undo(undo))).toBe('ok')
    expect(outcomeOf(move(id, '2026-03-02T21:30'))).toBe('outside_hours')
  })

  it('back into the hour that comes twice restores the old length too', () => {
    studio.signIn('manager')
    const allowed = { allowOutsideHours: true }
    const id = bookSession(studio, '2026-10-25T02:00', { ...allowed, end: '2026-10-25T04:00' })
    const short = bookSession(studio, '2026-10-25T02:00', {
      ...allowed,
      trainerId: studio.people.ben,
    })
    for (const session of [id, short]) {
      const before = get(session)
      const { undo } = valueOf(
        move(session, '2026-10-26T12:00', { trainerId: before.trainerId, ...allowed }),
      )
      valueOf(studio.undo(undo))
      expect(get(session)).toEqual({ ...before, version: before.version + 2 })
    }
  })

  it('offers no undo that would come back as something else', () => {
    studio.signIn('manager')
    const allowed = { allowOutsideHours: true }
    const id = bookSession(studio, '2026-10-25T02:00', allowed)
    // It ends at the second 02:00, which no wall time can say; the length is another one now.
    const { undo } = valueOf(move(id, '2026-10-26T12:00', { ...allowed, end: '2026-10-26T12:30' }))
    expect(undo).toBeNull()
  })
})
