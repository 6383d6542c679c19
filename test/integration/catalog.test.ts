import { beforeEach, describe, expect, it } from 'vitest'
import type { CommandName } from '../../shared/contracts.ts'
import { newId } from '../../shared/ids.ts'
import type { WeekHours } from '../../shared/manage-catalog.ts'
import { minor } from '../../shared/money.ts'
import type { Seen } from '../support/as-seen.ts'
import { bookingInput, bookSession } from '../support/book-session.ts'
import { openTestStudio, type TestStudio } from '../support/open-test-studio.ts'
import { outcomeOf, refusalOf, valueOf } from '../support/read-result.ts'

let studio: TestStudio
const monday = '2026-03-02'

beforeEach(() => {
  studio = openTestStudio()
  studio.signIn('manager')
})

const managed = () => valueOf(studio.call('catalog.manage', {}))
const trainerOf = (id: string) => managed().trainers.find((trainer) => trainer.id === id)!
const serviceOf = (id: string) => managed().services.find((service) => service.id === id)!
const book = (start: string, changes: object = {}) =>
  studio.command('appointments.create', bookingInput(studio, start, changes))
const mornings = (): WeekHours => [[[480, 720]], [], [], [], [], [], []]
const stretching = () => {
  const service = serviceOf(studio.people.stretching)
  return { ...service, serviceId: service.id, roomIds: [...service.roomIds] }
}

/** One change of each kind, made when its test runs. */
const changes: {
  readonly [N in CommandName]?: () => Seen<N>
} = {
  'catalog.addTrainer': () => ({ name: 'Cara', hue: 3, week: mornings() }),
  'catalog.changeTrainer': () => ({ trainerId: studio.people.ana, name: 'Ana R.', hue: 5 }),
  'catalog.setWeek': () => ({ trainerId: studio.people.ana, week: mornings() }),
  'catalog.setOverride': () => ({
    trainerId: studio.people.ana,
    date: '2026-03-04',
    spans: [[600, 700]],
  }),
  'catalog.addTimeOff': () => ({
    trainerId: studio.people.ana,
    start: '2026-03-04T00:00',
    end: '2026-03-06T00:00',
    reason: 'Holiday',
  }),
  'catalog.addClosure': () => ({
    start: '2026-03-04T00:00',
    end: '2026-03-05T00:00',
    reason: 'Repairs',
  }),
  'catalog.addRoom': () => ({ name: 'Blue room', kind: 'room' }),
  'catalog.addService': () => ({ ...stretching(), name: 'Yoga', capacity: 8 }),
  'catalog.changeService': () => ({
    ...stretching(),
    name: 'Long stretch',
    durationMinutes: 50,
    priceMinor: minor(4_000),
    bufferAfterMinutes: 10,
  }),
  'catalog.retire': () => ({ kind: 'trainer', id: studio.people.ana }),
  'catalog.move': () => ({ kind: 'service', id: studio.people.trial, position: 0 }),
}

