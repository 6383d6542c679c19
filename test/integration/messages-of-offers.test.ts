import { beforeEach, describe, expect, it } from 'vitest'
import { addGroupService, groupOf, scheduleGroup } from '../support/group-session.ts'
import {
  cancelByStudio,
  messagesOf,
  openMailStudio,
  reachable,
  sendLater,
  toldBy,
} from '../support/mail-studio.ts'
import { MailServer } from '../support/mail-server.ts'
import type { TestStudio } from '../support/open-test-studio.ts'
import { valueOf } from '../support/read-result.ts'

let server: MailServer
let studio: TestStudio
let id: string

beforeEach(async () => {
  server = await MailServer.start()
  studio = openMailStudio(server.port, {}, 3)
  const serviceId = addGroupService(studio, 2)
  id = scheduleGroup(studio, '2026-03-04T09:00', { serviceId })
})

const later = (minutes: number) => sendLater(studio, minutes)
const told = () => toldBy(server)
const move = (start: string) => {
  const input = { appointmentId: id, trainerId: studio.people.ana, start }
  return valueOf(studio.agree('appointments.reschedule', input))
}
const giveTo = (trainer: 'ana' | 'ben') => {
  const input = {
    appointmentId: id,
    trainerId: studio.people[trainer],
    start: '2026-03-04T09:00' as const,
  }
  return valueOf(studio.agree('appointments.reschedule', input))
}
const cancelClass = () =>
  valueOf(
    studio.command('groups.cancel', { appointmentId: id, reason: 'studio_closed', refund: false }),
  )

