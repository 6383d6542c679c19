import { beforeEach, describe, expect, it } from 'vitest'
import { bookingInput, bookSession } from '../support/book-session.ts'
import {
  addGroupService,
  fillSeats,
  groupOf,
  scheduleGroup,
  seatNew,
} from '../support/group-session.ts'
import { openTestStudio, type TestStudio } from '../support/open-test-studio.ts'
import { outcomeOf, refusalOf, valueOf } from '../support/read-result.ts'

let studio: TestStudio
let pilates: string

beforeEach(() => {
  studio = openTestStudio()
  pilates = addGroupService(studio, 3)
  studio.signIn('desk')
})

describe('a group session', () => {
  it('stands in the day with empty seats, under its own name', () => {
    const id = scheduleGroup(studio, '2026-03-02T10:00', { serviceId: pilates })
    const { appointments } = valueOf(studio.call('appointments.day', { date: '2026-03-02' }))
    expect(appointments).toMatchObject([
      {
        id,
        clientId: null,
        clientName: 'Pilates',
        money: null,
        group: { taken: 0, capacity: 3, waiting: 0 },
      },
    ])
    expect(studio.events('appointment.created').at(-1)?.data).toMatchObject({ capacity: 3 })
    expect(valueOf(studio.call('appointments.get', { appointmentId: id })).client).toBeNull()
  })

  it('takes the room it has: as many seats as the desk says, or the service', () => {
    const small = scheduleGroup(studio, '2026-03-02T10:00', { serviceId: pilates, capacity: 1 })
    expect(groupOf(studio, small).capacity).toBe(1)
  })

  it('obeys the rule against double booking like every session', () => {
    scheduleGroup(studio, '2026-03-02T10:00', { serviceId: pilates })
    const input = { trainerId: studio.people.ana, serviceId: pilates }
    const at = (start: string) => outcomeOf(studio.command('groups.schedule', { ...input, start }))
    expect(at('2026-03-02T10:30')).toBe('trainer_busy')
    expect(
      outcomeOf(studio.command('appointments.create', bookingInput(studio, '2026-03-02T10:30'))),
    ).toBe('trainer_busy')
    expect(at('2026-03-02T11:00')).toBe('ok')
    bookSession(studio, '2026-03-02T09:00')
  })

  it('is not booked for one client, nor a private service for none', () => {
    const private_ = studio.command('appointments.create', {
      ...bookingInput(studio, '2026-03-02T10:00'),
      serviceId: pilates,
    })
    expect(outcomeOf(private_)).toBe('service_is_group')
    const group = studio.command('groups.schedule', {
      trainerId: studio.people.ana,
      serviceId: studio.people.training,
      start: '2026-03-02T10:00',
    })
    expect(outcomeOf(group)).toBe('service_is_private')
  })

  it('moves with all its seats', () => {
    const id = scheduleGroup(studio, '2026-03-02T10:00', { serviceId: pilates })
    const seats = fillSeats(studio, id, 2)
    valueOf(
      studio.agree('appointments.reschedule', {
        appointmentId: id,
        trainerId: studio.people.ben,
        start: '2026-03-03T12:00',
      }),
    )
    const { appointments } = valueOf(studio.call('appointments.day', { date: '2026-03-03' }))
    expect(appointments[0]).toMatchObject({ id, group: { taken: 2 } })
    expect(groupOf(studio, id).seats.map((seat) => seat.id)).toEqual(seats)
  })
})

describe('the seats', () => {
  let id: string
  beforeEach(() => {
    id = scheduleGroup(studio, '2026-03-02T10:00', { serviceId: pilates })
  })

  it.each([
    { taken: 0, outcome: 'ok' },
    { taken: 2, outcome: 'ok', rule: 'the last seat' },
    { taken: 3, outcome: 'session_full', rule: 'a seat that is not there' },
  ])('with $taken of 3 taken: $outcome', ({ taken, outcome }) => {
    fillSeats(studio, id, taken)
    expect(outcomeOf(seatNew(studio, id, 'Cleo Client'))).toBe(outcome)
  })

  it('names the waitlist when they are all taken', () => {
    fillSeats(studio, id, 3)
    expect(refusalOf(seatNew(studio, id, 'Cleo Client'))).toMatchObject({
      message: 'All 3 seats of Pilates are taken.',
      nextStep: 'Put the client on the waitlist, or raise the number of seats.',
    })
    expect(studio.rows(`SELECT 1 FROM clients WHERE name = 'Cleo Client'`)).toEqual([])
  })

  it('copy price and terms of the day they were sold', () => {
    const [seatId] = fillSeats(studio, id, 1)
    expect(studio.rows('SELECT * FROM seats')).toMatchObject([
      {
        id: seatId,
        price_minor: 1_800,
        late_window_minutes: 1_440,
        late_fee_bp: 5_000,
        no_show_grace_minutes: 15,
        funding: 'single',
        payment_status: 'unpaid',
      },
    ])
  })

  it('go to a client once', () => {
    valueOf(seatNew(studio, id, 'Cleo Client'))
    const { clientId } = groupOf(studio, id).seats[0]!
    const again = studio.command('groups.addSeat', {
      appointmentId: id,
      client: { kind: 'existing', clientId },
    })
    expect(refusalOf(again).message).toBe('Cleo Client already has a seat in this session.')
  })

  it('ask before a client is in two places, and say so in the log', () => {
    const other = bookSession(studio, '2026-03-02T10:30', { trainerId: studio.people.ben })
    const { clientId } = valueOf(studio.call('appointments.get', { appointmentId: other }))
    const client = { kind: 'existing', clientId: clientId! } as const
    const add = (allowClientOverlap: boolean) =>
      studio.command('groups.addSeat', {
        appointmentId: id,
        client,
        allowClientOverlap,
        ...(allowClientOverlap && { exceptionReason: 'Leaves early' }),
      })
    expect(outcomeOf(add(false))).toBe('client_busy')
    expect(outcomeOf(add(true))).toBe('ok')
    expect(studio.events('seat.booked')[0]?.data.clientOverlap).toBe(true)
  })

  it('keep their clients from being booked elsewhere without a question', () => {
    valueOf(seatNew(studio, id, 'Cleo Client'))
    const { clientId } = groupOf(studio, id).seats[0]!
    const elsewhere = studio.command('appointments.create', {
      ...bookingInput(studio, '2026-03-02T10:30', { trainerId: studio.people.ben }),
      client: { kind: 'existing', clientId },
    })
    expect(refusalOf(elsewhere)).toMatchObject({
      code: 'client_busy',
      details: { from: '10:00', until: '11:00' },
    })
  })

  it('are refused in a private session', () => {
    const private_ = bookSession(studio, '2026-03-02T12:00')
    expect(outcomeOf(seatNew(studio, private_, 'Cleo Client'))).toBe('not_a_group')
  })
})

