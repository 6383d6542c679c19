import { beforeEach, describe, expect, it } from 'vitest'
import { movesMoney } from '../../main/features/day-close/was-open.ts'
import { bookSession, payCash } from '../support/book-session.ts'
import { addGroupService, scheduleGroup, seatNew } from '../support/group-session.ts'
import { openTestStudio, type TestStudio } from '../support/open-test-studio.ts'
import { outcomeOf, refusalOf, valueOf } from '../support/read-result.ts'
import { closeDrawer } from '../support/todays-drawer.ts'

let studio: TestStudio

beforeEach(() => {
  studio = openTestStudio()
  studio.signIn('desk')
})

const today = '2026-03-02'
const closing = (date?: string) => valueOf(studio.call('day.closing', { date }))
const close = (date = today, ahead?: number) => studio.command('day.close', { date, ahead })
const cancel = (appointmentId: string) =>
  valueOf(
    studio.agree('appointments.cancel', {
      appointmentId,
      by: 'studio',
      reason: 'other',
      refund: false,
    }),
  )

describe('closing the day', () => {
  it.each([
    { given: 'an open drawer', drawer: 'open', session: null, outcome: 'day_drawer_open' },
    { given: 'nothing that is open', drawer: 'closed', session: null, outcome: 'ok' },
    {
      given: 'a session that just ended',
      drawer: 'closed',
      session: '09:00',
      outcome: 'day_unresolved',
    },
    {
      given: 'a session with a minute to go',
      drawer: 'closed',
      session: '09:01',
      outcome: 'day_ahead',
    },
    { given: 'both', drawer: 'open', session: '09:00', outcome: 'day_unresolved' },
  ])('given $given: $outcome', ({ drawer, session, outcome }) => {
    if (session) bookSession(studio, `${today}T${session}`)
    if (drawer === 'closed') closeDrawer(studio)
    studio.at(`${today}T10:00`)
    expect(outcomeOf(close())).toBe(outcome)
  })

  it('is of every day with money on it, also one without hours', () => {
    const clientId = valueOf(studio.command('clients.register', { name: 'Gus Gone' })).clientId
    const tenders = [{ method: 'card' as const, amountMinor: 5_000, reference: 'T-1' }]
    const items = [{ kind: 'top_up' as const, amountMinor: 5_000 }]
    valueOf(studio.command('payments.sell', { clientId, items, amountMinor: 5_000, tenders }))
    closeDrawer(studio)
    const sunday = '2026-03-08'
    studio.at(`${sunday}T12:00`)
    expect(outcomeOf(close(sunday))).toBe('day_not_open')
    const to = { method: 'bank_transfer' as const, reference: 'F-1' }
    valueOf(studio.command('payments.payOut', { clientId, amountMinor: 2_000, to }))
    expect(outcomeOf(close(sunday))).toBe('ok')
  })

  it('knows every table in which money moves', () => {
    const known = {
      appointments: 'a price that is agreed',
      seats: 'a price that is agreed',
      memberships: 'a price that is agreed',
      fees: 'owed, and paid with a sale',
      payments: 'part of a sale',
      account_entries: 'part of a sale, a refund or a pay-out',
      drawer_movements: 'in a drawer that was opened on the same day',
      drawer_counts: 'of a drawer, which is of the day it was opened on',
      earnings: 'of days that are paid out by themselves',
    }
    const tables = studio
      .rows<{ name: string }>(
        `SELECT DISTINCT t.name FROM sqlite_schema t JOIN pragma_table_info(t.name) c
         WHERE t.type = 'table' AND (c.name LIKE '%!_minor' ESCAPE '!' OR t.name LIKE '%!_voids' ESCAPE '!')
           AND EXISTS (SELECT 1 FROM pragma_table_info(t.name) WHERE name = 'created_at')`,
      )
      .map(({ name }) => name)
    expect(tables.toSorted()).toEqual([...movesMoney, ...Object.keys(known)].toSorted())
  })

  it('lists what is unresolved, until somebody says what became of it', () => {
    const id = bookSession(studio, `${today}T09:00`)
    bookSession(studio, `${today}T15:00`)
    closeDrawer(studio)
    studio.at(`${today}T12:00`)
    expect(closing()).toMatchObject({
      unresolved: [
        { appointmentId: id, local: `${today}T09:00`, who: 'Cleo Client', trainer: 'Ana Ruiz' },
      ],
      ahead: 1,
    })
    expect(refusalOf(close()).details).toEqual({ count: 1 })
    cancel(id)
    expect(closing().unresolved).toEqual([])
    expect(outcomeOf(close(today, 1))).toBe('ok')
  })

  it.each([
    // What was said of how many sessions are to come, of two → what comes of it.
    [undefined, 'day_ahead'],
    [0, 'day_ahead'],
    [1, 'day_ahead'],
    [2, 'ok'],
    [3, 'day_ahead'],
  ])('with two sessions to come, when %s was confirmed: %s', (ahead, outcome) => {
    bookSession(studio, `${today}T15:00`)
    bookSession(studio, `${today}T16:00`)
    closeDrawer(studio)
    const closed = close(today, ahead)
    expect(outcomeOf(closed)).toBe(outcome)
    expect(closed.ok ? null : closed.error.details).toEqual(outcome === 'ok' ? null : { count: 2 })
    expect(closing().closes).toHaveLength(outcome === 'ok' ? 1 : 0)
  })

  it('counts a class that nobody is in yet as one to come, until it is cancelled or over', () => {
    const serviceId = addGroupService(studio)
    const id = scheduleGroup(studio, `${today}T18:00`, { serviceId })
    closeDrawer(studio)
    expect(closing()).toMatchObject({ unresolved: [], ahead: 1 })
    expect(outcomeOf(close())).toBe('day_ahead')
    expect(outcomeOf(close(today, 1))).toBe('ok')
    valueOf(seatNew(studio, id, 'Guest'))
    expect(closing().ahead).toBe(1)
    scheduleGroup(studio, `${today}T16:00`, { serviceId })
    expect(closing().ahead).toBe(2)
    valueOf(studio.agree('groups.cancel', { appointmentId: id, reason: 'other', refund: false }))
    expect(closing().ahead).toBe(1)
    studio.at(`${today}T17:30`)
    expect(closing()).toMatchObject({ unresolved: [], ahead: 0 })
  })

  it.each([
    ['13:00', 'day_not_open'],
    ['12:00', 'day_not_open'],
    ['13:01', 'ok'],
  ])('of a day closed until 13:00 and from %s on: %s', (from, outcome) => {
    studio.signIn('manager')
    const close = (start: string, end: string) =>
      valueOf(studio.command('catalog.addClosure', { start, end, reason: 'Floor' }))
    close(`2026-03-03T${from}`, '2026-03-04T00:00')
    close('2026-03-03T00:00', '2026-03-03T13:00')
    closeDrawer(studio)
    studio.at('2026-03-10T12:00')
    expect(outcomeOf(studio.command('day.close', { date: '2026-03-03' }))).toBe(outcome)
  })

  it.each([
    ['1999-01-01', 'invalid_input', 'out of reach, long ago'],
    ['0026-03-02', 'invalid_input', 'a year with two digits'],
    ['2026-02-28', 'day_not_open', 'a Saturday before it was set up'],
    ['2026-03-02', 'ok', 'the first day, on which nothing was booked'],
    ['2026-03-08', 'day_not_open', 'a Sunday without hours'],
    ['2026-03-09', 'day_not_open', 'a day that a closure took whole'],
    ['2026-03-10', 'ok', 'today'],
    ['2026-03-11', 'day_in_future', 'tomorrow'],
    ['9999-12-31', 'invalid_input', 'out of reach, far ahead'],
  ])('%s: %s (%s)', (date, outcome) => {
    studio.signIn('manager')
    valueOf(
      studio.command('catalog.addClosure', {
        start: '2026-03-09T00:00',
        end: '2026-03-10T00:00',
        reason: 'Floor is oiled',
      }),
    )
    closeDrawer(studio)
    studio.at('2026-03-10T12:00')
    expect(outcomeOf(close(date))).toBe(outcome)
  })

  it.each([
    [
      'a session',
      () => {
        studio.signIn('manager')
        cancel(bookSession(studio, '2026-03-08T12:00', { allowOutsideHours: true }))
      },
    ],
    ['a drawer', () => valueOf(studio.command('drawer.open', { floatMinor: 0 }))],
    [
      'a card payment',
      () => {
        const appointmentId = bookSession(studio, '2026-03-12T12:00')
        const tenders = [{ method: 'card', amountMinor: 5_500, reference: 'T-1' } as const]
        valueOf(studio.command('payments.take', { appointmentId, amountMinor: 5_500, tenders }))
      },
    ],
  ])('closes a Sunday without hours that had %s', (what, happen) => {
    closeDrawer(studio)
    studio.at('2026-03-08T11:00')
    happen()
    if (what === 'a drawer') closeDrawer(studio)
    expect(outcomeOf(close('2026-03-08'))).toBe('ok')
  })

  it('closes yesterday while today’s drawer is open, and not while yesterday’s is', () => {
    studio.at('2026-03-03T09:00')
    expect(outcomeOf(close(today))).toBe('day_drawer_open')
    closeDrawer(studio)
    valueOf(studio.command('drawer.open', { floatMinor: 0 }))
    expect(closing(today).drawerOpen).toBe(false)
    expect(outcomeOf(close(today))).toBe('ok')
    expect(outcomeOf(close('2026-03-03'))).toBe('day_drawer_open')
  })

  it('closes no day while a drawer of an earlier one is open', () => {
    studio.at('2026-03-04T09:00')
    expect(outcomeOf(close('2026-03-03'))).toBe('day_drawer_open')
    closeDrawer(studio)
    expect(outcomeOf(close('2026-03-03'))).toBe('ok')
  })

  it('has yesterday’s drawer, counted this morning, in the report of yesterday', () => {
    payCash(studio, bookSession(studio, '2026-03-05T10:00'))
    studio.at('2026-03-03T09:00')
    closeDrawer(studio, 5_400)
    const drawersOn = (date: string) => closing(date).figures.drawers
    expect(drawersOn(today)).toEqual([
      { openingDifferenceMinor: 0, countedMinor: 5_400, varianceMinor: -100 },
    ])
    expect(drawersOn('2026-03-03')).toEqual([])
  })

  it('counts what was left of earlier days, without holding this one up', () => {
    bookSession(studio, `${today}T09:00`)
    closeDrawer(studio)
    studio.at('2026-03-03T08:00')
    expect(closing().figures.earlierUnresolved).toBe(1)
    expect(outcomeOf(close('2026-03-03'))).toBe('ok')
  })

  it('names the oldest five of earlier days, private ones and seats, and counts the others', () => {
    const times = ['08:00', '09:00', '10:00', '11:00', '13:00']
    const sessions = times.map((time) => bookSession(studio, `${today}T${time}`))
    const group = scheduleGroup(studio, `${today}T14:00`, { serviceId: addGroupService(studio) })
    for (const name of ['Ida', 'Jo']) seatNew(studio, group, name)
    expect(closing().earlier).toEqual([])
    studio.at('2026-03-03T08:00')
    const { figures, earlier } = closing()
    expect(figures.earlierUnresolved).toBe(7)
    expect(earlier.map(({ appointmentId }) => appointmentId)).toEqual(sessions)
    expect(earlier[0]).toEqual({
      appointmentId: sessions[0],
      local: `${today}T08:00`,
      who: 'Cleo Client',
      trainer: 'Ana Ruiz',
    })
    for (const id of sessions.slice(0, 3)) cancel(id)
    expect(closing().earlier.map(({ who }) => who)).toEqual([
      'Cleo Client',
      'Cleo Client',
      'Ida',
      'Jo',
    ])
  })
})