describe('a change of the catalogue', () => {
  it.each(Object.keys(changes) as (keyof typeof changes)[])(
    '%s is one event without a word in it, and can be undone',
    (name) => {
      const input = changes[name]!()
      const before = managed()
      const logged = studio.events().length
      const done = valueOf(
        studio.command(name, input as never) as ReturnType<typeof studio.command<'catalog.retire'>>,
      )
      expect(managed()).not.toEqual(before)
      const [event, ...others] = studio.events().slice(logged)
      expect(others).toEqual([])
      expect(event!.type).toMatch(/^catalog\./)
      const text = JSON.stringify(event!.data)
      for (const word of ['Cara', 'Ana R.', 'Holiday', 'Repairs', 'Blue', 'Yoga', 'Long']) {
        expect(text).not.toContain(word)
      }
      valueOf(studio.undo(done.undo))
      // Undoing is a change of its own, with a version of its own.
      const active = <T extends { isActive: boolean; version: number }>(list: readonly T[]) =>
        list
          .filter(({ isActive }) => isActive)
          .map((one) => ({ ...one, version: 0, weekVersion: 0 }))
      const after = managed()
      expect(active(after.trainers)).toEqual(active(before.trainers))
      expect(active(after.services)).toEqual(active(before.services))
      expect(active(after.rooms)).toEqual(active(before.rooms))
      expect([after.closures, after.timeOff, after.overrides]).toEqual([
        before.closures,
        before.timeOff,
        before.overrides,
      ])
    },
  )

  it.each([
    { name: 'catalog.retire', input: { kind: 'room' }, outcome: 'room_gone' },
    { name: 'catalog.retire', input: { kind: 'service' }, outcome: 'service_not_found' },
    {
      name: 'catalog.setWeek',
      input: { week: mornings(), expectedVersion: 0 },
      outcome: 'trainer_not_found',
    },
    { name: 'catalog.removeClosure', input: {}, outcome: 'away_gone' },
    { name: 'catalog.removeTimeOff', input: {}, outcome: 'away_gone' },
  ])('$name of what is not there: $outcome', ({ name, input, outcome }) => {
    const id = newId()
    const ids = { id, trainerId: id, closureId: id, timeOffId: id }
    const answer = studio.send({ name, input: { ...ids, ...input }, commandId: newId() })
    expect(outcomeOf(answer)).toBe(outcome)
  })

  it('what kept the studio closed, or a trainer away, long ago comes back when its removal is undone', () => {
    const { ana } = studio.people
    const times = { start: '2026-03-04T09:00', end: '2026-03-04T12:00' } as const
    const closure = valueOf(studio.command('catalog.addClosure', { ...times, reason: 'Repairs' }))
    const off = valueOf(studio.command('catalog.addTimeOff', { ...times, trainerId: ana }))
    const kept = () => [
      studio.rows('SELECT start_time, end_time, reason FROM closures'),
      studio.rows('SELECT trainer_id, start_time, end_time, reason FROM time_off'),
    ]
    const before = kept()
    studio.at('2026-06-02T08:00')
    const removed = valueOf(studio.command('catalog.removeClosure', { closureId: closure.id }))
    const returned = valueOf(studio.command('catalog.removeTimeOff', { timeOffId: off.id }))
    expect(kept()).toEqual([[], []])
    for (const { undo } of [removed, returned]) {
      const { id } = valueOf(studio.undo(undo)) as { id: string }
      expect(id).toBe(undo?.command === 'catalog.addClosure' ? closure.id : off.id)
      // Sent once more it would stand there twice.
      expect(outcomeOf(studio.undo(undo))).toBe('away_back')
    }
    expect(kept()).toEqual(before)
    // Removed again it can come back again.
    const once = valueOf(studio.command('catalog.removeClosure', { closureId: closure.id }))
    valueOf(studio.undo(once.undo))
    expect(kept()).toEqual(before)
  })

  it('what was removed comes back as what it was, for whom it was, or not at all', () => {
    const { ana, ben } = studio.people
    const times = { start: '2026-03-04T09:00', end: '2026-03-04T12:00' } as const
    const { id } = valueOf(studio.command('catalog.addTimeOff', { ...times, trainerId: ana }))
    studio.at('2026-06-02T08:00')
    valueOf(studio.command('catalog.removeTimeOff', { timeOffId: id }))
    const said = { ...times, removedId: id }
    const outcomes = [
      studio.command('catalog.addTimeOff', { ...said, trainerId: ben }),
      studio.command('catalog.addTimeOff', { ...said, trainerId: ana, end: '2026-03-04T12:01' }),
      studio.command('catalog.addClosure', { ...said, reason: 'Repairs' }),
      studio.command('catalog.addTimeOff', { ...said, trainerId: ana }),
    ]
    expect(outcomes.map(outcomeOf)).toEqual(['outside_book', 'outside_book', 'outside_book', 'ok'])
  })

  it('nothing is written long ago that was never removed', () => {
    studio.at('2026-06-02T08:00')
    const input = { start: '2026-03-04T09:00', end: '2026-03-04T12:00', reason: 'Repairs' } as const
    const add = (removedId: string) => studio.command('catalog.addClosure', { ...input, removedId })
    expect(outcomeOf(add(newId()))).toBe('outside_book')
    const later = { ...input, start: '2026-06-04T09:00', end: '2026-06-04T12:00' } as const
    const { id } = valueOf(studio.command('catalog.addClosure', later))
    expect(outcomeOf(add(id))).toBe('outside_book')
  })

  it.each([
    { rule: 'ends as it starts', end: '2026-03-04T09:00', outcome: 'end_before_start' },
    { rule: 'lasts a minute', end: '2026-03-04T09:01', outcome: 'ok' },
  ])('a closure that $rule: $outcome', ({ end, outcome }) => {
    const input = { start: '2026-03-04T09:00', end, reason: 'Repairs' }
    expect(outcomeOf(studio.command('catalog.addClosure', input))).toBe(outcome)
  })

  it.each([
    {
      rule: 'hours that overlap',
      spans: [
        [480, 720],
        [719, 800],
      ],
    },
    { rule: 'hours that end before they start', spans: [[720, 480]] },
    { rule: 'hours past midnight', spans: [[720, 1441]] },
  ])('refuses $rule', ({ spans }) => {
    const week = [spans, [], [], [], [], [], []]
    const input = { trainerId: studio.people.ana, week, expectedVersion: 1 }
    const answer = studio.send({ name: 'catalog.setWeek', input, commandId: newId() })
    expect(outcomeOf(answer)).toBe('invalid_input')
  })
})

