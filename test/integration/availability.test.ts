import { beforeEach, describe, expect, it } from 'vitest'
import { bookingInput, bookSession, clientOf } from '../support/book-session.ts'
import { openTestStudio, type TestStudio } from '../support/open-test-studio.ts'
import { approve } from '../support/approve.ts'
import { outcomeOf, refusalOf, valueOf } from '../support/read-result.ts'

let studio: TestStudio
const monday = '2026-03-02'

beforeEach(() => {
  studio = openTestStudio()
  studio.signIn('desk')
})

const write = (query: string, ...values: unknown[]) =>
  studio.app.database.prepare(query).run(...values)
const book = (start: string, changes: object = {}) =>
  studio.command('appointments.create', bookingInput(studio, start, changes))
const rowOf = (id: string) =>
  studio.rows<Record<string, unknown>>('SELECT * FROM appointments WHERE id = ?', id)[0]!
function close(from: string, to: string): void {
  write(
    `INSERT INTO closures VALUES ('closure', ?, ?, 'Inventory', ?, ?)`,
    from,
    to,
    from,
    studio.people.staff.manager.id,
  )
}
function takeOff(from: string, to: string): void {
  write(
    `INSERT INTO time_off VALUES ('off', ?, ?, ?, NULL, ?, ?)`,
    studio.people.ana,
    from,
    to,
    from,
    studio.people.staff.manager.id,
  )
}
const override = (date: string, spans: string) =>
  write('INSERT INTO hours_overrides VALUES (?, ?, ?)', studio.people.ana, date, spans)

describe('when a trainer can be booked', () => {
  it.each([
    { rule: 'the week', start: `${monday}T12:00`, given: () => {}, outcome: 'ok' },
    {
      rule: 'a closure',
      start: `${monday}T12:00`,
      given: () => close('2026-03-02T11:30:00.000Z', '2026-03-02T12:00:00.000Z'),
      outcome: 'studio_closed',
    },
    {
      rule: 'a closure that is over as it starts',
      start: `${monday}T13:00`,
      given: () => close('2026-03-02T11:30:00.000Z', '2026-03-02T12:00:00.000Z'),
      outcome: 'ok',
    },
    {
      rule: 'a closure since the night before',
      start: `${monday}T08:00`,
      given: () => close('2026-03-01T20:00:00.000Z', '2026-03-02T07:01:00.000Z'),
      outcome: 'studio_closed',
    },
    {
      rule: 'time off',
      start: `${monday}T12:00`,
      given: () => takeOff('2026-03-02T11:30:00.000Z', '2026-03-02T12:00:00.000Z'),
      outcome: 'trainer_away',
    },
    {
      rule: 'a dated override that leaves it out',
      start: `${monday}T12:00`,
      given: () => override(monday, '[[480,720]]'),
      outcome: 'outside_hours',
    },
    {
      rule: 'a dated override beyond the week',
      start: `${monday}T20:00`,
      given: () => override(monday, '[[1200,1260]]'),
      outcome: 'ok',
    },
    {
      rule: 'an override of another date',
      start: `${monday}T12:00`,
      given: () => override('2026-03-09', '[]'),
      outcome: 'ok',
    },
    {
      rule: 'a day off by override',
      start: `${monday}T12:00`,
      given: () => override(monday, '[]'),
      outcome: 'outside_hours',
    },
    {
      rule: 'an override on a Sunday, past midnight by two of them',
      start: '2026-03-08T23:30',
      given: () => {
        override('2026-03-08', '[[1320,1440]]')
        override('2026-03-09', '[[0,60]]')
      },
      outcome: 'ok',
    },
  ])('$rule: $outcome', ({ start, given, outcome }) => {
    given()
    expect(outcomeOf(book(start))).toBe(outcome)
  })

  it('leaves another trainer where they are when one is away', () => {
    takeOff('2026-03-02T06:00:00.000Z', '2026-03-02T20:00:00.000Z')
    expect(outcomeOf(book(`${monday}T12:00`, { trainerId: studio.people.ben }))).toBe('ok')
  })

  it('shows it all in the day', () => {
    close('2026-03-02T11:00:00.000Z', '2026-03-02T12:00:00.000Z')
    takeOff('2026-03-02T13:00:00.000Z', '2026-03-03T12:00:00.000Z')
    override(monday, '[[600,720]]')
    const day = valueOf(studio.call('appointments.day', { date: monday }))
    expect(day.closures).toMatchObject([{ reason: 'Inventory' }])
    const ana = day.trainers.find(({ id }) => id === studio.people.ana)!
    expect(ana.timeOff).toHaveLength(1)
    expect(ana).toMatchObject({
      isDated: true,
      hours: [{ start: '2026-03-02T09:00:00.000Z' }],
      usualHours: [{ start: '2026-03-02T07:00:00.000Z', end: '2026-03-02T19:00:00.000Z' }],
    })
  })
})