describe('the last seat, whoever writes', () => {
  it('is not sold twice by a program that knows nothing of FitFlow', () => {
    const id = scheduleGroup(studio, '2026-03-02T10:00', { serviceId: pilates })
    fillSeats(studio, id, 2)
    const other = studio.foreign()
    const insert = other.prepare(
      `INSERT INTO seats (id, appointment_id, client_id, status, price_minor, currency,
         late_window_minutes, late_fee_bp, created_at, created_by)
       SELECT ?, ?, ?, 'booked', 0, 'EUR', 0, 0, created_at, created_by FROM appointments WHERE id = ?`,
    )
    other
      .prepare(`INSERT INTO clients (id, name, last_seen_at, created_at) VALUES (?, ?, ?, ?)`)
      .run('dora', 'Dora', '2026-03-02T07:00:00.000Z', '2026-03-02T07:00:00.000Z')
    // The desk looks: one seat is free. Then the other program takes it.
    expect(groupOf(studio, id).seats).toHaveLength(2)
    insert.run('seat-of-dora', id, 'dora', id)
    expect(outcomeOf(seatNew(studio, id, 'Cleo Client'))).toBe('session_full')
    expect(() => insert.run('one-too-many', id, 'cleo', id)).toThrow('session_full')
    expect(groupOf(studio, id).seats).toHaveLength(3)
  })

  it('is not made by taking a cancelled one back', () => {
    const id = scheduleGroup(studio, '2026-03-02T10:00', { serviceId: pilates })
    const [first] = fillSeats(studio, id, 1)
    const other = studio.foreign()
    const set = other.prepare(
      `UPDATE seats SET status = ?, cancelled_at = ?, cancellation_reason = ? WHERE id = ?`,
    )
    set.run('cancelled', '2026-03-02T07:00:00.000Z', 'other', first)
    fillSeats(studio, id, 3)
    expect(() => set.run('booked', null, null, first)).toThrow('session_full')
  })
})

describe('the number of seats', () => {
  it.each([
    { to: 1, outcome: 'capacity_below_seats' },
    { to: 2, outcome: 'ok' },
    { to: 3, outcome: 'ok' },
    { to: 12, outcome: 'ok' },
  ])('with two of three taken becomes $to: $outcome', ({ to, outcome }) => {
    const id = scheduleGroup(studio, '2026-03-02T10:00', { serviceId: pilates })
    fillSeats(studio, id, 2)
    const changed = studio.command('groups.changeCapacity', { appointmentId: id, capacity: to })
    expect(outcomeOf(changed)).toBe(outcome)
    expect(groupOf(studio, id).capacity).toBe(outcome === 'ok' ? to : 3)
  })

  it('can be taken back', () => {
    const id = scheduleGroup(studio, '2026-03-02T10:00', { serviceId: pilates })
    const input = { appointmentId: id, capacity: 8 }
    studio.undo(valueOf(studio.command('groups.changeCapacity', input)).undo)
    expect(groupOf(studio, id).capacity).toBe(3)
  })
})

describe('a trainer', () => {
  it('sees names and attendance in their own session, and no money, phone or waitlist', () => {
    const id = scheduleGroup(studio, '2026-03-02T10:00', { serviceId: pilates, capacity: 1 })
    fillSeats(studio, id, 1)
    studio.command('groups.joinWaitlist', {
      appointmentId: id,
      client: { kind: 'new', client: { name: 'Cleo Client' } },
    })
    studio.signIn('trainer')
    expect(groupOf(studio, id)).toMatchObject({
      seats: [{ clientName: 'Guest 1', status: 'booked', money: null, phone: null }],
      waiting: [],
    })
  })

  it('does not see another’s', () => {
    const trainerId = studio.people.ben
    const id = scheduleGroup(studio, '2026-03-02T10:00', { serviceId: pilates, trainerId })
    studio.signIn('trainer')
    expect(outcomeOf(studio.call('groups.get', { appointmentId: id }))).toBe(
      'appointment_not_found',
    )
  })
})
