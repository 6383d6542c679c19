import { beforeEach, describe, expect, it } from 'vitest'
import { bookSession } from '../support/book-session.ts'
import { addGroupService, fillSeats, scheduleGroup } from '../support/group-session.ts'
import {
  cancelByStudio,
  messagesOf,
  openMailStudio,
  sendLater,
  toldBy,
  toldOfAll,
} from '../support/mail-studio.ts'
import { MailServer } from '../support/mail-server.ts'
import type { TestStudio } from '../support/open-test-studio.ts'
import { outcomeOf, valueOf } from '../support/read-result.ts'

let server: MailServer
let studio: TestStudio

beforeEach(async () => {
  server = await MailServer.start()
  studio = openMailStudio(server.port, {}, 3)
})

const told = () => toldBy(server)
const later = (minutes: number) => sendLater(studio, minutes)
const choose = (wishes: Partial<typeof toldOfAll> | { withinHours: number } = {}) =>
  valueOf(
    studio.command('staff.saveMessages', {
      staffId: studio.people.staff.trainer.id,
      ...toldOfAll,
      ...wishes,
    }),
  )
const move = (appointmentId: string, start: string, trainerId = studio.people.ana) =>
  valueOf(studio.agree('appointments.reschedule', { appointmentId, trainerId, start }))
/** Mara manages, and has the second column as well. */
const giveMaraAColumn = () =>
  valueOf(
    studio.command('staff.change', {
      staffId: studio.people.staff.manager.id,
      name: 'Mara Lindqvist',
      role: 'manager',
      trainerId: studio.people.ben,
    }),
  )

describe('a trainer with an address', () => {
  it('hears of what is booked, moved and cancelled for them, and not of who comes', async () => {
    choose()
    const id = bookSession(studio, '2026-03-04T09:00')
    await later(3)
    move(id, '2026-03-04T15:00')
    await later(3)
    cancelByStudio(studio, id)
    await later(3)
    expect(server.taken.map(({ to, headers }) => [to, headers['subject']])).toEqual([
      ['ana@example.org', 'Booked for you: Personal training, Wednesday 4 March 2026, 09:00'],
      ['ana@example.org', 'Moved: Personal training, now Wednesday 4 March 2026, 15:00'],
      ['ana@example.org', 'Cancelled: Personal training, Wednesday 4 March 2026, 15:00'],
    ])
    for (const { text, calendar } of server.taken) {
      expect(text).not.toContain('Cleo')
      expect(calendar).toBe('')
    }
    expect(messagesOf(studio)).toMatchObject(
      Array.from({ length: 3 }, () => ({ recipientType: 'trainer', recipientName: 'Ana Ruiz' })),
    )
  })

  it('hears nothing of what is undone within the delay', async () => {
    choose()
    const id = bookSession(studio, '2026-03-04T09:00')
    cancelByStudio(studio, id)
    await later(60)
    expect(told()).toEqual([])
  })

  it('is told that a session is somebody else’s now, and that it is theirs again', async () => {
    choose()
    const id = bookSession(studio, '2026-03-04T09:00')
    await later(3)
    const moved = move(id, '2026-03-04T09:00', studio.people.ben)
    await later(3)
    studio.undo(moved.undo)
    await later(3)
    expect(told()).toEqual(['ana Booked for you', 'ana No longer yours', 'ana Booked for you'])
    expect(server.taken[1]!.text).toContain('somebody else gives this session now:')
  })

  it('hears of a class once, and not of each seat', async () => {
    choose()
    const id = scheduleGroup(studio, '2026-03-04T09:00', { serviceId: addGroupService(studio) })
    await later(3)
    fillSeats(studio, id, 3)
    await later(3)
    expect(told()).toEqual(['ana Booked for you'])
  })

  it('never hears of what they did themselves, and of what is done about it afterwards', async () => {
    giveMaraAColumn()
    const { manager } = studio.people.staff
    valueOf(
      studio.command('staff.saveMessages', {
        staffId: manager.id,
        ...toldOfAll,
        email: 'mara@example.org',
      }),
    )
    const { ben } = studio.people
    const id = bookSession(studio, '2026-03-04T09:00', { trainerId: ben })
    await later(60)
    expect(told()).toEqual([])
    // The desk moves it, Mara moves it on before that was sent, the desk moves it back.
    studio.signIn('desk')
    move(id, '2026-03-04T11:00', ben)
    studio.signIn('manager')
    move(id, '2026-03-04T13:00', ben)
    await later(60)
    expect(told()).toEqual([])
    studio.signIn('desk')
    move(id, '2026-03-04T09:00', ben)
    await later(3)
    expect(told()).toEqual(['mara Moved'])
    expect(server.taken[0]!.text).toContain(
      'your session of Wednesday 4 March 2026, 13:00 has been',
    )
  })
})