describe('an exception', () => {
  const late = { allowOutsideHours: true, exceptionReason: 'Agreed by phone' }

  it.each([
    { who: 'manager', changes: {}, outcome: 'outside_hours' },
    {
      who: 'manager',
      changes: { allowOutsideHours: true, exceptionReason: undefined },
      outcome: 'exception_reason_needed',
    },
    { who: 'manager', changes: late, outcome: 'ok' },
    { who: 'desk', changes: late, outcome: 'approval_needed' },
  ] as const)('$who with $changes: $outcome', ({ who, changes, outcome }) => {
    studio.signIn(who)
    expect(outcomeOf(book(`${monday}T21:00`, changes))).toBe(outcome)
  })

  it('keeps its reason beside the appointment and its flag in the log', () => {
    studio.signIn('manager')
    const id = bookSession(studio, `${monday}T21:00`, late)
    expect(rowOf(id)['exception_reason']).toBe('Agreed by phone')
    const created = studio.events('appointment.created').at(-1)!
    expect(created.data).toMatchObject({ outsideHours: true })
    expect(JSON.stringify(created)).not.toContain('Agreed by phone')
  })

  it('needs no reason where nothing is overruled, and keeps none', () => {
    studio.signIn('manager')
    expect(rowOf(bookSession(studio, `${monday}T12:00`, late))['exception_reason']).toBeNull()
  })

  it('is the desk’s with a manager’s approval, once', () => {
    const approvalId = approve(studio, book(`${monday}T21:00`, late))
    expect(outcomeOf(book(`${monday}T21:00`, { ...late, approvalId }))).toBe('ok')
    expect(studio.events('staff.override_used')).toHaveLength(1)
    expect(outcomeOf(book(`${monday}T22:00`, { ...late, approvalId }))).toBe('approval_needed')
  })

  it('does not use the approval up for a slot that is taken', () => {
    const approvalId = approve(studio, book(`${monday}T21:30`, late))
    studio.signIn('manager')
    const first = bookSession(studio, `${monday}T21:00`, late)
    studio.signIn('desk')
    expect(outcomeOf(book(`${monday}T21:30`, { ...late, approvalId }))).toBe('trainer_busy')
    studio.signIn('manager')
    valueOf(
      studio.agree('appointments.cancel', {
        appointmentId: first,
        by: 'studio',
        reason: 'other',
        refund: false,
      }),
    )
    studio.signIn('desk')
    expect(outcomeOf(book(`${monday}T21:30`, { ...late, approvalId }))).toBe('ok')
  })

  it('for a client in two places needs a reason too, but no manager', () => {
    const id = bookSession(studio, `${monday}T09:00`)
    const again = {
      client: { kind: 'existing', clientId: clientOf(studio, id) },
      trainerId: studio.people.ben,
      allowClientOverlap: true,
    }
    const without = { ...again, exceptionReason: undefined }
    expect(outcomeOf(book(`${monday}T09:00`, without))).toBe('exception_reason_needed')
    expect(outcomeOf(book(`${monday}T09:00`, { ...again, exceptionReason: 'Twins' }))).toBe('ok')
    expect(studio.events('appointment.created').at(-1)!.data.clientOverlap).toBe(true)
  })
})

describe('buffers between two sessions of a trainer', () => {
  const buffers = (before: number, after: number) =>
    write('UPDATE services SET buffer_before_minutes = ?, buffer_after_minutes = ?', before, after)

  it.each([
    { before: 0, after: 0, start: '10:00', outcome: 'ok' },
    { before: 15, after: 0, start: '10:14', outcome: 'buffer_needed' },
    { before: 15, after: 0, start: '10:15', outcome: 'ok' },
    { before: 0, after: 15, start: '10:14', outcome: 'buffer_needed' },
    { before: 0, after: 15, start: '10:15', outcome: 'ok' },
    { before: 10, after: 15, start: '10:15', outcome: 'ok' },
    { before: 15, after: 10, start: '07:59', outcome: 'outside_hours' },
    { before: 10, after: 15, start: '08:00', outcome: 'buffer_needed' },
  ])('$before before, $after after, at $start: $outcome', ({ before, after, start, outcome }) => {
    buffers(before, after)
    bookSession(studio, `${monday}T09:00`)
    expect(outcomeOf(book(`${monday}T${start}`))).toBe(outcome)
  })

  it('name the first free time', () => {
    buffers(0, 15)
    bookSession(studio, `${monday}T09:00`)
    bookSession(studio, `${monday}T11:00`)
    const refusal = refusalOf(book(`${monday}T10:00`))
    expect(refusal.code).toBe('buffer_needed')
    expect(refusal.details).toMatchObject({ minutes: 15, free: '12:15' })
  })

  it('may run past closing time', () => {
    buffers(0, 30)
    expect(outcomeOf(book(`${monday}T19:00`))).toBe('ok')
  })

  it('are as they were when it was booked', () => {
    buffers(0, 15)
    const id = bookSession(studio, `${monday}T09:00`)
    buffers(0, 0)
    expect(outcomeOf(book(`${monday}T10:00`))).toBe('buffer_needed')
    buffers(0, 60)
    expect(outcomeOf(book(`${monday}T10:15`))).toBe('ok')
    expect(rowOf(id)['buffer_after_minutes']).toBe(15)
  })

  it('are a manager’s to overrule, with a reason', () => {
    buffers(0, 15)
    bookSession(studio, `${monday}T09:00`)
    const close = { allowNoBuffer: true, exceptionReason: 'Same client before' }
    const approvalId = approve(studio, book(`${monday}T10:00`, close))
    expect(outcomeOf(book(`${monday}T10:00`, { ...close, approvalId }))).toBe('ok')
    expect(studio.events('appointment.created').at(-1)!.data).toMatchObject({ noBuffer: true })
  })
})
