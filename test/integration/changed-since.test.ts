import { beforeEach, describe, expect, it } from 'vitest'
import type { Undo } from '../../shared/contract.ts'
import { contracts, type CommandName } from '../../shared/contracts.ts'
import { newId } from '../../shared/ids.ts'
import { minor } from '../../shared/money.ts'
import { pruneLog } from '../../main/events/prune-log.ts'
import { bookSession, clientOf } from '../support/book-session.ts'
import { addGroupService, scheduleGroup } from '../support/group-session.ts'
import { leavingAllAsItWas } from '../support/leaving-all-as-it-was.ts'
import { plainSettings, toldOfAll } from '../support/mail-studio.ts'
import { openTestStudio, type TestStudio } from '../support/open-test-studio.ts'
import { outcomeOf, refusalOf, valueOf } from '../support/read-result.ts'
import { offerProduct, packageDraft } from '../support/sell-package.ts'

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

const theStudio = () => {
  const status = valueOf(studio.call('studio.status', {}))
  if (status.state !== 'ready') throw new Error('There is no studio.')
  return status.studio
}
/** Edits that no undo takes back: people, passwords, money and what was agreed are changed anew instead. */
const notUndone = new Set<CommandName>([
  'clients.update',
  'messages.saveSettings',
  'packages.changeProduct',
  'earnings.setRate',
])
const editorOf = (name: CommandName) =>
  name === 'series.changeFollowing' ? null : studio.session.current!.name

const sessionsOfSeries = () =>
  studio.rows<{ id: string }>(
    'SELECT id FROM appointments WHERE series_id IS NOT NULL ORDER BY start_time',
  )

/** Three Wednesdays from 11 March on, at nine; the first of them. */
function bookSeries(): string {
  const booked = {
    clientId: clientOf(studio, bookSession(studio, '2026-03-02T08:00')),
    serviceId: studio.people.training,
    trainerId: studio.people.ana,
    start: '2026-03-11T09:00',
    weekdays: [3],
    intervalWeeks: 1,
    until: { kind: 'count' as const, count: 3 },
  }
  valueOf(studio.command('series.create', booked))
  return sessionsOfSeries()[0]!.id
}

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
    version: () => trainer().weekVersion,
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

/** Something to change by its number, of settings that there is one of. */
const more: typeof edits = {
  'the hours of one date': () => {
    const of = { trainerId: studio.people.ana, date: '2026-03-09' }
    return {
      name: 'catalog.setOverride',
      version: () => manage().overrides.find(({ date }) => date === of.date)?.version ?? 0,
      input: (nth) => ({ ...of, spans: [[600, 660 + nth]] }),
    }
  },
  'the seats of a class': () => {
    const serviceId = addGroupService(studio)
    const appointmentId = scheduleGroup(studio, '2026-03-06T12:00', { serviceId })
    return {
      name: 'groups.changeCapacity',
      version: () => valueOf(studio.call('groups.get', { appointmentId })).capacityVersion,
      input: (nth) => ({ appointmentId, capacity: 10 + nth }),
    }
  },
  'the rest of a series': () => {
    const appointmentId = bookSeries()
    return {
      name: 'series.changeFollowing',
      version: () => valueOf(studio.call('series.get', { appointmentId }))!.version,
      input: (nth) => ({ appointmentId, trainerId: studio.people.ana, time: `1${nth}:00` }),
    }
  },
  'what somebody is told': () => {
    const staffId = studio.people.staff.trainer.id
    return {
      name: 'staff.saveMessages',
      version: () => valueOf(studio.call('staff.messages', { staffId })).version,
      input: (nth) => ({ staffId, ...toldOfAll, withinHours: nth }),
    }
  },
  'the policy': () => {
    const { date: effectiveFrom, policy } = valueOf(studio.call('policy.current', {}))
    return {
      name: 'policy.save',
      version: () => valueOf(studio.call('policy.current', {})).version,
      input: (nth) => ({ effectiveFrom, policy: { ...policy, forgivenNoShows: 5 + nth } }),
    }
  },
  'the name of the studio': () => ({
    name: 'studio.rename',
    version: () => theStudio().nameVersion,
    input: (nth) => ({ name: `Studio ${'I'.repeat(nth)}` }),
  }),
  'its country': () => ({
    name: 'studio.setCountry',
    version: () => theStudio().countryVersion,
    input: (nth) => ({ country: ['AT', 'CH', 'FR'][nth - 1] }),
  }),
  'a package that is sold': () => {
    const productId = offerProduct(studio, packageDraft())
    const now = () =>
      valueOf(studio.call('packages.products', {})).find(
        ({ id, replaces }) => id === productId || replaces.includes(productId),
      )!
    return {
      name: 'packages.changeProduct',
      version: () => now().version,
      input: (nth) => ({
        // The first two windows both show the first form of it.
        productId: now().id,
        product: packageDraft({ name: `Ten ${'I'.repeat(nth)}` }),
      }),
    }
  },
  'what a trainer is paid': () => {
    const trainerId = studio.people.ana
    const rates = () => valueOf(studio.call('earnings.rates', {}))
    return {
      name: 'earnings.setRate',
      version: () => rates().find((rate) => rate.trainerId === trainerId)!.version,
      input: (nth) => ({
        trainerId,
        effectiveFrom: `2026-03-0${2 + nth}`,
        rate: { kind: 'flat', value: 2_000 + nth },
      }),
    }
  },
  'how e-mail is sent': () => ({
    name: 'messages.saveSettings',
    version: () => valueOf(studio.call('messages.settings', {}))?.version ?? 0,
    input: (nth) => plainSettings(nth),
  }),
}
const everything = { ...edits, ...more }