describe('a trainer’s name', () => {
  const add = (name: string) =>
    studio.command('catalog.addTrainer', { name, hue: 1, week: [[], [], [], [], [], [], []] })

  it.each(['Ana Ruiz', 'ana ruiz', 'ANA  RUÍZ'])('is not given twice: “%s”', (name) => {
    expect(refusalOf(add(name))).toMatchObject({
      code: 'trainer_exists',
      details: { name: 'Ana Ruiz' },
    })
  })

  it('may be given again once nobody on the list has it, and then not come back', () => {
    const ana = { kind: 'trainer', id: studio.people.ana } as const
    const retired = valueOf(studio.command('catalog.retire', ana))
    const week = [[], [], [], [], [], [], []]
    const other = { name: 'Ana Ruiz', hue: 1, week, allowRetired: true }
    valueOf(studio.command('catalog.addTrainer', other))
    expect(outcomeOf(studio.undo(retired.undo))).toBe('trainer_exists')
    const renamed = { trainerId: studio.people.ana, name: 'Ana Ruiz Gil', hue: 1 }
    valueOf(studio.command('catalog.changeTrainer', renamed))
    expect(outcomeOf(studio.undo(retired.undo))).toBe('ok')
  })

  it('may be written in another way by its own trainer, and not become another’s', () => {
    const of = (name: string) => ({ trainerId: studio.people.ana, name, hue: 1 })
    expect(outcomeOf(studio.command('catalog.changeTrainer', of('ANA RUIZ')))).toBe('ok')
    expect(outcomeOf(studio.command('catalog.changeTrainer', of('Ben Okafor')))).toBe(
      'trainer_exists',
    )
  })
})

describe('a trainer’s name in look-alike letters', () => {
  // The first letter of each is Cyrillic.
  const alike = 'Аna Ruiz'
  const week = [[], [], [], [], [], [], []]

  it('is asked about when somebody is added or renamed, and may be meant', () => {
    const added = { name: alike, hue: 1, week }
    expect(refusalOf(studio.command('catalog.addTrainer', added))).toMatchObject({
      code: 'staff_name_alike',
      details: { name: 'Ana Ruiz' },
    })
    const renamed = { trainerId: studio.people.ben, name: alike, hue: 1 }
    expect(outcomeOf(studio.command('catalog.changeTrainer', renamed))).toBe('staff_name_alike')
    valueOf(studio.command('catalog.changeTrainer', { ...renamed, allowLookAlike: true }))
    expect(outcomeOf(studio.command('catalog.addTrainer', { ...added, name: 'Вen' }))).toBe('ok')
  })

  it('is not asked about again for who has it, nor by an undo', () => {
    const { id } = valueOf(
      studio.command('catalog.addTrainer', { name: alike, hue: 1, week, allowLookAlike: true }),
    )
    const change = (name: string, hue: number) =>
      studio.command('catalog.changeTrainer', { trainerId: id, name, hue })
    expect(outcomeOf(change(alike, 2))).toBe('ok')
    const { undo } = valueOf(change('Nora Ny', 2))
    expect(outcomeOf(change(alike, 2))).toBe('staff_name_alike')
    expect(outcomeOf(studio.undo(undo))).toBe('ok')
  })
})

