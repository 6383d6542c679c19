import { beforeEach, describe, expect, it } from 'vitest'
import type { OfferKind } from '../../shared/manage-catalog.ts'
import type { Shown } from '../../shared/shown.ts'
import { bookingInput, bookSession } from '../support/book-session.ts'
import { addGroupService, fillSeats, scheduleGroup } from '../support/group-session.ts'
import { leavingAllAsItWas } from '../support/leaving-all-as-it-was.ts'
import { openTestStudio, type TestStudio } from '../support/open-test-studio.ts'
import { outcomeOf, refusalOf, valueOf } from '../support/read-result.ts'

/*
 * It is Monday, 2 March, 08:00. Personal training takes place in the blue room only, stretching in the
 * blue or the red one, Pilates in the red one.
 */
let studio: TestStudio
let blue: string
let red: string
let pilates: string

beforeEach(() => {
  studio = openTestStudio()
  studio.signIn('manager')
  pilates = addGroupService(studio)
  blue = addRoom('Blue room')
  red = addRoom('Red room')
  giveRooms(studio.people.training, [blue])
  giveRooms(studio.people.stretching, [blue, red])
  giveRooms(pilates, [red])
})

const addRoom = (name: string) =>
  valueOf(studio.command('catalog.addRoom', { name, kind: 'room' })).id
const setRooms = (serviceId: string, roomIds: string[], shown: Shown = {}) => {
  const { services } = valueOf(studio.call('catalog.manage', {}))
  const service = services.find(({ id }) => id === serviceId)!
  return studio.command('catalog.changeService', { ...service, serviceId, roomIds, shown })
}
const giveRooms = (serviceId: string, roomIds: string[]) => valueOf(setRooms(serviceId, roomIds))
const retire = (kind: OfferKind, id: string, shown: Shown = {}) =>
  studio.command('catalog.retire', { kind, id, shown })
const left = (kind: OfferKind, id: string) =>
  valueOf(studio.call('catalog.retireConsequence', { kind, id }))
const roomOf = (id: string) =>
  studio.rows<{ room_id: string | null }>('SELECT room_id FROM appointments WHERE id = ?', id)[0]!
    .room_id
const book = (start: string, changes: object = {}) =>
  studio.command('appointments.create', bookingInput(studio, start, changes))
const move = (appointmentId: string, start: string, changes: object = {}) =>
  studio.command('appointments.reschedule', {
    appointmentId,
    trainerId: studio.people.ana,
    start,
    ...changes,
  })
const cancel = (appointmentId: string) =>
  valueOf(
    studio.command('appointments.cancel', {
      appointmentId,
      by: 'studio',
      reason: 'other',
      refund: false,
    }),
  )

