import { beforeEach, describe, expect, it } from 'vitest'
import type { InputOf } from '../../shared/contract.ts'
import type { Contracts } from '../../shared/contracts.ts'
import { bookSession, clientOf } from '../support/book-session.ts'
import { leavingAllAsItWas } from '../support/leaving-all-as-it-was.ts'
import { openTestStudio, type TestStudio } from '../support/open-test-studio.ts'
import { outcomeOf, refusalOf, valueOf } from '../support/read-result.ts'
import { giveProduct, offerProduct, packageDraft } from '../support/sell-package.ts'

let studio: TestStudio
let cleo: string

beforeEach(() => {
  studio = openTestStudio()
  studio.signIn('desk')
  cleo = clientOf(studio, bookSession(studio, '2026-03-02T08:00'))
})

type Pattern = InputOf<Contracts['series.preview']>

/** Twelve Mondays at ten with Ana, from next week on. */
const mondays = (changes: Partial<Pattern> = {}): Pattern => ({
  clientId: cleo,
  serviceId: studio.people.training,
  trainerId: studio.people.ana,
  start: '2026-03-09T10:00',
  weekdays: [1],
  intervalWeeks: 1,
  until: { kind: 'count', count: 12 },
  ...changes,
})
const preview = (changes: Partial<Pattern> = {}) =>
  valueOf(studio.call('series.preview', mondays(changes)))
const book = (changes: Partial<InputOf<Contracts['series.create']>> = {}) =>
  studio.command('series.create', { ...mondays(), ...changes })
const sessions = () =>
  studio.rows<{ id: string; local_start: string; trainer_id: string; status: string }>(
    `SELECT id, local_start, trainer_id, status FROM appointments
     WHERE series_id IS NOT NULL ORDER BY start_time`,
  )
const active = () => sessions().filter(({ status }) => status !== 'cancelled')

describe('a series', () => {
  it('is shown date by date and changes nothing by being looked at', () => {
    const dates = leavingAllAsItWas(studio, () => preview())
    expect(dates).toHaveLength(12)
    expect(dates.every(({ problem }) => problem === null)).toBe(true)
    expect(dates.at(-1)!.start).toBe('2026-05-25T10:00')
  })

  it('names what stands in the way of each date, and what is free instead', () => {
    const other = { client: { kind: 'new' as const, client: { name: 'Otto Other' } } }
    bookSession(studio, '2026-03-16T10:00', other)
    bookSession(studio, '2026-04-06T10:30', other)
    const dates = preview()
    const taken = dates.filter(({ problem }) => problem !== null)
    expect(taken.map(({ start, problem }) => [start, problem!.code])).toEqual([
      ['2026-03-16T10:00', 'trainer_busy'],
      ['2026-04-06T10:00', 'trainer_busy'],
    ])
    expect(taken[0]!.alternatives).toEqual([
      { trainerId: studio.people.ana, start: '2026-03-16T11:00' },
      { trainerId: studio.people.ana, start: '2026-03-16T09:00' },
      { trainerId: studio.people.ben, start: '2026-03-16T10:00' },
    ])
  })

  it('looks for something else for the first dates only, where the pattern itself is wrong', () => {
    const dates = preview({ start: '2026-03-02T06:30', until: { kind: 'count', count: 40 } })
    expect(dates.filter(({ problem }) => problem !== null)).toHaveLength(40)
    expect(dates.filter(({ alternatives }) => alternatives.length > 0)).toHaveLength(26)
  })

  it('is booked whole: twelve sessions like any other, and one event that ties them together', () => {
    const { count, seriesId } = valueOf(book())
    expect(count).toBe(12)
    expect(sessions()).toHaveLength(12)
    expect(studio.events('appointment.created')).toHaveLength(13)
    expect(studio.events('series.created')[0]!.data).toMatchObject({
      seriesId,
      weekdays: [1],
      appointmentIds: sessions().map(({ id }) => id),
    })
  })

  it('is booked around its conflicts: one skipped, one with another trainer', () => {
    const other = { client: { kind: 'new' as const, client: { name: 'Otto Other' } } }
    bookSession(studio, '2026-03-16T10:00', other)
    bookSession(studio, '2026-03-23T10:00', other)
    const { count } = valueOf(
      book({
        choices: [
          { kind: 'skip', planned: '2026-03-16T10:00' },
          {
            kind: 'elsewhere',
            planned: '2026-03-23T10:00',
            trainerId: studio.people.ben,
            start: '2026-03-23T10:00',
          },
        ],
      }),
    )
    expect(count).toBe(11)
    expect(sessions()[1]).toMatchObject({
      local_start: '2026-03-23T10:00',
      trainer_id: studio.people.ben,
    })
  })

  it('is booked not at all when one date was taken meanwhile, and says which', () => {
    bookSession(studio, '2026-03-23T10:00', {
      client: { kind: 'new', client: { name: 'Otto Other' } },
    })
    const refusal = leavingAllAsItWas(studio, () => refusalOf(book()))
    expect(refusal.code).toBe('series_conflict')
    expect(refusal.message).toContain('23 Mar 2026, 10:00')
  })

  it.each([{ what: 'a choice about a date that is not planned', planned: '2026-03-10T10:00' }])(
    'refuses $what',
    ({ planned }) => {
      expect(outcomeOf(book({ choices: [{ kind: 'skip', planned }] }))).toBe('series_changed')
    },
  )

  it('needs a date that is left', () => {
    const until = { kind: 'count' as const, count: 2 }
    const choices = ['2026-03-09T10:00', '2026-03-16T10:00'].map((planned) => ({
      kind: 'skip' as const,
      planned,
    }))
    expect(outcomeOf(book({ until, choices }))).toBe('series_too_short')
  })

  it('knows which of how many a session is', () => {
    valueOf(book())
    const third = sessions()[2]!.id
    expect(valueOf(studio.call('series.get', { appointmentId: third }))).toMatchObject({
      number: 3,
      count: 12,
      following: 10,
    })
    expect(
      valueOf(
        studio.call('series.get', {
          appointmentId: studio.rows<{ id: string }>(
            'SELECT id FROM appointments WHERE series_id IS NULL',
          )[0]!.id,
        }),
      ),
    ).toBeNull()
  })

  it('is taken back whole', () => {
    const { undo } = valueOf(book())
    expect(outcomeOf(studio.undo(undo))).toBe('ok')
    expect(active()).toHaveLength(0)
  })
})

