import { beforeEach, describe, expect, it } from 'vitest'
import type { KeptTime } from '../../shared/to-decide.ts'
import { addGroupService, fillSeats, groupOf, scheduleGroup } from '../support/group-session.ts'
import { MailServer } from '../support/mail-server.ts'
import {
  bookReachable,
  cancelByStudio,
  messagesOf,
  openMailStudio,
  reachable,
  sendLater,
} from '../support/mail-studio.ts'
import type { TestStudio } from '../support/open-test-studio.ts'
import { valueOf } from '../support/read-result.ts'

/*
 * It is Monday, 2 March, 08:00 in Berlin. A session is booked for 10:00 on Wednesday; then `agree` writes
 * that 09:00 was agreed, as if the rules of the clock had changed since.
 */
let server: MailServer
let studio: TestStudio

beforeEach(async () => {
  server = await MailServer.start()
  studio = openMailStudio(server.port, {}, 3)
})

const agree = (id: string, local = '2026-03-04T09:00') =>
  studio.app.database.prepare('UPDATE appointments SET local_start = ? WHERE id = ?').run(local, id)
const settle = (keep: KeptTime) =>
  studio.command('appointments.settleTimes', { keep, shown: { timesSettled: 1 } })
const move = (appointmentId: string, start: string, trainer: 'ana' | 'ben' = 'ana') => {
  const input = { appointmentId, trainerId: studio.people[trainer], start }
  return valueOf(studio.agree('appointments.reschedule', input))
}
const subjects = () => server.taken.map(({ headers }) => headers['subject'])
const newest = () => server.taken.at(-1)!
/** Books, lets the client hear of it, and lets the times part. */
const parted = async () => {
  const id = bookReachable(studio, '2026-03-04T10:00')
  await sendLater(studio, 3)
  agree(id)
  server.taken.length = 0
  return id
}

describe('what is told once it was decided', () => {
  it('the client and the trainer hear of it when the time they know changes', async () => {
    const email = { staffId: studio.people.staff.trainer.id, email: 'ana@example.org' }
    const wishes = { booked: true, moved: true, cancelled: true, withinHours: null }
    valueOf(studio.command('staff.saveMessages', { ...email, ...wishes }))
    const id = bookReachable(studio, '2026-03-04T10:00')
    await sendLater(studio, 3)
    agree(id)
    valueOf(settle('instant'))
    await sendLater(studio, 3)
    const now = 'Moved: Personal training, now Wednesday 4 March 2026, 10:00'
    expect(subjects().slice(2)).toEqual([now, now])
    expect(server.taken.at(-1)!.text).toContain(
      'your session of Wednesday 4 March 2026, 09:00 has been moved',
    )
  })

  it('nobody hears of it when the time they know stands, and later they are told the truth', async () => {
    const id = bookReachable(studio, '2026-03-04T10:00')
    await sendLater(studio, 3)
    agree(id)
    valueOf(settle('wall'))
    await sendLater(studio, 10)
    expect(subjects()).toHaveLength(1)
    valueOf(
      studio.agree('appointments.reschedule', {
        appointmentId: id,
        trainerId: studio.people.ana,
        start: '2026-03-04T12:00',
      }),
    )
    await sendLater(studio, 3)
    expect(server.taken.at(-1)!.text).toContain('your session of Wednesday 4 March 2026, 09:00')
  })

  it('what was undone before it left is never told', async () => {
    const id = bookReachable(studio, '2026-03-04T10:00')
    await sendLater(studio, 3)
    agree(id)
    const done = valueOf(settle('instant'))
    studio.deliver()
    valueOf(studio.undo(done.undo))
    await sendLater(studio, 10)
    expect(subjects()).toHaveLength(1)
  })
})

it('what was told of a decision that is taken back is what they know', async () => {
  await parted()
  const { undo } = valueOf(settle('instant'))
  await sendLater(studio, 3)
  valueOf(studio.undo(undo))
  await sendLater(studio, 30)
  valueOf(settle('wall'))
  await sendLater(studio, 3)
  expect(subjects()).toEqual([
    'Moved: Personal training, now Wednesday 4 March 2026, 10:00',
    'Moved: Personal training, now Wednesday 4 March 2026, 09:00',
  ])
})

it('a session that is cancelled after such a decision was told is known by that', async () => {
  const id = await parted()
  const { undo } = valueOf(settle('instant'))
  await sendLater(studio, 3)
  valueOf(studio.undo(undo))
  cancelByStudio(studio, id)
  await sendLater(studio, 3)
  expect(subjects().at(-1)).toBe('Cancelled: Personal training, Wednesday 4 March 2026, 10:00')
})

