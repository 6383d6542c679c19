import ICAL from 'ical.js'
import { beforeEach, describe, expect, it } from 'vitest'
import { addGroupService, groupOf, scheduleGroup } from '../support/group-session.ts'
import {
  cancelByStudio,
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
const cancelClass = () =>
  valueOf(
    studio.command('groups.cancel', { appointmentId: id, reason: 'studio_closed', refund: false }),
  )

describe('a class', () => {
  const guest = (name: string, email: string) => reachable(name, email).client
  const seat = (name: string, email = `${name.toLowerCase()}@example.org`) =>
    valueOf(studio.command('groups.addSeat', { appointmentId: id, client: guest(name, email) }))
      .seatId

  it('that is cancelled and put back tells each client once of each', async () => {
    seat('Ada')
    seat('Bea')
    await later(3)
    const off = cancelClass()
    await later(3)
    valueOf(studio.undo(off.undo))
    await later(3)
    await later(60)
    expect(told().toSorted()).toEqual([
      'ada Booked',
      'ada Booked',
      'ada Cancelled',
      'bea Booked',
      'bea Booked',
      'bea Cancelled',
    ])
    // Inside the delay: nobody hears anything.
    studio.undo(cancelClass().undo)
    await later(60)
    expect(server.taken).toHaveLength(6)
  })

  it('tells who was merged before anybody heard of their seat at the address that stays', async () => {
    const seatId = seat('Cleo')
    const clientIn = (seats: { readonly id: string; readonly clientId: string }[]) =>
      seats.find((one) => one.id === seatId)!.clientId
    const mergeId = clientIn([...groupOf(studio, id).seats])
    const { clientId: keepId } = valueOf(
      studio.command('clients.register', guest('Cleo', 'stays@example.org').client),
    )
    const fields = { name: 'keep', phone: 'keep', email: 'keep' } as const
    valueOf(studio.command('clients.merge', { keepId, mergeId, fields }))
    await later(3)
    expect(told()).toEqual(['stays Booked'])
  })

  it.each([
    { last: 'the seat of who goes is called off', order: ['stays', 'goes', 'off goes'], more: 1 },
    { last: 'the seat of who stays is called off', order: ['stays', 'goes', 'off stays'], more: 1 },
    { last: 'the one who stays is booked', order: ['goes', 'off goes', 'stays'], more: 0 },
  ] as const)('tells one person who was entered twice how it stands when $last', async (row) => {
    const register = (name: string) =>
      valueOf(studio.command('clients.register', guest(name, 'cleo@example.org').client)).clientId
    const clients = { stays: register('Cleo Client'), goes: register('Cleo Clarke') }
    const seats: Record<string, string> = {}
    for (const act of row.order) {
      const [who, off] = act.split(' ').toReversed() as ['stays' | 'goes', string | undefined]
      const client = { kind: 'existing', clientId: clients[who] } as const
      if (off) cancelByStudio(studio, id, seats[who])
      else {
        const input = { appointmentId: id, client }
        seats[who] = valueOf(studio.command('groups.addSeat', input)).seatId
      }
      await later(3)
    }
    const before = told().length
    const fields = { name: 'keep', phone: 'keep', email: 'keep' } as const
    const ids = { keepId: clients.stays, mergeId: clients.goes }
    valueOf(studio.command('clients.merge', { ...ids, fields }))
    await later(3)
    await later(60)
    expect(told().slice(before)).toEqual(Array.from({ length: row.more }, () => 'cleo Booked'))
    expect(told().at(-1)).toBe('cleo Booked')
  })

  it('that is moved is told to who had a seat then, as moved, and to who came later, as booked', async () => {
    seat('Ada')
    await later(3)
    move('2026-03-05T09:00')
    studio.clock.advance({ minutes: 1 })
    seat('Bea')
    await later(3)
    expect(told()).toEqual(['ada Booked', 'ada Moved', 'bea Booked'])
  })

  it('that is moved after the clock was set back is told to who had a seat, and to nobody else', async () => {
    studio.at('2026-03-02T12:00')
    studio.signIn('manager')
    seat('Ada')
    await later(3)
    studio.at('2026-03-02T11:30')
    studio.signIn('manager')
    move('2026-03-05T09:00')
    await later(3)
    expect(told()).toEqual(['ada Booked', 'ada Moved'])

    studio.at('2026-03-02T13:00')
    studio.signIn('manager')
    move('2026-03-06T09:00')
    studio.at('2026-03-02T12:30')
    studio.signIn('manager')
    seat('Bea')
    await later(60)
    expect(told().slice(2)).toEqual(['ada Moved', 'bea Booked'])
  })

  describe('in clients’ own calendars', () => {
    const entries = () =>
      server.taken.map(({ to, calendar }) => {
        const event = new ICAL.Event(
          new ICAL.Component(ICAL.parse(calendar)).getFirstSubcomponent('vevent')!,
        )
        const status = event.component.getFirstPropertyValue('status') as string
        return { to, uid: event.uid, sequence: event.sequence, status }
      })

    it('is one entry per person, whose number rises whatever becomes of seat and class', async () => {
      const ada = seat('Ada', 'family@example.org')
      seat('Bea', 'family@example.org')
      await later(3)
      move('2026-03-05T09:00')
      await later(3)
      cancelByStudio(studio, id, ada)
      await later(3)
      const off = cancelClass()
      await later(3)
      studio.undo(off.undo)
      await later(3)
      const all = entries()
      const uids = [...new Set(all.map(({ uid }) => uid))]
      expect(uids).toHaveLength(2)
      for (const uid of uids) {
        const numbers = all.filter((entry) => entry.uid === uid).map(({ sequence }) => sequence)
        expect(numbers).toEqual([...new Set(numbers)].toSorted((a, b) => a - b))
      }
      const last = uids.map((uid) => all.findLast((entry) => entry.uid === uid)!.status)
      expect(last.toSorted()).toEqual(['CANCELLED', 'CONFIRMED'])
    })

    it('goes on under the id it was sent with before each had their own', async () => {
      seat('Ada')
      await later(3)
      // As an older FitFlow left it: the session's id and a small number.
      studio.app.database
        .prepare('UPDATE told_sessions SET uid = appointment_id, sequence = 2')
        .run()
      cancelClass()
      await later(3)
      expect(entries().at(-1)).toMatchObject({ uid: id, status: 'CANCELLED' })
      expect(entries().at(-1)!.sequence).toBeGreaterThan(2)
    })

    it('where two of a family were sent one entry, the cancellation of one leaves it to the other', async () => {
      const ada = seat('Ada', 'family@example.org')
      seat('Bea', 'Family@example.org')
      await later(3)
      studio.app.database
        .prepare('UPDATE told_sessions SET uid = appointment_id, sequence = 2')
        .run()
      cancelByStudio(studio, id, ada)
      await later(3)
      expect(server.taken.at(-1)!.headers['subject']).toContain('Cancelled')
      expect(server.taken.at(-1)!.calendar).toBe('')
    })
  })
})