describe('a series on what was bought ahead', () => {
  const onPackage = (credits: number, changes: Partial<Pattern> = {}) => {
    const product = offerProduct(studio, packageDraft({ credits }))
    const clientPackageId = giveProduct(studio, cleo, product)
    const until = { kind: 'count', count: 4 } as const
    return mondays({ funding: { kind: 'package', clientPackageId }, until, ...changes })
  }
  const paidWith = () =>
    studio
      .rows<{ funding: string }>(
        `SELECT funding FROM appointments WHERE series_id IS NOT NULL ORDER BY start_time`,
      )
      .map(({ funding }) => funding)

  it.each([
    { credits: 4, single: 0, rule: 'the last credit pays the last date' },
    { credits: 3, single: 1, rule: 'one too few leaves one to be paid' },
    { credits: 1, single: 3, rule: 'the first is paid with the only one' },
  ])('with $credits credits for 4 dates: $rule', ({ credits, single }) => {
    const input = onPackage(credits, { thenSingle: true })
    const singly = leavingAllAsItWas(studio, () => valueOf(studio.call('series.paidSingly', input)))
    expect(singly).toEqual(
      ['2026-03-09T10:00', '2026-03-16T10:00', '2026-03-23T10:00', '2026-03-30T10:00'].slice(
        credits,
      ),
    )
    expect(valueOf(studio.call('series.preview', input)).every(({ problem }) => !problem)).toBe(
      true,
    )
    valueOf(studio.command('series.create', input))
    expect(paidWith()).toEqual([
      ...Array.from({ length: credits }, () => 'package'),
      ...Array.from({ length: single }, () => 'single'),
    ])
  })

  it('stops where the credits end unless that is chosen: the date can only be left out', () => {
    const input = onPackage(3)
    const dates = valueOf(studio.call('series.preview', input))
    expect(dates.map(({ problem }) => problem?.code)).toEqual([
      undefined,
      undefined,
      undefined,
      'no_credit_left',
    ])
    expect(dates[3]!.alternatives).toEqual([])
    expect(outcomeOf(studio.command('series.create', input))).toBe('series_conflict')
    const choices = [{ kind: 'skip' as const, planned: '2026-03-30T10:00' }]
    expect(valueOf(studio.command('series.create', { ...input, choices })).count).toBe(3)
  })

  it('pays with the credit a left-out date does not need', () => {
    const input = onPackage(3, { thenSingle: true })
    const choices = [{ kind: 'skip' as const, planned: '2026-03-16T10:00' }]
    expect(valueOf(studio.call('series.paidSingly', { ...input, choices }))).toEqual([])
  })

  it('is in the way of another session all the same', () => {
    bookSession(studio, '2026-03-16T10:00', {
      client: { kind: 'new', client: { name: 'Otto Other' } },
    })
    const input = onPackage(4, { thenSingle: true })
    expect(outcomeOf(studio.call('series.paidSingly', input))).toBe('series_conflict')
  })
})

