import { beforeEach, describe, expect, it } from 'vitest'
import type { Undo } from '../../shared/contract.ts'
import { contracts, type CommandName } from '../../shared/contracts.ts'
import { newId } from '../../shared/ids.ts'
import { bookSession, clientOf } from '../support/book-session.ts'
import { leavingAllAsItWas } from '../support/leaving-all-as-it-was.ts'
import { openTestStudio, type TestStudio } from '../support/open-test-studio.ts'
import { outcomeOf, refusalOf, valueOf } from '../support/read-result.ts'

let studio: TestStudio

beforeEach(() => {
  studio = openTestStudio()
  studio.signIn('manager')
})

const send = (name: CommandName, input: object) => studio.send({ name, input, commandId: newId() })
const manage = () => valueOf(studio.call('catalog.manage', {}))
const service = () => manage().services.find(({ id }) => id === studio.people.training)!
const trainer = () => manage().trainers.find(({ id }) => id === studio.people.ana)!
const member = () =>
  valueOf(studio.call('staff.members', {})).find(({ id }) => id === studio.people.staff.desk.id)!

/** An edit of each kind: what it shows, and a change of it by its number. */
const edits: Readonly<
  Record<string, () => { name: CommandName; version: () => number; input: (nth: number) => object }>
> = {
  'a client': () => {
    const clientId = clientOf(studio, bookSession(studio, '2026-03-04T12:00'))
    return {
      name: 'clients.update',
      version: () => valueOf(studio.call('clients.get', { clientId })).version,
      input: (nth) => ({ clientId, name: `Cleo ${'I'.repeat(nth)}` }),
    }
  },
  'a member of staff': () => ({
    name: 'staff.change',
    version: () => member().version,
    input: (nth) => ({
      staffId: studio.people.staff.desk.id,
      name: `Dana ${'I'.repeat(nth)}`,
      role: 'front_desk',
      trainerId: null,
    }),
  }),
  'a service': () => ({
    name: 'catalog.changeService',
    version: () => service().version,
    input: (nth) => {
      const { id: serviceId, ...rest } = service()
      return { ...rest, serviceId, priceMinor: 5_500 + nth }
    },
  }),
  'a trainer': () => ({
    name: 'catalog.changeTrainer',
    version: () => trainer().version,
    input: (nth) => ({ trainerId: studio.people.ana, name: `Ana ${'I'.repeat(nth)}`, hue: 1 }),
  }),
  'the hours of a trainer': () => ({
    name: 'catalog.setWeek',
    version: () => trainer().version,
    input: (nth) => ({
      trainerId: studio.people.ana,
      week: Array.from({ length: 7 }, () => [[600, 660 + nth]]),
    }),
  }),
  'a room': () => {
    const { id: roomId } = valueOf(
      studio.command('catalog.addRoom', { name: 'Hall', kind: 'room' }),
    )
    return {
      name: 'catalog.changeRoom',
      version: () => manage().rooms.find(({ id }) => id === roomId)!.version,
      input: (nth) => ({ roomId, name: `Hall ${'I'.repeat(nth)}`, kind: 'room' }),
    }
  },
  'a session that is moved': () => {
    const appointmentId = bookSession(studio, '2026-03-05T09:00')
    return {
      name: 'appointments.reschedule',
      version: () => valueOf(studio.call('appointments.get', { appointmentId })).version,
      input: (nth) => ({
        appointmentId,
        trainerId: studio.people.ana,
        start: `2026-03-05T${String(10 + nth)}:00`,
      }),
    }
  },
}

describe.each(Object.entries(edits))('%s, edited in two windows', (_, edit) => {
  it('keeps what the first has saved: the second is told, and may save on what is there now', () => {
    const { name, version, input } = edit()
    const expectedVersion = version()
    valueOf(send(name, { ...input(1), expectedVersion }))
    const refused = leavingAllAsItWas(studio, () =>
      refusalOf(send(name, { ...input(2), expectedVersion })),
    )
    expect(refused).toMatchObject({
      code: 'changed_since',
      details: { shown: expectedVersion, now: version() },
    })
    expect(outcomeOf(send(name, { ...input(2), expectedVersion: version() }))).toBe('ok')
  })

  it('is not undone over what came after', () => {
    const { name, version, input } = edit()
    const first = valueOf(send(name, input(1))) as { undo?: Undo | null; version?: number }
    valueOf(send(name, { ...input(2), expectedVersion: version() }))
    // A client's own undo is made in the window, from what was answered: people are not remembered.
    const undo = first.undo ?? {
      command: name,
      input: { ...input(3), expectedVersion: first.version },
    }
    leavingAllAsItWas(studio, () =>
      expect(['changed_since', 'undo_overtaken']).toContain(outcomeOf(studio.undo(undo))),
    )
  })

  it('is undone and done again as long as nobody else touched it', () => {
    const { name, input } = edit()
    if (name === 'clients.update') return
    const { undo } = valueOf(send(name, input(1))) as { undo: Undo }
    const { undo: again } = valueOf(studio.undo(undo)) as { undo: Undo }
    expect(outcomeOf(studio.undo(again))).toBe('ok')
  })
})

describe('a version', () => {
  it('says nothing of what is not edited: a sign-in, a check-in', () => {
    const { version } = member()
    studio.signIn('desk')
    studio.signIn('manager')
    expect(member().version).toBe(version)
    const appointmentId = bookSession(studio, '2026-03-02T09:00')
    const get = () => valueOf(studio.call('appointments.get', { appointmentId })).version
    const before = get()
    valueOf(studio.command('appointments.checkIn', { appointmentId }))
    expect(get()).toBe(before)
  })

  it('of a card of the day is that of its session', () => {
    const appointmentId = bookSession(studio, '2026-03-02T09:00')
    const { appointments } = valueOf(studio.call('appointments.day', { date: '2026-03-02' }))
    const { version } = valueOf(studio.call('appointments.get', { appointmentId }))
    expect(appointments.map((card) => card.version)).toEqual([version])
  })

  it('goes with every command that names what it edits', () => {
    const named = Object.entries(contracts).filter(
      ([, contract]) => contract.kind === 'command' && contract.edits !== undefined,
    )
    for (const [name, { input }] of named) {
      expect([name, 'expectedVersion' in (input as { shape: object }).shape]).toEqual([name, true])
    }
    expect(named).toHaveLength(7)
  })

  it('is refused on a series that goes back over a date moved by hand', () => {
    const cleo = clientOf(studio, bookSession(studio, '2026-03-02T08:00'))
    valueOf(
      studio.command('series.create', {
        clientId: cleo,
        serviceId: studio.people.training,
        trainerId: studio.people.ana,
        start: '2026-03-11T09:00',
        weekdays: [3],
        intervalWeeks: 1,
        until: { kind: 'count', count: 3 },
      }),
    )
    const [first, second] = studio.rows<{ id: string }>(
      'SELECT id FROM appointments WHERE series_id IS NOT NULL ORDER BY start_time',
    )
    const later = { trainerId: studio.people.ana, time: '11:00' }
    const { undo } = valueOf(
      studio.agree('series.changeFollowing', { appointmentId: first!.id, ...later }),
    )
    const byHand = { trainerId: studio.people.ana, start: '2026-03-18T15:00' }
    valueOf(studio.agree('appointments.reschedule', { appointmentId: second!.id, ...byHand }))
    leavingAllAsItWas(studio, () => expect(outcomeOf(studio.undo(undo))).toBe('series_conflict'))
  })
})