describe.each(Object.entries(everything))('%s, edited in two windows', (_, edit) => {
  it('keeps what the first has saved: the second is told, and may save on what is there now', () => {
    const { name, version, input } = edit()
    const expectedVersion = version()
    valueOf(send(name, { ...input(1), expectedVersion }))
    const refused = leavingAllAsItWas(studio, () =>
      refusalOf(send(name, { ...input(2), expectedVersion })),
    )
    expect(refused).toMatchObject({
      code: 'changed_since',
      details: { shown: expectedVersion, now: version(), by: editorOf(name) },
    })
    expect(outcomeOf(send(name, { ...input(2), expectedVersion: version() }))).toBe('ok')
  })

  it('is not undone over what came after', () => {
    const { name, version, input } = edit()
    const first = valueOf(send(name, { ...input(1), expectedVersion: version() })) as {
      undo?: Undo | null
      version?: number
    } | null
    valueOf(send(name, { ...input(2), expectedVersion: version() }))
    // Made in the window from what was answered, or not at all: people and passwords are not remembered.
    const undo =
      name === 'clients.update'
        ? { command: name, input: { ...input(3), expectedVersion: first!.version } }
        : first?.undo
    if (notUndone.has(name) && name !== 'clients.update') return
    leavingAllAsItWas(studio, () =>
      expect(['changed_since', 'undo_overtaken', 'series_conflict']).toContain(
        outcomeOf(studio.undo(undo!)),
      ),
    )
  })

  it('is undone and done again as long as nobody else touched it', () => {
    const { name, version, input } = edit()
    if (notUndone.has(name)) return
    const { undo } = valueOf(send(name, { ...input(1), expectedVersion: version() })) as {
      undo: Undo
    }
    const { undo: again } = valueOf(studio.undo(undo)) as { undo: Undo }
    expect(outcomeOf(studio.undo(again))).toBe('ok')
  })

  it('is refused without a version, and with one of before it went into an archive', async () => {
    const { name, version, input } = edit()
    const seen = version()
    expect(outcomeOf(send(name, input(1)))).toBe('invalid_input')
    valueOf(send(name, { ...input(1), expectedVersion: seen }))
    const now = version()
    // Something newer: the newest event is never archived.
    valueOf(studio.command('clients.register', { name: 'Lena Later' }))
    studio.deliver()
    await pruneLog(studio.app.work, studio.app.bus, 1_000_000)
    expect(version()).toBe(now)
    expect(outcomeOf(send(name, { ...input(2), expectedVersion: seen }))).toBe('changed_since')
    expect(outcomeOf(send(name, { ...input(2), expectedVersion: now }))).toBe('ok')
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
    expect(named.map(([name]) => name).toSorted()).toEqual(
      // Merging two is tried by itself, below.
      [...Object.values(everything).map((edit) => edit().name), 'clients.merge'].toSorted(),
    )
  })

  it('of two clients who are merged is that of both', () => {
    const keepId = clientOf(studio, bookSession(studio, '2026-03-04T12:00'))
    const mergeId = valueOf(studio.command('clients.register', { name: 'Cleo Twin' })).clientId
    const fields = { name: 'keep', phone: 'merge', email: 'keep' } as const
    for (const clientId of [keepId, mergeId]) {
      const { keep, merge } = valueOf(studio.call('clients.mergePreview', { keepId, mergeId }))
      valueOf(studio.command('clients.update', { clientId, name: 'Cleo', phone: '030 123456' }))
      const input = { keepId, mergeId, fields, expectedVersion: keep.version + merge.version }
      leavingAllAsItWas(studio, () =>
        expect(outcomeOf(studio.command('clients.merge', input))).toBe('changed_since'),
      )
    }
    expect(outcomeOf(studio.command('clients.merge', { keepId, mergeId, fields }))).toBe('ok')
  })

  it('says who has changed a package, also to whoever shows its former form', () => {
    const productId = offerProduct(studio, packageDraft())
    const change = { productId, product: packageDraft({ priceMinor: minor(45_000) }) }
    valueOf(studio.command('packages.changeProduct', change))
    expect(
      refusalOf(send('packages.changeProduct', { ...change, expectedVersion: 1 })),
    ).toMatchObject({
      code: 'changed_since',
      details: { shown: 1, now: 2, by: studio.session.current!.name },
    })
  })

  it('is refused on a series that goes back over a date moved by hand', () => {
    const appointmentId = bookSeries()
    const [, second] = sessionsOfSeries()
    const later = { trainerId: studio.people.ana, time: '11:00' }
    const { undo } = valueOf(studio.agree('series.changeFollowing', { appointmentId, ...later }))
    const byHand = { trainerId: studio.people.ana, start: '2026-03-18T15:00' }
    valueOf(studio.agree('appointments.reschedule', { appointmentId: second!.id, ...byHand }))
    leavingAllAsItWas(studio, () => expect(outcomeOf(studio.undo(undo))).toBe('series_conflict'))
  })
})