describe('what is booked', () => {
  it('keeps its price, length and buffers when the service changes', () => {
    const id = bookSession(studio, `${monday}T09:00`)
    const row = () => studio.rows('SELECT * FROM appointments WHERE id = ?', id)
    const before = row()
    const training = serviceOf(studio.people.training)
    valueOf(
      studio.command('catalog.changeService', {
        ...training,
        roomIds: [],
        serviceId: training.id,
        priceMinor: minor(9_900),
        durationMinutes: 90,
        bufferBeforeMinutes: 30,
        bufferAfterMinutes: 30,
      }),
    )
    expect(row()).toEqual(before)
    const next = bookSession(studio, `${monday}T12:00`)
    expect(valueOf(studio.call('appointments.get', { appointmentId: next }))).toMatchObject({
      durationMinutes: 90,
      bufferAfterMinutes: 30,
      money: { priceMinor: 9_900 },
    })
  })

  it('is listed by time off, and never changed by it', () => {
    const id = bookSession(studio, `${monday}T09:00`)
    bookSession(studio, `${monday}T12:00`)
    bookSession(studio, `${monday}T09:00`, { trainerId: studio.people.ben })
    const away = {
      trainerId: studio.people.ana,
      start: `${monday}T08:00`,
      end: `${monday}T12:00`,
    }
    const affected = valueOf(studio.call('appointments.affected', away))
    expect(affected).toMatchObject({
      count: 1,
      bookings: [{ appointmentId: id, clientName: 'Cleo Client', trainerName: 'Ana Ruiz' }],
    })
    valueOf(studio.command('catalog.addTimeOff', away))
    expect(valueOf(studio.call('appointments.affected', away)).count).toBe(1)
    expect(refusalOf(book(`${monday}T10:00`)).message).toBe('Ana Ruiz is away until 12:00.')
  })

  it('of a retired trainer is still in the day, but nothing new can be booked', () => {
    bookSession(studio, `${monday}T09:00`)
    valueOf(studio.agree('catalog.retire', { kind: 'trainer', id: studio.people.ana }))
    const day = valueOf(studio.call('appointments.day', { date: monday }))
    expect(day.trainers.map(({ id }) => id)).toContain(studio.people.ana)
    expect(day.appointments).toHaveLength(1)
    const next = valueOf(studio.call('appointments.day', { date: '2026-03-03' }))
    expect(next.trainers.map(({ id }) => id)).not.toContain(studio.people.ana)
    expect(outcomeOf(book(`${monday}T10:00`))).toBe('trainer_not_found')
  })
})

it('gives the hours of the week, of one date and none by closure, strongest last', () => {
  const trainerId = studio.people.ana
  expect(outcomeOf(book(`${monday}T14:00`))).toBe('ok')
  valueOf(studio.command('catalog.setWeek', { trainerId, week: mornings() }))
  expect(outcomeOf(book(`${monday}T16:00`))).toBe('outside_hours')
  const date = { trainerId, date: monday, spans: [[900, 1080]] as [number, number][] }
  valueOf(studio.command('catalog.setOverride', date))
  expect(outcomeOf(book(`${monday}T16:00`))).toBe('ok')
  const start = `${monday}T17:30`
  valueOf(studio.command('catalog.addClosure', { start, end: `${monday}T23:00`, reason: 'Party' }))
  expect(refusalOf(book(`${monday}T17:00`)).message).toBe(
    'The studio is closed until 23:00 (Party).',
  )
  expect(trainerOf(trainerId).week).toEqual(mornings())
})