describe('what a trainer chose', () => {
  it.each([
    { wishes: {}, hears: ['Booked for you', 'Moved', 'Cancelled'] },
    { wishes: { booked: false }, hears: ['Moved', 'Cancelled'] },
    { wishes: { moved: false }, hears: ['Booked for you', 'Cancelled'] },
    { wishes: { cancelled: false }, hears: ['Booked for you', 'Moved'] },
    { wishes: { booked: false, moved: false, cancelled: false }, hears: [] },
    // It is Monday 08:00; Wednesday 09:00 is 49 hours away.
    { wishes: { withinHours: 48 }, hears: [] },
    { wishes: { withinHours: 49 }, hears: ['Booked for you', 'Moved', 'Cancelled'] },
  ])('$wishes: hears $hears', async ({ wishes, hears }) => {
    choose(wishes)
    const id = bookSession(studio, '2026-03-04T09:00')
    await later(3)
    move(id, '2026-03-04T09:30')
    await later(3)
    cancelByStudio(studio, id)
    await later(3)
    expect(told()).toEqual(hears.map((kind) => `ana ${kind}`))
  })

  it('is theirs to choose, and a manager’s; of nobody else', () => {
    const { trainer, manager, desk } = studio.people.staff
    studio.signIn('trainer')
    choose({ withinHours: 24 })
    expect(valueOf(studio.call('staff.messages', { staffId: trainer.id }))).toEqual({
      ...toldOfAll,
      withinHours: 24,
      version: expect.any(Number),
    })
    for (const { id } of [manager, desk]) {
      expect(outcomeOf(studio.call('staff.messages', { staffId: id }))).toBe('not_allowed')
      const input = { staffId: id, ...toldOfAll }
      expect(outcomeOf(studio.command('staff.saveMessages', input))).toBe('not_allowed')
    }
    studio.signIn('manager')
    const { undo } = choose({ email: 'other@example.org' })
    studio.undo(undo)
    expect(valueOf(studio.call('staff.messages', { staffId: trainer.id }))).toEqual({
      ...toldOfAll,
      withinHours: 24,
      version: expect.any(Number),
    })
    expect(JSON.stringify(studio.events('staff.messages_changed'))).not.toMatch(/@/)
  })

  it.each([
    { withinHours: 0, outcome: 'invalid_input' },
    { withinHours: 1, outcome: 'ok' },
    { withinHours: 8_760, outcome: 'ok' },
    { withinHours: 8_761, outcome: 'invalid_input' },
    { withinHours: 1.5, outcome: 'invalid_input' },
  ])('within $withinHours hours: $outcome', ({ withinHours, outcome }) => {
    const input = { staffId: studio.people.staff.trainer.id, ...toldOfAll, withinHours }
    expect(outcomeOf(studio.command('staff.saveMessages', input))).toBe(outcome)
  })
})

describe('an address that is entered, or gone', () => {
  it('brings nothing of what was set aside before', async () => {
    const ids = ['09', '10', '11'].map((hour) => bookSession(studio, `2026-03-04T${hour}:00`))
    await later(60)
    // Nor what was done a moment before.
    bookSession(studio, '2026-03-04T12:00')
    studio.deliver()
    choose()
    await later(60)
    expect(told()).toEqual([])
    // From then on they hear of changes to what they know from the book.
    move(ids[0]!, '2026-03-04T15:00')
    await later(3)
    expect(told()).toEqual(['ana Moved'])
  })

  it('is not written to once they have left, and is again when they are back', async () => {
    choose()
    const staffId = studio.people.staff.trainer.id
    bookSession(studio, '2026-03-04T09:00')
    studio.deliver()
    const left = valueOf(studio.command('staff.deactivate', { staffId }))
    await later(3)
    bookSession(studio, '2026-03-04T11:00')
    await later(3)
    expect(told()).toEqual([])
    const reasons = `SELECT skip_reason FROM outbox WHERE recipient_id = ?`
    expect(studio.rows(reasons, studio.people.ana)).toEqual([
      { skip_reason: 'no_address' },
      { skip_reason: 'no_address' },
    ])
    studio.undo(left.undo)
    bookSession(studio, '2026-03-04T13:00')
    await later(3)
    expect(told()).toEqual(['ana Booked for you'])
  })
})