describe('retiring', () => {
  it('names before the press which services are left without a room, and how many sessions stay', () => {
    bookSession(studio, '2026-03-04T09:00')
    bookSession(studio, '2026-03-04T11:00')
    expect(left('room', blue)).toEqual({
      sessionsKept: 2,
      servicesWithoutRoom: ['Personal training'],
    })
    expect(left('room', red)).toEqual({ sessionsKept: 0, servicesWithoutRoom: ['Pilates'] })
    expect(left('trainer', studio.people.ana)).toEqual({ sessionsKept: 2, servicesWithoutRoom: [] })
    expect(left('service', studio.people.training)).toMatchObject({ sessionsKept: 2 })
  })

  it.each([
    { shown: {}, outcome: 'consequence_changed', rule: 'nothing shown' },
    { shown: { sessionsKept: 2 }, outcome: 'consequence_changed', rule: 'no service shown' },
    { shown: { servicesWithoutRoom: 1 }, outcome: 'consequence_changed', rule: 'no session shown' },
    {
      shown: { sessionsKept: 1, servicesWithoutRoom: 1 },
      outcome: 'consequence_changed',
      rule: 'a session was booked meanwhile',
    },
    {
      shown: { sessionsKept: 3, servicesWithoutRoom: 1 },
      outcome: 'consequence_changed',
      rule: 'a session was cancelled meanwhile',
    },
    { shown: { sessionsKept: 2, servicesWithoutRoom: 1 }, outcome: 'ok', rule: 'all of it shown' },
  ])('a room is held to what was shown: $rule: $outcome', ({ shown, outcome }) => {
    bookSession(studio, '2026-03-04T09:00')
    bookSession(studio, '2026-03-04T11:00')
    const act = () => expect(outcomeOf(retire('room', blue, shown))).toBe(outcome)
    if (outcome === 'ok') act()
    else leavingAllAsItWas(studio, act)
  })

  it.each([
    { kind: 'trainer', of: 'ana' },
    { kind: 'service', of: 'training' },
  ] as const)('a $kind with a session booked is held to it as well', ({ kind, of }) => {
    const id = studio.people[of]
    bookSession(studio, '2026-03-04T09:00')
    expect(refusalOf(retire(kind, id))).toMatchObject({
      code: 'consequence_changed',
      message: 'This has changed since it was shown: 1 booking is concerned. Nothing was done.',
    })
    expect(outcomeOf(retire(kind, id, { sessionsKept: 1 }))).toBe('ok')
  })

  it('counts what is not over: a session counts until its end, and a cancelled one does not', () => {
    bookSession(studio, '2026-03-02T09:00')
    cancel(bookSession(studio, '2026-03-04T09:00'))
    studio.at('2026-03-02T09:59')
    expect(left('room', blue).sessionsKept).toBe(1)
    studio.at('2026-03-02T10:00')
    expect(left('room', blue).sessionsKept).toBe(0)
  })

  it('is undone and done again, held to what was shown each time', () => {
    bookSession(studio, '2026-03-04T09:00')
    const retired = valueOf(retire('room', blue, { sessionsKept: 1, servicesWithoutRoom: 1 }))
    const back = valueOf(studio.undo(retired.undo)) as typeof retired
    const again = valueOf(studio.undo(back.undo)) as typeof retired
    const backAgain = valueOf(studio.undo(again.undo)) as typeof retired
    bookSession(studio, '2026-03-04T13:00')
    expect(outcomeOf(studio.undo(backAgain.undo))).toBe('consequence_changed')
  })
})

describe('taking a room from a service', () => {
  it('names its sessions that are in none of the rooms that are left, and is held to that', () => {
    const kept = bookSession(studio, '2026-03-04T09:00', { serviceId: studio.people.stretching })
    expect(roomOf(kept)).toBe(blue)
    const input = { serviceId: studio.people.stretching, roomIds: [red] }
    expect(valueOf(studio.call('catalog.roomsConsequence', input)).sessionsKept).toBe(1)
    const about = { serviceId: studio.people.stretching, notInRoomIds: [red] }
    expect(valueOf(studio.call('appointments.affected', about))).toMatchObject({
      count: 1,
      bookings: [{ appointmentId: kept }],
    })
    expect(outcomeOf(setRooms(studio.people.stretching, [red]))).toBe('consequence_changed')
    const done = valueOf(setRooms(studio.people.stretching, [red], { sessionsKept: 1 }))
    expect(roomOf(kept)).toBe(blue)
    expect(outcomeOf(studio.undo(done.undo))).toBe('ok')
  })

  it('names the service when all that is left is retired', () => {
    valueOf(retire('room', red, { servicesWithoutRoom: 1 }))
    const input = { serviceId: studio.people.stretching, roomIds: [red] }
    expect(valueOf(studio.call('catalog.roomsConsequence', input)).servicesWithoutRoom).toEqual([
      'Stretching',
    ])
    expect(outcomeOf(setRooms(studio.people.stretching, [red]))).toBe('consequence_changed')
  })

  it('says that it needs none when none is left: then nothing is left to decide', () => {
    bookSession(studio, '2026-03-04T09:00')
    expect(outcomeOf(setRooms(studio.people.training, []))).toBe('ok')
    expect(roomOf(bookSession(studio, '2026-03-04T11:00'))).toBeNull()
  })
})