describe('this one and the following', () => {
  beforeEach(() => {
    valueOf(book())
  })

  const change = (from: number, changes: object = {}) => ({
    appointmentId: sessions()[from]!.id,
    trainerId: studio.people.ana,
    time: '11:30',
    ...changes,
  })

  it('move together, and the ones before stay', () => {
    const { count } = valueOf(studio.agree('series.changeFollowing', change(4)))
    expect(count).toBe(8)
    expect(sessions().map(({ local_start }) => local_start.slice(11))).toEqual([
      ...Array.from({ length: 4 }, () => '10:00'),
      ...Array.from({ length: 8 }, () => '11:30'),
    ])
  })

  it('are shown before, with what stands in the way', () => {
    bookSession(studio, '2026-04-13T11:00', {
      client: { kind: 'new', client: { name: 'Otto Other' } },
    })
    const dates = leavingAllAsItWas(studio, () =>
      valueOf(studio.call('series.previewFollowing', change(4))),
    )
    expect(dates).toHaveLength(8)
    expect(dates.map(({ problem }) => problem?.code ?? 'ok').slice(0, 3)).toEqual([
      'ok',
      'trainer_busy',
      'ok',
    ])
    const planned = dates[1]!.start
    const refused = leavingAllAsItWas(studio, () =>
      outcomeOf(studio.agree('series.changeFollowing', change(4))),
    )
    expect(refused).toBe('series_conflict')
    const choices = [{ kind: 'skip' as const, planned }]
    const { count } = valueOf(studio.agree('series.changeFollowing', { ...change(4), choices }))
    expect(count).toBe(7)
    expect(sessions()[5]!.local_start).toBe('2026-04-13T10:00')
  })

  it('go back where they were when that is undone', () => {
    const { undo } = valueOf(studio.agree('series.changeFollowing', change(4)))
    expect(outcomeOf(studio.undo(undo))).toBe('ok')
    expect(sessions().every(({ local_start }) => local_start.endsWith('T10:00'))).toBe(true)
  })

  it('are cancelled together, and one that was cancelled never comes back', () => {
    const cancelled = sessions()[6]!.id
    valueOf(
      studio.agree('appointments.cancel', {
        appointmentId: cancelled,
        by: 'client',
        reason: 'client_request',
        refund: false,
      }),
    )
    valueOf(studio.agree('series.changeFollowing', change(4)))
    expect(active()).toHaveLength(11)
    expect(sessions()[6]).toMatchObject({ status: 'cancelled', local_start: '2026-04-20T10:00' })

    const input = {
      appointmentId: sessions()[4]!.id,
      by: 'studio',
      reason: 'studio_closed',
    } as const
    expect(valueOf(studio.agree('series.cancelFollowing', input)).count).toBe(7)
    expect(active()).toHaveLength(4)
    expect(studio.events('series.ended')[0]!.data.appointmentIds).not.toContain(cancelled)
  })

  it('are not there for a session that does not repeat', () => {
    const appointmentId = bookSession(studio, '2026-03-03T08:00')
    const input = { appointmentId, by: 'studio', reason: 'other' } as const
    expect(outcomeOf(studio.agree('series.cancelFollowing', input))).toBe('not_in_series')
  })
})
