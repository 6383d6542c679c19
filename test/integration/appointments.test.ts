import { beforeEach, describe, expect, it } from 'vitest'
import { bookingInput, bookSession, clientOf } from '../support/book-session.ts'
import { addGroupService, groupOf, scheduleGroup } from '../support/group-session.ts'
import { openTestStudio, type TestStudio } from '../support/open-test-studio.ts'
import { outcomeOf, refusalOf, valueOf } from '../support/read-result.ts'

let studio: TestStudio

beforeEach(() => {
  studio = openTestStudio()
  studio.signIn('desk')
})

const book = (start: string, changes: object = {}) =>
  studio.command('appointments.create', bookingInput(studio, start, changes))
const get = (appointmentId: string) => valueOf(studio.call('appointments.get', { appointmentId }))
const dayOf = (date: string) => valueOf(studio.call('appointments.day', { date })).appointments
const client = (clientId: string) => ({ client: { kind: 'existing' as const, clientId } })

describe('booking', () => {
  it('takes the slot, keeps the terms it was booked on, and stands in the log', () => {
    const { appointmentId, date } = valueOf(book('2026-03-02T09:00', { note: '  Bring a mat  ' }))
    expect(date).toBe('2026-03-02')
    expect(get(appointmentId)).toMatchObject({
      startTime: '2026-03-02T08:00:00.000Z',
      endTime: '2026-03-02T09:00:00.000Z',
      localStart: '2026-03-02T09:00',
      durationMinutes: 60,
      status: 'booked',
      note: 'Bring a mat',
      trainerName: 'Ana Ruiz',
      serviceName: 'Personal training',
      createdBy: 'Dana Desk',
      money: { priceMinor: 5_500, status: 'unpaid' },
      cancellation: null,
      payments: [],
    })
    const [created] = studio.events('appointment.created')
    expect(created!.data).toMatchObject({
      appointmentId,
      trainerId: studio.people.ana,
      startTime: '2026-03-02T08:00:00.000Z',
      endTime: '2026-03-02T09:00:00.000Z',
      priceMinor: 5_500,
      currency: 'EUR',
    })
    expect(created!.data).not.toHaveProperty('outsideHours')
    expect(created!.metadata.userId).toBe(studio.people.staff.desk.id)
  })

  it('is in the day’s view, and in no other day’s', () => {
    bookSession(studio, '2026-03-02T09:00')
    expect(dayOf('2026-03-02')).toHaveLength(1)
    expect(dayOf('2026-03-01')).toHaveLength(0)
    expect(dayOf('2026-03-03')).toHaveLength(0)
  })

  it('refuses the same slot again and says until when the trainer is busy', () => {
    bookSession(studio, '2026-03-02T09:00')
    const refusal = refusalOf(book('2026-03-02T09:00'))
    expect(refusal.code).toBe('trainer_busy')
    expect(refusal.message).toBe('Ana Ruiz is busy until 10:00 (booked from 09:00).')
    expect(refusal.details).toMatchObject({ until: '10:00' })
  })

  it.each([
    {
      rule: 'that starts a minute before the other ends',
      start: '2026-03-02T09:59',
      outcome: 'trainer_busy',
    },
    { rule: 'that starts when the other ends', start: '2026-03-02T10:00', outcome: 'ok' },
    { rule: 'that ends when the other starts', start: '2026-03-02T08:00', outcome: 'ok' },
    {
      rule: 'that ends a minute into the other',
      start: '2026-03-02T08:01',
      outcome: 'trainer_busy',
    },
  ])('answers $outcome to a booking $rule', ({ start, outcome }) => {
    bookSession(studio, '2026-03-02T09:00')
    expect(outcomeOf(book(start))).toBe(outcome)
  })

  it('registers a new client with the booking, or neither', () => {
    bookSession(studio, '2026-03-02T09:00')
    const before = studio.dump()
    book('2026-03-02T09:00', { client: { kind: 'new', client: { name: 'Nobody Yet' } } })
    expect(studio.dump()).toBe(before)
    const other = bookSession(studio, '2026-03-02T10:00', {
      client: { kind: 'new', client: { name: ' Zoé Neu ', phone: '', email: '' } },
    })
    expect(get(other).client).toMatchObject({ name: 'Zoé Neu', phone: null, email: null })
  })

  it('warns when the client has another session then, and books it when both are wanted', () => {
    const cleo = client(clientOf(studio, bookSession(studio, '2026-03-02T09:00')))
    const withBen = { ...cleo, trainerId: studio.people.ben }
    const refusal = refusalOf(book('2026-03-02T09:30', withBen))
    expect(refusal.code).toBe('client_busy')
    expect(refusal.message).toBe(
      'Cleo Client already has a session with Ana Ruiz from 09:00 to 10:00.',
    )
    expect(outcomeOf(book('2026-03-02T10:00', withBen))).toBe('ok')
    expect(outcomeOf(book('2026-03-02T09:00', { ...withBen, allowClientOverlap: true }))).toBe('ok')
    const created = studio.events('appointment.created').at(-1)!
    expect(created.data.clientOverlap).toBe(true)
  })

  it('lets two different clients train with two trainers at the same time', () => {
    bookSession(studio, '2026-03-02T09:00')
    expect(outcomeOf(book('2026-03-02T09:00', { trainerId: studio.people.ben }))).toBe('ok')
    expect(dayOf('2026-03-02')).toHaveLength(2)
  })

  it.each([
    { rule: 'when the studio opens', start: '2026-03-02T08:00', outcome: 'ok' },
    { rule: 'a minute earlier', start: '2026-03-02T07:59', outcome: 'outside_hours' },
    { rule: 'that ends when the studio closes', start: '2026-03-02T19:00', outcome: 'ok' },
    { rule: 'that runs a minute over', start: '2026-03-02T19:01', outcome: 'outside_hours' },
    { rule: 'on Sunday', start: '2026-03-08T12:00', outcome: 'outside_hours' },
  ])('answers $outcome to a session $rule', ({ start, outcome }) => {
    expect(outcomeOf(book(start))).toBe(outcome)
  })

  it('lets only a manager book outside working hours, and that stands in the log', () => {
    const late = { allowOutsideHours: true }
    expect(refusalOf(book('2026-03-02T21:00')).message).toContain('08:00 – 20:00')
    expect(outcomeOf(book('2026-03-02T21:00', late))).toBe('approval_needed')
    studio.signIn('manager')
    expect(outcomeOf(book('2026-03-02T21:00'))).toBe('outside_hours')
    expect(outcomeOf(book('2026-03-02T21:00', late))).toBe('ok')
    const created = studio.events('appointment.created').at(-1)!
    expect(created.data.outsideHours).toBe(true)
    expect(created.metadata.userId).toBe(studio.people.staff.manager.id)
    expect(outcomeOf(book('2026-03-02T12:00', late))).toBe('ok')
    expect(studio.events('appointment.created').at(-1)!.data).not.toHaveProperty('outsideHours')
  })

  it('never lets a manager double-book', () => {
    bookSession(studio, '2026-03-02T09:00')
    studio.signIn('manager')
    const all = { allowOutsideHours: true, allowClientOverlap: true }
    expect(outcomeOf(book('2026-03-02T09:30', all))).toBe('trainer_busy')
  })

  it('keeps its price when the price list changes', () => {
    const before = bookSession(studio, '2026-03-02T09:00')
    studio.app.database.exec('UPDATE services SET price_minor = 9900')
    const after = bookSession(studio, '2026-03-02T10:00')
    expect(get(before).money!.priceMinor).toBe(5_500)
    expect(get(after).money!.priceMinor).toBe(9_900)
  })

  it('can be undone at once, as booked by mistake and without a fee', () => {
    const { appointmentId, undo } = valueOf(book('2026-03-02T09:00'))
    valueOf(studio.undo(undo))
    expect(dayOf('2026-03-02')).toHaveLength(0)
    expect(get(appointmentId).cancellation).toMatchObject({
      by: 'studio',
      reason: 'booked_by_mistake',
      feeMinor: 0,
    })
  })

  it('survives a restart', () => {
    const id = bookSession(studio, '2026-03-02T09:00')
    const before = get(id)
    studio.reopen()
    studio.signIn('desk')
    expect(get(id)).toEqual(before)
  })
})