describe('a service whose every room is retired', () => {
  let standing: string

  beforeEach(() => {
    standing = bookSession(studio, '2026-03-04T09:00')
    valueOf(retire('room', blue, { sessionsKept: 1, servicesWithoutRoom: 1 }))
  })

  it('is not booked: the refusal names it and the next step', () => {
    leavingAllAsItWas(studio, () =>
      expect(refusalOf(book('2026-03-04T11:00'))).toMatchObject({
        code: 'no_room_left',
        message: 'Personal training needs a room, and every room it can use is retired.',
        nextStep:
          'A manager can give it another room, or say that it needs none: Settings, Services and rooms.',
      }),
    )
    expect(outcomeOf(book('2026-03-04T11:00', { roomId: blue }))).toBe('room_not_found')
  })

  it('is booked again once it has a room, or needs none, or the room is back', () => {
    giveRooms(studio.people.training, [])
    expect(outcomeOf(book('2026-03-04T11:00'))).toBe('ok')
    valueOf(setRooms(studio.people.training, [red], { sessionsKept: 2 }))
    expect(roomOf(bookSession(studio, '2026-03-04T13:00'))).toBe(red)
    valueOf(studio.command('catalog.bringBack', { kind: 'room', id: blue }))
    valueOf(setRooms(studio.people.training, [blue], { sessionsKept: 2 }))
    expect(roomOf(bookSession(studio, '2026-03-04T15:00'))).toBe(blue)
  })

  it('a series of it has the reason at every date, and is not booked', () => {
    const pattern = {
      ...bookingInput(studio, '2026-03-09T11:00'),
      clientId: valueOf(studio.call('appointments.get', { appointmentId: standing })).clientId!,
      weekdays: [1],
      intervalWeeks: 1,
      until: { kind: 'count' as const, count: 3 },
    }
    const dates = valueOf(studio.call('series.preview', pattern))
    expect(dates.map(({ problem }) => problem?.code)).toEqual(Array(3).fill('no_room_left'))
    expect(outcomeOf(studio.command('series.create', { ...pattern, choices: [] }))).toBe(
      'series_conflict',
    )
  })

  it('a class of it is not scheduled, and one that stands goes on selling its seats', () => {
    const standing = scheduleGroup(studio, '2026-03-05T09:00', { serviceId: pilates })
    valueOf(retire('room', red, { sessionsKept: 1, servicesWithoutRoom: 2 }))
    const another = { trainerId: studio.people.ana, start: '2026-03-05T11:00', serviceId: pilates }
    expect(outcomeOf(studio.command('groups.schedule', another))).toBe('no_room_left')
    expect(fillSeats(studio, standing, 2)).toHaveLength(2)
  })

  it('what stands in it stays, and is not moved to another time without a room', () => {
    expect(roomOf(standing)).toBe(blue)
    expect(outcomeOf(move(standing, '2026-03-04T11:00'))).toBe('no_room_left')
    expect(outcomeOf(move(standing, '2026-03-04T09:00'))).toBe('no_room_left')
  })

  it('what stands in it gets another room at its own time once there is one', () => {
    valueOf(setRooms(studio.people.training, [red], { sessionsKept: 1 }))
    valueOf(move(standing, '2026-03-04T09:00'))
    expect(roomOf(standing)).toBe(red)
    expect(outcomeOf(move(standing, '2026-03-04T09:00'))).toBe('already_there')
  })

  it('a cancellation and a move are undone into the room it stood in', () => {
    const cancelled = cancel(standing)
    valueOf(studio.undo(cancelled.undo))
    expect(roomOf(standing)).toBe(blue)
    valueOf(setRooms(studio.people.training, [red], { sessionsKept: 1 }))
    const moved = valueOf(move(standing, '2026-03-04T11:00'))
    expect(roomOf(standing)).toBe(red)
    valueOf(studio.undo(moved.undo))
    expect(roomOf(standing)).toBe(blue)
  })

  it('a class that was cancelled goes to another time only with a room', () => {
    const appointmentId = scheduleGroup(studio, '2026-03-05T09:00', { serviceId: pilates })
    const whole = { appointmentId, reason: 'other', refund: false } as const
    valueOf(studio.command('groups.cancel', whole))
    valueOf(retire('room', red, { servicesWithoutRoom: 2 }))
    const back = { appointmentId, seatIds: [], waitlistIds: [] }
    const to = { trainerId: studio.people.ana, start: '2026-03-05T11:00' }
    expect(outcomeOf(studio.command('groups.reinstate', { ...back, to }))).toBe('no_room_left')
    expect(outcomeOf(studio.command('groups.reinstate', back))).toBe('ok')
    expect(roomOf(appointmentId)).toBe(red)
  })
})