describe('a class', () => {
  const guest = (name: string, email: string) => reachable(name, email).client
  const seat = (name: string, email = `${name.toLowerCase()}@example.org`) =>
    valueOf(studio.command('groups.addSeat', { appointmentId: id, client: guest(name, email) }))
      .seatId
  const wait = (name: string) =>
    valueOf(
      studio.command('groups.joinWaitlist', {
        appointmentId: id,
        client: guest(name, `${name.toLowerCase()}@example.org`),
      }),
    ).waitlistId

  it.each([
    { what: 'the seat was taken', act: () => void seat('Carl'), reason: 'seat_taken' },
    {
      what: 'the class was cancelled',
      act: () => void cancelClass(),
      reason: 'cancelled',
    },
    {
      what: 'the class was moved',
      act: () => void move('2026-03-05T09:00'),
      reason: 'moved',
    },
    {
      what: 'they left the line',
      act: (waitlistId: string) => void studio.command('groups.leaveWaitlist', { waitlistId }),
      reason: 'not_waiting',
    },
    {
      what: 'they got the seat',
      act: (waitlistId: string) =>
        void studio.command('groups.addSeat', {
          appointmentId: id,
          client: {
            kind: 'existing',
            clientId: groupOf(studio, id).waiting.find((one) => one.id === waitlistId)!.clientId,
          },
        }),
      reason: 'not_waiting',
    },
  ])('an offer is not sent once $what', async ({ act, reason }) => {
    const first = seat('Ada')
    seat('Bea')
    const waitlistId = wait('Dora')
    await later(3)
    cancelByStudio(studio, id, first)
    valueOf(studio.command('groups.offerSeat', { waitlistId }))
    studio.deliver()
    act(waitlistId)
    await later(3)
    expect(told().filter((line) => line.endsWith('A free seat'))).toEqual([])
    expect(messagesOf(studio).find(({ kind }) => kind === 'waitlist_offer')).toMatchObject({
      state: 'skipped',
      skipReason: reason,
    })
  })

  describe('a seat that somebody was told of', () => {
    const give = (waitlistId: string) => {
      const { clientId } = groupOf(studio, id).waiting.find((one) => one.id === waitlistId)!
      const client = { kind: 'existing' as const, clientId }
      valueOf(studio.command('groups.addSeat', { appointmentId: id, client }))
    }
    const offered = async () => {
      const first = seat('Ada')
      seat('Bea')
      const waitlistId = wait('Dora')
      await later(3)
      cancelByStudio(studio, id, first)
      valueOf(studio.command('groups.offerSeat', { waitlistId }))
      await later(3)
      expect(toDora()).toEqual(['A free seat'])
      return waitlistId
    }
    const toDora = () =>
      told()
        .filter((line) => line.startsWith('dora '))
        .map((line) => line.slice(5))

    it.each([
      { what: 'taken', act: () => void seat('Carl'), says: ['Seat taken'] },
      { what: 'cancelled', act: () => void cancelClass(), says: ['Cancelled'] },
      { what: 'moved', act: () => void move('2026-03-05T09:00'), says: ['A free seat'] },
      { what: 'with another trainer', act: () => void giveTo('ben'), says: ['Changed'] },
      {
        what: 'with another trainer and taken',
        act: () => {
          giveTo('ben')
          seat('Carl')
        },
        says: ['Seat taken'],
      },
      {
        what: 'with another trainer and back in time',
        act: () => {
          giveTo('ben')
          giveTo('ana')
        },
        says: [],
      },
      {
        what: 'taken by one seat less',
        act: () => {
          const { capacityVersion: expectedVersion } = groupOf(studio, id)
          const fewer = { appointmentId: id, capacity: 1, expectedVersion }
          valueOf(studio.command('groups.changeCapacity', fewer))
        },
        says: ['Seat taken'],
      },
      { what: 'theirs', act: give, says: ['Booked'] },
      {
        what: 'not wanted by them',
        act: (waitlistId: string) => void studio.command('groups.leaveWaitlist', { waitlistId }),
        says: [],
      },
      {
        what: 'taken and free again in time',
        act: () => void cancelByStudio(studio, id, seat('Carl')),
        says: [],
      },
      {
        what: 'cancelled and put back in time',
        act: () => void valueOf(studio.undo(cancelClass().undo)),
        says: [],
      },
    ])('and that is $what is never left as it was told, and said once', async ({ act, says }) => {
      const waitlistId = await offered()
      act(waitlistId)
      await later(3)
      await later(60)
      expect(toDora().slice(1)).toEqual(says)
    })

    it('in a class that changed is told what has changed, and no more', async () => {
      await offered()
      const room = valueOf(studio.command('catalog.addRoom', { name: 'Hall', kind: 'room' })).id
      const { serviceId } = studio.rows<{ serviceId: string }>(
        'SELECT service_id AS serviceId FROM appointments WHERE id = ?',
        id,
      )[0]!
      studio.app.database.prepare('INSERT INTO service_rooms VALUES (?, ?)').run(serviceId, room)
      giveTo('ben')
      await later(3)
      expect(server.taken.at(-1)!.text.split('\n\n').slice(1, 4)).toEqual([
        'there is a change to the class in which we offered you a seat, which is still free. It is with Ben Okafor instead of Ana Ruiz. It is in Hall.',
        'It is now:',
        'Pilates with Ben Okafor\nWednesday 4 March 2026, 09:00 to 10:00 (Europe/Berlin time)\nHall',
      ])
    })

    it('and taken while they did not wait is told when they wait again', async () => {
      valueOf(studio.command('groups.leaveWaitlist', { waitlistId: await offered() }))
      seat('Carl')
      await later(3)
      const [dora] = studio.rows<{ id: string }>(`SELECT id FROM clients WHERE name = 'Dora'`)
      const client = { kind: 'existing' as const, clientId: dora!.id }
      valueOf(studio.command('groups.joinWaitlist', { appointmentId: id, client }))
      await later(3)
      expect(toDora()).toEqual(['A free seat', 'Seat taken'])
    })

    it('is followed on where the line broke after the server took the offer', async () => {
      const first = seat('Ada')
      seat('Bea')
      const waitlistId = wait('Dora')
      await later(3)
      cancelByStudio(studio, id, first)
      await later(3)
      // It is gone before it answers, and puts the second try off: it has the first one.
      server.beforeAnswer = () => server.down()
      valueOf(studio.command('groups.offerSeat', { waitlistId }))
      await later(3)
      server.beforeAnswer = () => {}
      server.toRecipient = () => '450 Greylisted'
      await server.up()
      await later(20)
      server.toRecipient = () => undefined
      cancelClass()
      await later(30)
      expect(toDora().at(-1)).toBe('Cancelled')
    })

    it('at another time is offered for that one, and followed on', async () => {
      await offered()
      move('2026-03-05T09:00')
      await later(3)
      expect(server.taken.at(-1)!.text).toContain('has been moved, and there is a free seat')
      expect(server.taken.at(-1)!.text).toContain('Thursday 5 March 2026, 09:00')
      seat('Carl')
      await later(3)
      move('2026-03-06T09:00')
      await later(3)
      expect(toDora()).toEqual(['A free seat', 'A free seat', 'Seat taken'])
    })

    it('is told again when what had taken it is undone', async () => {
      await offered()
      const carl = guest('Carl', 'carl@example.org')
      const { undo } = valueOf(
        studio.command('groups.addSeat', { appointmentId: id, client: carl }),
      )
      await later(3)
      valueOf(studio.undo(undo))
      await later(3)
      expect(toDora()).toEqual(['A free seat', 'Seat taken', 'A free seat'])
    })

    it('is told again when one more was taken out of the class by mistake', async () => {
      await offered()
      const { capacityVersion: expectedVersion } = groupOf(studio, id)
      const fewer = { appointmentId: id, capacity: 1, expectedVersion }
      const { undo } = valueOf(studio.command('groups.changeCapacity', fewer))
      await later(3)
      valueOf(studio.undo(undo))
      await later(3)
      expect(toDora()).toEqual(['A free seat', 'Seat taken', 'A free seat'])
    })

    it('and taken is theirs to hear of again only once nobody who waits before them could have it', async () => {
      const first = seat('Ada')
      const second = seat('Bea')
      const eve = wait('Eve')
      const waitlistId = wait('Dora')
      cancelByStudio(studio, id, first)
      valueOf(studio.command('groups.offerSeat', { waitlistId }))
      await later(3)
      seat('Carl')
      await later(3)
      cancelByStudio(studio, id, second)
      await later(3)
      expect(toDora()).toEqual(['A free seat', 'Seat taken'])
      valueOf(studio.command('groups.leaveWaitlist', { waitlistId: eve }))
      await later(3)
      expect(toDora()).toEqual(['A free seat', 'Seat taken', 'A free seat'])
    })

    it('of a class that is put back after they were told of its end is offered again', async () => {
      await offered()
      const { undo } = cancelClass()
      await later(3)
      valueOf(studio.undo(undo))
      await later(3)
      expect(toDora()).toEqual(['A free seat', 'Cancelled', 'A free seat'])
    })
  })
})