describe('the day on which the clocks change', () => {
  it('has 23 hours, and working hours as the wall clock shows them', () => {
    studio.app.database.exec(
      `INSERT INTO working_hours VALUES ('${studio.people.ana}', 7, 150, 600)`,
    )
    const day = valueOf(studio.call('appointments.day', { date: '2026-03-29' }))
    expect(Date.parse(day.end) - Date.parse(day.start)).toBe(23 * 3_600_000)
    // 02:30 does not exist: work begins at the first time that does.
    expect(day.trainers.find(({ id }) => id === studio.people.ana)!.hours).toEqual([
      { start: '2026-03-29T01:00:00.000Z', end: '2026-03-29T08:00:00.000Z' },
    ])
  })

  it.each([
    { start: '2026-03-29T02:30', outcome: 'time_does_not_exist' },
    { start: '2026-03-29T03:00', outcome: 'ok' },
  ])('answers $outcome to a booking at $start', ({ start, outcome }) => {
    studio.signIn('manager')
    expect(outcomeOf(book(start, { allowOutsideHours: true }))).toBe(outcome)
  })

  it('shows a session that begins before midnight on both of its days', () => {
    studio.signIn('manager')
    bookSession(studio, '2026-03-02T23:30', { allowOutsideHours: true })
    expect(dayOf('2026-03-02')).toHaveLength(1)
    expect(dayOf('2026-03-03')).toHaveLength(1)
    expect(dayOf('2026-03-04')).toHaveLength(0)
  })

  it.each(['2000-01-01', '2199-12-31'])('can be looked at as far as dates go, %s', (date) => {
    expect(dayOf(date)).toEqual([])
  })
})

