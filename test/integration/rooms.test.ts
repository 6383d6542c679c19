import { beforeEach, describe, expect, it } from 'vitest'
import { newId } from '../../shared/ids.ts'
import { bookingInput, bookSession } from '../support/book-session.ts'
import { openTestStudio, type TestStudio } from '../support/open-test-studio.ts'
import { outcomeOf, refusalOf, valueOf } from '../support/read-result.ts'

let studio: TestStudio
const monday = '2026-03-02'
const write = (query: string, ...values: unknown[]) =>
  studio.app.database.prepare(query).run(...values)
const book = (start: string, changes: object = {}) =>
  studio.command('appointments.create', bookingInput(studio, start, changes))
const rowOf = (id: string) =>
  studio.rows<Record<string, unknown>>('SELECT * FROM appointments WHERE id = ?', id)[0]!

const [blue, red, garden] = [newId(), newId(), newId()]

describe('rooms', () => {
  beforeEach(() => {
    studio = openTestStudio()
    studio.signIn('desk')
    write(`INSERT INTO rooms VALUES (?, 'Blue room', 'room', 0, 1)`, blue)
    write(`INSERT INTO rooms VALUES (?, 'Red room', 'room', 1, 1)`, red)
    for (const room of [red, blue]) {
      write('INSERT INTO service_rooms VALUES (?, ?)', studio.people.training, room)
    }
    write('INSERT INTO service_rooms VALUES (?, ?)', studio.people.stretching, blue)
  })
  const withBen = () => ({ trainerId: studio.people.ben })
  const roomOf = (id: string) => rowOf(id)['room_id']

  it('are given in their order, the first free one', () => {
    expect(roomOf(bookSession(studio, `${monday}T09:00`))).toBe(blue)
    expect(roomOf(bookSession(studio, `${monday}T09:00`, withBen()))).toBe(red)
    expect(roomOf(bookSession(studio, `${monday}T10:00`, withBen()))).toBe(blue)
    expect(studio.events('appointment.created')[0]!.data.roomId).toBe(blue)
  })

  it('are none for a service that needs none', () => {
    const id = bookSession(studio, `${monday}T09:00`, { serviceId: studio.people.trial })
    expect(roomOf(id)).toBeNull()
  })

  it.each([
    { start: '08:30', room: 'blue', roomId: blue, outcome: 'room_busy' },
    { start: '08:00', room: 'blue', roomId: blue, outcome: 'ok' },
    { start: '10:00', room: 'blue', roomId: blue, outcome: 'ok' },
    { start: '09:00', room: 'red', roomId: red, outcome: 'ok' },
    { start: '09:00', room: 'garden', roomId: garden, outcome: 'room_not_found' },
  ])('chosen: $room at $start: $outcome', ({ start, roomId, outcome }) => {
    bookSession(studio, `${monday}T09:00`)
    expect(outcomeOf(book(`${monday}T${start}`, { ...withBen(), roomId }))).toBe(outcome)
  })

  it('say when the first of them is free', () => {
    bookSession(studio, `${monday}T09:00`)
    const stretch = { ...withBen(), serviceId: studio.people.stretching }
    const refusal = refusalOf(book(`${monday}T09:15`, stretch))
    expect(refusal.code).toBe('room_busy')
    expect(refusal.message).toBe('Blue room is taken until 10:00.')
  })

  it('are kept by a move when free, else another is taken; and undo brings the first one back', () => {
    const first = bookSession(studio, `${monday}T09:00`)
    const moved = bookSession(studio, `${monday}T11:00`, withBen())
    expect(roomOf(moved)).toBe(blue)
    const { undo } = valueOf(
      studio.agree('appointments.reschedule', {
        appointmentId: moved,
        trainerId: studio.people.ben,
        start: `${monday}T09:30`,
      }),
    )
    expect(roomOf(moved)).toBe(red)
    valueOf(studio.undo(undo))
    expect(roomOf(moved)).toBe(blue)
    expect(roomOf(first)).toBe(blue)
  })

  it('can be changed without changing the time', () => {
    const appointmentId = bookSession(studio, `${monday}T09:00`)
    const to = { appointmentId, trainerId: studio.people.ana, start: `${monday}T09:00` }
    const move = (roomId: string) => studio.agree('appointments.reschedule', { ...to, roomId })
    expect(outcomeOf(move(blue))).toBe('already_there')
    const { undo } = valueOf(move(red))
    expect(roomOf(appointmentId)).toBe(red)
    valueOf(studio.undo(undo))
    expect(roomOf(appointmentId)).toBe(blue)
  })

  it('are found anew when a cancellation is taken back', () => {
    const appointmentId = bookSession(studio, `${monday}T09:00`)
    valueOf(
      studio.agree('appointments.cancel', {
        appointmentId,
        by: 'studio',
        reason: 'other',
        refund: false,
      }),
    )
    bookSession(studio, `${monday}T09:00`, withBen())
    valueOf(studio.command('appointments.reinstate', { appointmentId }))
    expect(roomOf(appointmentId)).toBe(red)
  })

  const retire = () => write('UPDATE rooms SET active = 0 WHERE id = ?', blue)
  const takeOff = () => write('DELETE FROM service_rooms WHERE room_id = ?', blue)
  const cancel = (appointmentId: string) =>
    studio.agree('appointments.cancel', {
      appointmentId,
      by: 'studio',
      reason: 'other',
      refund: false,
    })
  const moveAway = (appointmentId: string) =>
    studio.agree('appointments.reschedule', {
      appointmentId,
      trainerId: studio.people.ana,
      start: `${monday}T15:00`,
    })

  it.each([
    { act: 'a cancellation', when: 'retired', does: cancel, since: retire },
    { act: 'a cancellation', when: 'not the service’s any more', does: cancel, since: takeOff },
    { act: 'a move', when: 'retired', does: moveAway, since: retire },
    { act: 'a move', when: 'not the service’s any more', does: moveAway, since: takeOff },
  ])('are as they were when $act is undone, also one that is $when', ({ does, since }) => {
    const appointmentId = bookSession(studio, `${monday}T09:00`)
    const { undo } = valueOf(does(appointmentId))
    since()
    valueOf(studio.undo(undo))
    expect(roomOf(appointmentId)).toBe(blue)
  })
})
