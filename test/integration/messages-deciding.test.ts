import { beforeEach, describe, expect, it } from 'vitest'
import { clientOf } from '../support/book-session.ts'
import {
  bookReachable,
  cancelByStudio,
  messagesOf,
  openMailStudio,
  reachable,
  sendLater,
  setDelay,
} from '../support/mail-studio.ts'
import { MailServer } from '../support/mail-server.ts'
import type { TestStudio } from '../support/open-test-studio.ts'
import { valueOf } from '../support/read-result.ts'

let server: MailServer
let studio: TestStudio

beforeEach(async () => {
  server = await MailServer.start()
  studio = openMailStudio(server.port, {}, 3)
})

const subjects = () => server.taken.map(({ headers }) => headers['subject'])
const skipped = () => messagesOf(studio).flatMap(({ skipReason }) => skipReason ?? [])

const later = (minutes: number) => sendLater(studio, minutes)

const cancel = (appointmentId: string) => cancelByStudio(studio, appointmentId)
const move = (
  appointmentId: string,
  changes: { start?: string; trainerId?: string; end?: string },
) =>
  valueOf(
    studio.agree('appointments.reschedule', {
      appointmentId,
      trainerId: studio.people.ana,
      start: '2026-03-04T09:00',
      ...changes,
    }),
  )

const booked9 = 'Booked: Personal training, Wednesday 4 March 2026, 09:00'
const cancelled9 = 'Cancelled: Personal training, Wednesday 4 March 2026, 09:00'

describe('a message leaves three minutes after the act', () => {
  it('and not a moment sooner', async () => {
    bookReachable(studio, '2026-03-04T09:00')
    await later(2.99)
    expect(subjects()).toEqual([])
    await later(0.01)
    expect(subjects()).toEqual([booked9])
  })

  it('or as many as the policy says, also for what waits already', async () => {
    bookReachable(studio, '2026-03-04T09:00')
    setDelay(studio, 15)
    await later(14.9)
    expect(subjects()).toEqual([])
    await later(0.1)
    expect(subjects()).toEqual([booked9])
  })

  it('an undone booking is never told of', async () => {
    bookReachable(studio, '2026-03-04T09:00')
    studio.clock.advance({ minutes: 2 })
    const id = messagesOf(studio)[0]!.id
    cancel(studio.rows<{ id: string }>('SELECT id FROM appointments')[0]!.id)
    await later(10)
    expect(subjects()).toEqual([])
    expect(messagesOf(studio)).toMatchObject([
      { id, state: 'skipped', skipReason: 'superseded' },
      { state: 'skipped', skipReason: 'cancelled' },
    ])
  })

  it('an undone move is never told of, and an undone cancellation neither', async () => {
    const id = bookReachable(studio, '2026-03-04T09:00')
    await later(3)
    studio.undo(move(id, { start: '2026-03-04T15:00' }).undo)
    await later(5)
    studio.undo(cancel(id).undo)
    await later(5)
    expect(subjects()).toEqual([booked9])
    expect(skipped()).toEqual(['superseded', 'unchanged', 'superseded', 'unchanged'])
  })

  it('what is undone after it left is set right', async () => {
    const id = bookReachable(studio, '2026-03-04T09:00')
    await later(3)
    const moved = move(id, { start: '2026-03-04T15:00' })
    await later(3)
    studio.undo(moved.undo)
    await later(3)
    expect(subjects()).toEqual([
      booked9,
      'Moved: Personal training, now Wednesday 4 March 2026, 15:00',
      'Moved: Personal training, now Wednesday 4 March 2026, 09:00',
    ])
    expect(server.taken[2]!.text).toContain(
      'your session of Wednesday 4 March 2026, 15:00 has been',
    )
  })

  it('whoever moves again and again is told the last time, three minutes after it', async () => {
    const id = bookReachable(studio, '2026-03-04T09:00')
    await later(3)
    for (const hour of ['11', '13', '15']) {
      move(id, { start: `2026-03-04T${hour}:00` })
      await later(2)
    }
    expect(subjects()).toHaveLength(1)
    await later(1)
    expect(subjects().slice(1)).toEqual([
      'Moved: Personal training, now Wednesday 4 March 2026, 15:00',
    ])
    expect(server.taken[1]!.text).toContain(
      'your session of Wednesday 4 March 2026, 09:00 has been',
    )
  })
})