describe('while nobody has decided', () => {
  it('a message that would name the time waits, and says so, until somebody has', async () => {
    const id = bookReachable(studio, '2026-03-04T10:00')
    studio.deliver()
    agree(id)
    await sendLater(studio, 60)
    expect(subjects()).toEqual([])
    expect(messagesOf(studio)).toMatchObject([{ state: 'queued', attempts: 0, isUndecided: true }])
    valueOf(settle('wall'))
    await sendLater(studio, 3)
    expect(subjects()).toEqual(['Booked: Personal training, Wednesday 4 March 2026, 09:00'])
    expect(messagesOf(studio).map(({ isUndecided }) => isUndecided)).not.toContain(true)
  })

  it('a cancellation goes, and names the time that was agreed', async () => {
    cancelByStudio(studio, await parted())
    await sendLater(studio, 3)
    expect(subjects()).toEqual(['Cancelled: Personal training, Wednesday 4 March 2026, 09:00'])
  })

  it('a move is from the time that was agreed', async () => {
    move(await parted(), '2026-03-04T12:00')
    await sendLater(studio, 3)
    expect(newest().text).toContain('your session of Wednesday 4 March 2026, 09:00 has been moved.')
  })

  it('another trainer at the moment that was kept is another time for the client, too', async () => {
    move(await parted(), '2026-03-04T10:00', 'ben')
    await sendLater(studio, 3)
    expect(newest().text).toContain(
      'your session of Wednesday 4 March 2026, 09:00 has been moved. It is with Ben Okafor instead of Ana Ruiz.',
    )
  })

  it('a move that is taken back is told as what is decided then', async () => {
    const { undo } = move(await parted(), '2026-03-04T12:00')
    await sendLater(studio, 3)
    valueOf(studio.undo(undo))
    await sendLater(studio, 30)
    expect(subjects()).toHaveLength(1)
    valueOf(settle('wall'))
    await sendLater(studio, 3)
    expect(subjects().slice(1)).toEqual([
      'Moved: Personal training, now Wednesday 4 March 2026, 09:00',
    ])
    expect(newest().text).toContain('your session of Wednesday 4 March 2026, 12:00 has been moved')
  })

  it.each(['wall', 'instant'] as const)(
    'a move taken back in time is as if it had not been, and %s is told as ever',
    async (keep) => {
      const { undo } = move(await parted(), '2026-03-04T12:00')
      studio.deliver()
      valueOf(studio.undo(undo))
      await sendLater(studio, 30)
      valueOf(settle(keep))
      await sendLater(studio, 3)
      const moved = 'Moved: Personal training, now Wednesday 4 March 2026, 10:00'
      expect(subjects()).toEqual(keep === 'wall' ? [] : [moved])
    },
  )
})

describe('a reminder', () => {
  beforeEach(() => {
    const { date, policy } = valueOf(studio.call('policy.current', {}))
    const input = { effectiveFrom: date, policy: { ...policy, reminderHours: 24 } }
    valueOf(studio.command('policy.save', input))
  })
  const look = async (local: string) => {
    studio.at(local)
    await studio.app.reminders.look()
    await studio.app.sender.drain()
  }
  const reminded = 'Reminder: Personal training, Wednesday 4 March 2026, 09:00'

  it('of a time that is to be decided is not sent', async () => {
    await parted()
    await look('2026-03-03T10:00')
    await look('2026-03-04T08:30')
    expect(subjects()).toEqual([])
    expect(messagesOf(studio).filter(({ kind }) => kind === 'reminder')).toEqual([])
  })

  it.each([
    { keep: 'wall', says: [reminded], rule: 'names the agreed time, which nobody was told anew' },
    {
      keep: 'instant',
      says: ['Moved: Personal training, now Wednesday 4 March 2026, 10:00'],
      rule: 'is none when they were just told the other time',
    },
  ] as const)('of one that is decided inside its hours $rule', async ({ keep, says }) => {
    await parted()
    await look('2026-03-03T12:00')
    valueOf(settle(keep))
    await sendLater(studio, 3)
    await look('2026-03-03T12:10')
    await look('2026-03-04T08:30')
    expect(subjects()).toEqual(says)
  })

  it('that waits when the times part is set aside, and sent when the agreed one stands', async () => {
    const id = bookReachable(studio, '2026-03-04T10:00')
    await sendLater(studio, 3)
    server.taken.length = 0
    studio.at('2026-03-03T12:00')
    await studio.app.reminders.look()
    agree(id)
    await studio.app.sender.drain()
    expect(subjects()).toEqual([])
    expect(messagesOf(studio).at(-1)).toMatchObject({ kind: 'reminder', skipReason: 'outdated' })
    valueOf(settle('wall'))
    await sendLater(studio, 3)
    await look('2026-03-03T12:10')
    expect(subjects()).toEqual([reminded])
  })
})

describe('a seat that was offered', () => {
  let id: string
  const offer = () => {
    const [place] = groupOf(studio, id).waiting
    valueOf(studio.command('groups.offerSeat', { waitlistId: place!.id }))
  }

  beforeEach(async () => {
    const serviceId = addGroupService(studio, 1)
    id = scheduleGroup(studio, '2026-03-04T10:00', { serviceId })
    fillSeats(studio, id, 1)
    const { client } = reachable('Dora', 'dora@example.org')
    valueOf(studio.command('groups.joinWaitlist', { appointmentId: id, client }))
    cancelByStudio(studio, id, groupOf(studio, id).seats[0]!.id)
  })

  it.each([
    { keep: 'wall', says: [] },
    { keep: 'instant', says: ['the class of Wednesday 4 March 2026, 09:00 has been moved'] },
  ] as const)(
    'is at the time they were told, and $keep is told as it is',
    async ({ keep, says }) => {
      offer()
      await sendLater(studio, 3)
      agree(id)
      server.taken.length = 0
      valueOf(settle(keep))
      await sendLater(studio, 3)
      expect(server.taken.map(({ text }) => /the class of .* moved/.exec(text)?.[0])).toEqual(says)
    },
  )

  it('while the time is to be decided is not sent before', async () => {
    offer()
    studio.deliver()
    agree(id)
    await sendLater(studio, 30)
    expect(subjects()).toEqual([])
    valueOf(settle('instant'))
    await sendLater(studio, 3)
    expect(subjects()).toEqual(['A free seat: Pilates, Wednesday 4 March 2026, 10:00'])
  })

  it('in a class that is cancelled meanwhile is told by the agreed time', async () => {
    offer()
    await sendLater(studio, 3)
    agree(id)
    const whole = { appointmentId: id, reason: 'other', refund: false } as const
    valueOf(studio.command('groups.cancel', whole))
    await sendLater(studio, 3)
    expect(subjects().at(-1)).toBe('Cancelled: Pilates, Wednesday 4 March 2026, 09:00')
  })
})
