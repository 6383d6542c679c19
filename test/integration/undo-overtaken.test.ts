import { beforeEach, describe, expect, it } from 'vitest'
import type { Undo } from '../../shared/contract.ts'
import { bookSession, bookingInput, clientOf, payCash } from '../support/book-session.ts'
import { addGroupService, scheduleGroup, seatNew } from '../support/group-session.ts'
import { leavingAllAsItWas } from '../support/leaving-all-as-it-was.ts'
import { openTestStudio, type TestStudio } from '../support/open-test-studio.ts'
import { outcomeOf, valueOf } from '../support/read-result.ts'
import { openTodaysDrawer } from '../support/todays-drawer.ts'

let studio: TestStudio

beforeEach(() => {
  studio = openTestStudio()
  studio.signIn('manager')
})

const newBooking = () =>
  valueOf(studio.command('appointments.create', bookingInput(studio, '2026-03-05T09:00')))
const newClass = () => {
  const serviceId = addGroupService(studio)
  const input = { serviceId, trainerId: studio.people.ana, start: '2026-03-06T12:00' }
  return valueOf(studio.command('groups.schedule', input))
}
const newSeat = () =>
  valueOf(
    seatNew(
      studio,
      scheduleGroup(studio, '2026-03-06T12:00', { serviceId: addGroupService(studio) }),
      'Gus Guest',
    ),
  )
const move = (appointmentId: string, time = '15:00') =>
  valueOf(
    studio.agree('appointments.reschedule', {
      appointmentId,
      trainerId: studio.people.ana,
      start: `2026-03-07T${time}`,
    }),
  )
const paySeat = (appointmentId: string, seatId: string) => {
  openTodaysDrawer(studio.app)
  const tenders = [{ method: 'cash' as const, amountMinor: 1_800, tenderedMinor: 1_800 }]
  const input = { appointmentId, seatId, amountMinor: 1_800, tenders }
  valueOf(studio.command('payments.take', input))
}

const lastOfSeries = () =>
  studio.rows<{ id: string }>(
    'SELECT id FROM appointments WHERE series_id IS NOT NULL ORDER BY start_time DESC',
  )[0]!.id

/** What makes or ends something, and what another window does to that before it is undone. */
const overtaken: Readonly<Record<string, () => { undo: Undo | null; meanwhile: () => void }>> = {
  'a booking that was moved': () => {
    const { appointmentId, undo } = newBooking()
    return { undo, meanwhile: () => move(appointmentId) }
  },
  'a booking that was paid': () => {
    const { appointmentId, undo } = newBooking()
    openTodaysDrawer(studio.app)
    return { undo, meanwhile: () => payCash(studio, appointmentId) }
  },
  'a seat whose class was moved': () => {
    const { appointmentId, undo } = newSeat()
    return { undo, meanwhile: () => move(appointmentId) }
  },
  'a seat that was paid': () => {
    const { appointmentId, seatId, undo } = newSeat()
    return { undo, meanwhile: () => paySeat(appointmentId, seatId) }
  },
  'a class that has got a seat': () => {
    const { appointmentId, undo } = newClass()
    return { undo, meanwhile: () => valueOf(seatNew(studio, appointmentId, 'Gus Guest')) }
  },
  'a series with a date that was moved': () => {
    const clientId = clientOf(studio, bookSession(studio, '2026-03-02T08:00'))
    const { undo } = valueOf(
      studio.command('series.create', {
        clientId,
        serviceId: studio.people.training,
        trainerId: studio.people.ana,
        start: '2026-03-11T09:00',
        weekdays: [3],
        intervalWeeks: 1,
        until: { kind: 'count', count: 3 },
      }),
    )
    return { undo, meanwhile: () => move(lastOfSeries()) }
  },
  'a cancellation that is another one by now': () => {
    const { appointmentId } = newBooking()
    const cancel = (reason: 'client_ill' | 'other') =>
      valueOf(
        studio.agree('appointments.cancel', { appointmentId, by: 'client', reason, refund: false }),
      )
    const { undo } = cancel('client_ill')
    return {
      undo,
      meanwhile: () => {
        valueOf(studio.command('appointments.reinstate', { appointmentId }))
        cancel('other')
      },
    }
  },
  'a room that was renamed': () => {
    const { id: roomId, undo } = valueOf(
      studio.command('catalog.addRoom', { name: 'Hall', kind: 'room' }),
    )
    const rename = { roomId, name: 'Gym', kind: 'room' as const }
    return { undo, meanwhile: () => valueOf(studio.agree('catalog.changeRoom', rename)) }
  },
  'a trainer who was renamed': () => {
    const week = Array.from({ length: 7 }, () => [])
    const { id: trainerId, undo } = valueOf(
      studio.command('catalog.addTrainer', { name: 'Tina New', hue: 3, week }),
    )
    const rename = { trainerId, name: 'Tina Old', hue: 3 }
    return { undo, meanwhile: () => valueOf(studio.agree('catalog.changeTrainer', rename)) }
  },
}

describe.each(Object.entries(overtaken))('the undo of %s', (_, act) => {
  it('is refused and wipes nothing', () => {
    const { undo, meanwhile } = act()
    meanwhile()
    leavingAllAsItWas(studio, () => expect(outcomeOf(studio.undo(undo))).toBe('undo_overtaken'))
  })

  it('goes on, and again, as long as nobody did that', () => {
    const { undo } = act()
    const { undo: again } = valueOf(studio.undo(undo)) as { undo: Undo }
    const { undo: third } = valueOf(studio.undo(again)) as { undo: Undo }
    expect(outcomeOf(studio.undo(third))).toBe('ok')
  })
})

it('what came after is undone first: then the booking goes as well', () => {
  const { appointmentId, undo } = newBooking()
  valueOf(studio.undo(move(appointmentId).undo))
  expect(outcomeOf(studio.undo(undo))).toBe('ok')
})