describe('what is sent is true when it is sent', () => {
  it('a failed confirmation that is tried again after the cancellation is not “Booked”', async () => {
    server.toRecipient = () => '550 Mailbox full'
    const id = bookReachable(studio, '2026-03-04T09:00')
    await later(3)
    server.toRecipient = () => undefined
    cancel(id)
    await later(5)
    const [failed] = messagesOf(studio)
    expect(failed).toMatchObject({ state: 'failed' })
    valueOf(studio.command('messages.retry', { messageId: failed!.id }))
    await later(5)
    // It stood for three minutes, so they may well have been told in person.
    expect(subjects()).toEqual([cancelled9])
    expect(messagesOf(studio)[0]).toMatchObject({ state: 'skipped', skipReason: 'cancelled' })
  })

  it('tried again while a later one waits, it leaves that one its time', async () => {
    server.toRecipient = () => '550 Mailbox full'
    const id = bookReachable(studio, '2026-03-04T09:00')
    await later(3)
    server.toRecipient = () => undefined
    move(id, { start: '2026-03-04T15:00' })
    await later(1)
    valueOf(studio.command('messages.retry', { messageId: messagesOf(studio)[0]!.id }))
    await later(1)
    expect(subjects()).toEqual([])
    expect(messagesOf(studio)[0]).toMatchObject({ state: 'skipped', skipReason: 'superseded' })
    await later(1)
    expect(subjects()).toEqual(['Moved: Personal training, now Wednesday 4 March 2026, 15:00'])
  })

  it('a failed one that still holds is sent as it stands now', async () => {
    server.toRecipient = () => '550 Mailbox full'
    bookReachable(studio, '2026-03-04T09:00')
    await later(3)
    server.toRecipient = () => undefined
    valueOf(studio.command('messages.retry', { messageId: messagesOf(studio)[0]!.id }))
    await later(0)
    expect(subjects()).toEqual([booked9])
  })

  it.each([
    {
      what: 'only the trainer',
      change: () => ({ trainerId: studio.people.ben }),
      subject: 'Changed: Personal training, Wednesday 4 March 2026, 09:00',
      says: 'there is a change to your session. It is with Ben Okafor instead of Ana Ruiz.',
    },
    {
      what: 'only the length',
      change: () => ({ end: '2026-03-04T10:30' }),
      subject: 'Changed: Personal training, Wednesday 4 March 2026, 09:00',
      says: 'there is a change to your session. It ends at 10:30 instead of 10:00.',
    },
    {
      what: 'the time',
      change: () => ({ start: '2026-03-05T11:00' }),
      subject: 'Moved: Personal training, now Thursday 5 March 2026, 11:00',
      says: 'your session of Wednesday 4 March 2026, 09:00 has been moved.\n',
    },
  ])('of $what, that is what is said, and no time twice', async ({ change, subject, says }) => {
    const id = bookReachable(studio, '2026-03-04T09:00')
    await later(3)
    move(id, change())
    await later(3)
    const mail = server.taken[1]!
    expect(mail.headers['subject']).toBe(subject)
    expect(mail.text).toContain(says)
    const times = mail.text.match(/\w+ \d+ March 2026, \d\d:\d\d/g) ?? []
    expect(new Set(times).size).toBe(times.length)
  })

  it('of another room, that is what is said', async () => {
    const [hall, loft] = ['Hall', 'Loft'].map(
      (name) => valueOf(studio.command('catalog.addRoom', { name, kind: 'room' })).id,
    )
    studio.app.database
      .prepare('INSERT INTO service_rooms (service_id, room_id) VALUES (?, ?), (?, ?)')
      .run(studio.people.training, hall, studio.people.training, loft)
    const id = bookReachable(studio, '2026-03-04T09:00')
    await later(3)
    expect(server.taken[0]!.text).toContain('10:00 (Europe/Berlin time)\nHall\n')
    valueOf(
      studio.agree('appointments.reschedule', {
        appointmentId: id,
        trainerId: studio.people.ana,
        start: '2026-03-04T09:00',
        roomId: loft!,
      }),
    )
    await later(3)
    expect(server.taken[1]!.text).toContain(
      'there is a change to your session. It is in Loft instead of Hall.',
    )
  })

  it('a booking that nobody could be told of while the server was away is not told as one that holds', async () => {
    await server.down()
    const id = bookReachable(studio, '2026-03-04T09:00')
    await later(60)
    cancel(id)
    await later(60)
    await server.up()
    await later(60)
    expect(subjects()).toEqual([cancelled9])
  })

  it('a session booked before anybody was written to is still told of when it is cancelled', async () => {
    const id = bookReachable(studio, '2026-03-04T09:00', {
      client: {
        kind: 'new',
        client: { name: 'Cleo Client', email: 'cleo@example.org', messagesConsent: false },
      },
    })
    studio.app.database
      .prepare('UPDATE clients SET messages_consent = 1 WHERE id = ?')
      .run(clientOf(studio, id))
    cancel(id)
    await later(3)
    expect(subjects()).toEqual([cancelled9])
  })

  it.each(['451 Try later', '550 Mailbox full'])(
    'a move that a server did not take (%s) and that was undone since is never told of',
    async (answer) => {
      const id = bookReachable(studio, '2026-03-04T09:00')
      await later(3)
      server.toRecipient = () => answer
      const { undo } = move(id, { start: '2026-03-04T11:00' })
      await later(3)
      server.toRecipient = () => undefined
      valueOf(studio.undo(undo))
      await later(60)
      expect(subjects()).toEqual([booked9])
    },
  )

  it('what a server may have taken when the line broke is set right, not passed over', async () => {
    const id = bookReachable(studio, '2026-03-04T09:00')
    // The message is there; the answer is not, and the line is gone.
    server.beforeAnswer = async () => {
      server.beforeAnswer = () => {}
      await server.down()
    }
    await later(3)
    expect(subjects()).toEqual([booked9])
    expect(messagesOf(studio)).toMatchObject([{ state: 'queued' }])
    cancel(id)
    await later(1)
    await server.up()
    await later(60)
    expect(subjects()).toEqual([booked9, cancelled9])
  })
})

it('a client who was merged hears the rest of it under the one entry', async () => {
  const id = bookReachable(studio, '2026-03-04T09:00', reachable('Cleo Cient', 'cleo@example.org'))
  await later(3)
  const keep = clientOf(
    studio,
    bookReachable(studio, '2026-03-04T11:00', reachable('Cleo Client', 'c@example.org')),
  )
  valueOf(
    studio.command('clients.merge', {
      keepId: keep,
      mergeId: clientOf(studio, id),
      fields: { name: 'keep', phone: 'keep', email: 'keep' },
    }),
  )
  cancel(id)
  await later(3)
  const ours = server.taken.filter(({ headers }) => headers['subject']!.includes('09:00'))
  expect(ours.map(({ to, headers }) => [to, headers['subject']])).toEqual([
    ['cleo@example.org', booked9],
    ['c@example.org', cancelled9],
  ])
  const uidOf = (calendar: string) => /UID:(\S+)/.exec(calendar)?.[1]
  expect(uidOf(ours[1]!.calendar)).toBe(uidOf(ours[0]!.calendar))
})