describe('a client’s note', () => {
  const note = 'Shoulder injury, no overhead'

  it('is with every session of theirs, and in a class, for the desk and for their own trainer', () => {
    const { clientId } = valueOf(
      studio.command('clients.register', { name: 'Cleo Client', notes: note }),
    )
    const { appointmentId } = valueOf(book('2026-03-02T09:00', client(clientId)))
    const ben = { ...client(clientId), trainerId: studio.people.ben }
    const { appointmentId: withBen } = valueOf(book('2026-03-02T12:00', ben))
    const serviceId = addGroupService(studio)
    const classId = scheduleGroup(studio, '2026-03-02T15:00', { serviceId })
    const seat = { appointmentId: classId, ...client(clientId) }
    valueOf(studio.command('groups.addSeat', seat))

    for (const who of ['desk', 'manager', 'trainer'] as const) {
      studio.signIn(who)
      expect(get(appointmentId).clientNote).toBe(note)
      expect(groupOf(studio, classId).seats.map(({ clientNote }) => clientNote)).toEqual([note])
      const notes = dayOf('2026-03-02').map((card) => card.clientNote)
      // A class has none itself; a trainer sees nothing of another's day.
      expect(notes.filter((text) => text === note)).toHaveLength(who === 'trainer' ? 1 : 2)
      expect(notes.filter((text) => text === null)).toHaveLength(1)
    }
    expect(outcomeOf(studio.call('appointments.get', { appointmentId: withBen }))).toBe(
      'appointment_not_found',
    )
  })

  it('is gone once it is taken out of the profile', () => {
    const details = { name: 'Cleo Client', notes: note }
    const { clientId } = valueOf(studio.command('clients.register', details))
    const { appointmentId } = valueOf(book('2026-03-02T09:00', client(clientId)))
    valueOf(studio.command('clients.update', { clientId, name: 'Cleo Client' }))
    expect(get(appointmentId).clientNote).toBeNull()
  })
})
