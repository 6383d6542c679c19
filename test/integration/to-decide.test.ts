import { beforeEach, describe, expect, it } from 'vitest'
import { bookSession } from '../support/book-session.ts'
import { openTestStudio, type TestStudio } from '../support/open-test-studio.ts'
import { valueOf } from '../support/read-result.ts'

let studio: TestStudio

beforeEach(() => {
  studio = openTestStudio()
  studio.signIn('manager')
})

const listed = () => valueOf(studio.call('appointments.toDecide', {}))

describe('what has to be decided of trainers and rooms', () => {
  const why = () => listed().sessions.map((session) => session.why.map(({ kind }) => kind))

  it('is listed with its reason until it is moved, cancelled or brought back', () => {
    const blue = valueOf(studio.command('catalog.addRoom', { name: 'Blue room', kind: 'room' })).id
    const red = valueOf(studio.command('catalog.addRoom', { name: 'Red room', kind: 'room' })).id
    const { training, ben, ana } = studio.people
    const rooms = (roomIds: string[]) => {
      const { services } = valueOf(studio.call('catalog.manage', {}))
      const service = services.find((one) => one.id === training)!
      const input = { ...service, serviceId: training, roomIds }
      valueOf(studio.agree('catalog.changeService', input))
    }
    const early = bookSession(studio, '2026-03-04T09:00')
    rooms([blue])
    bookSession(studio, '2026-03-04T11:00', { trainerId: ben })
    expect(why()).toEqual([['room_missing']])
    const toBlue = { appointmentId: early, trainerId: ana, start: '2026-03-04T09:00' }
    valueOf(studio.command('appointments.reschedule', toBlue))
    expect(why()).toEqual([])
    const retired = valueOf(studio.agree('catalog.retire', { kind: 'room', id: blue }))
    expect(why()).toEqual([['room_retired'], ['room_retired']])
    valueOf(studio.undo(retired.undo))
    expect(why()).toEqual([])
    rooms([red])
    expect(why()).toEqual([['room_not_used'], ['room_not_used']])
    valueOf(studio.agree('catalog.retire', { kind: 'trainer', id: ben }))
    expect(why()).toEqual([['room_not_used'], ['trainer_retired', 'room_not_used']])
    rooms([])
    expect(why()).toEqual([['trainer_retired']])
    studio.at('2026-03-04T11:00')
    expect(why()).toEqual([])
  })

  it('a service that is not offered any more is no reason: what is booked takes place', () => {
    bookSession(studio, '2026-03-04T09:00')
    valueOf(studio.agree('catalog.retire', { kind: 'service', id: studio.people.training }))
    expect(listed().count).toBe(0)
  })
})

describe('no time has parted', () => {
  it.each([
    { zone: 'Europe/Berlin', day: '2026-03-29', rule: 'of 23 hours' },
    { zone: 'Europe/Berlin', day: '2026-10-25', rule: 'of 25 hours' },
    { zone: 'Australia/Lord_Howe', day: '2026-10-04', rule: 'of 23½ hours' },
  ])('where all agree, on a day $rule in $zone', ({ zone, day }) => {
    studio = openTestStudio({ timeZone: zone })
    studio.signIn('manager')
    for (const hour of ['00:00', '01:30', '02:30', '03:30', '12:00']) {
      const slot = { allowOutsideHours: true, allowNoBuffer: true, allowClientOverlap: true }
      const booked = studio.command('appointments.create', {
        trainerId: studio.people.ana,
        serviceId: studio.people.stretching,
        start: `${day}T${hour}`,
        end: `${day}T${hour.slice(0, 3)}${hour.endsWith('30') ? '45' : '15'}`,
        client: { kind: 'new', client: { name: 'Cleo Client' } },
        exceptionReason: 'At night',
        ...slot,
      })
      if (hour === '12:00') valueOf(booked)
    }
    studio.reopen()
    studio.signIn('manager')
    expect(listed()).toEqual({ count: 0, timesCount: 0, sessions: [] })
  })

  it('in the hour that comes twice, whichever of the two it is', () => {
    const id = bookSession(studio, '2026-10-26T09:00')
    const second = `UPDATE appointments SET start_time = '2026-10-25T01:30:00.000Z',
      end_time = '2026-10-25T02:30:00.000Z', local_start = '2026-10-25T02:30' WHERE id = ?`
    studio.app.database.prepare(second).run(id)
    expect(listed().timesCount).toBe(0)
  })
})
