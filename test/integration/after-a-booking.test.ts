import { beforeEach, describe, expect, it } from 'vitest'
import { bookSession, clientOf } from '../support/book-session.ts'
import { openTestStudio, type TestStudio } from '../support/open-test-studio.ts'
import { valueOf } from '../support/read-result.ts'

let studio: TestStudio

beforeEach(() => {
  studio = openTestStudio()
  studio.signIn('desk')
})

const cleo = (details: object) => ({
  client: { kind: 'new' as const, client: { name: 'Cleo Client', ...details } },
})
const reachable = cleo({ email: 'cleo@example.org', messagesConsent: true })

const cancel = (appointmentId: string) =>
  valueOf(
    studio.agree('appointments.cancel', {
      appointmentId,
      by: 'client',
      reason: 'client_ill',
      refund: false,
    }),
  )
const reinstate = (appointmentId: string) =>
  valueOf(studio.command('appointments.reinstate', { appointmentId }))
const move = (appointmentId: string, start: string, trainerId = studio.people.ana) =>
  valueOf(studio.agree('appointments.reschedule', { appointmentId, trainerId, start }))

describe('messages', () => {
  const outbox = () =>
    studio
      .rows<{ kind: string; recipient_type: string; recipient_id: string }>(
        'SELECT kind, recipient_type, recipient_id FROM outbox ORDER BY rowid',
      )
      .map((row) => [row.kind, row.recipient_type, row.recipient_id])

  it('go to the client and the trainer for a booking, a change, a cancellation and its undoing', () => {
    const id = bookSession(studio, '2026-03-02T09:00', reachable)
    const clientId = clientOf(studio, id)
    move(id, '2026-03-02T15:00')
    cancel(id)
    reinstate(id)
    studio.deliver()
    const { ana } = studio.people
    expect(outbox()).toEqual([
      ['confirmation', 'trainer', ana],
      ['confirmation', 'client', clientId],
      ['change', 'trainer', ana],
      ['change', 'client', clientId],
      ['cancellation', 'trainer', ana],
      ['cancellation', 'client', clientId],
      ['confirmation', 'trainer', ana],
      ['confirmation', 'client', clientId],
    ])
  })

  it.each([
    { what: 'did not agree', details: { email: 'cleo@example.org' } },
    { what: 'said no', details: { email: 'cleo@example.org', messagesConsent: false } },
    { what: 'agreed but has no address', details: { messagesConsent: true } },
  ])('never go to a client who $what', ({ details }) => {
    const id = bookSession(studio, '2026-03-02T09:00', cleo(details))
    move(id, '2026-03-02T15:00')
    cancel(id)
    studio.deliver()
    expect(outbox()).toHaveLength(3)
    expect(outbox().some(([, type]) => type === 'client')).toBe(false)
  })

  it('do not go to a client who took the consent back before they were written', () => {
    bookSession(studio, '2026-03-02T09:00', reachable)
    studio.app.database.exec('UPDATE clients SET messages_consent = 0')
    studio.deliver()
    expect(outbox().map(([, type]) => type)).toEqual(['trainer'])
  })

  it('are written once for one event, also across restarts', () => {
    bookSession(studio, '2026-03-02T09:00', reachable)
    studio.deliver()
    studio.deliver()
    studio.reopen()
    studio.deliver()
    expect(outbox()).toHaveLength(2)
    const again = `INSERT INTO outbox (id, event_id, kind, recipient_type, recipient_id,
                     appointment_id, acted_at, created_at)
                   SELECT 'again', event_id, kind, recipient_type, recipient_id,
                     appointment_id, acted_at, created_at FROM outbox LIMIT 1`
    expect(() => studio.foreign().exec(again)).toThrow(/UNIQUE/)
  })

  it('tell the trainer the event was about, even when the session has moved on since', () => {
    const id = bookSession(studio, '2026-03-02T09:00')
    move(id, '2026-03-02T15:00', studio.people.ben)
    studio.deliver()
    const { ana, ben } = studio.people
    expect(outbox()).toEqual([
      ['confirmation', 'trainer', ana],
      ['change', 'trainer', ben],
      ['change', 'trainer', ana],
    ])
  })

  it('hold ids only', () => {
    bookSession(studio, '2026-03-02T09:00', reachable)
    studio.deliver()
    expect(JSON.stringify(studio.rows('SELECT * FROM outbox'))).not.toMatch(/cleo/i)
  })
})

describe('the trainer’s calendar', () => {
  const entries = () =>
    studio.rows('SELECT trainer_id, start_time, end_time, status, sequence FROM trainer_calendar')

  it('has an entry whose sequence rises with every change', () => {
    const { ana, ben } = studio.people
    const id = bookSession(studio, '2026-03-02T09:00')
    const after = (work: () => void) => {
      work()
      studio.deliver()
      return entries()
    }
    const morning = { start_time: '2026-03-02T08:00:00.000Z', end_time: '2026-03-02T09:00:00.000Z' }
    const afternoon = {
      start_time: '2026-03-02T14:00:00.000Z',
      end_time: '2026-03-02T15:00:00.000Z',
    }
    expect(after(() => {})).toEqual([
      { trainer_id: ana, ...morning, status: 'confirmed', sequence: 0 },
    ])
    expect(after(() => move(id, '2026-03-02T15:00', ben))).toEqual([
      { trainer_id: ben, ...afternoon, status: 'confirmed', sequence: 1 },
    ])
    expect(after(() => cancel(id))).toEqual([
      { trainer_id: ben, ...afternoon, status: 'cancelled', sequence: 2 },
    ])
    expect(after(() => reinstate(id))).toEqual([
      { trainer_id: ben, ...afternoon, status: 'confirmed', sequence: 3 },
    ])
  })

  it('is the same whether each event was delivered at once or all of them late', () => {
    const id = bookSession(studio, '2026-03-02T09:00')
    move(id, '2026-03-02T15:00', studio.people.ben)
    cancel(id)
    studio.deliver()
    expect(entries()).toEqual([
      {
        trainer_id: studio.people.ben,
        start_time: '2026-03-02T14:00:00.000Z',
        end_time: '2026-03-02T15:00:00.000Z',
        status: 'cancelled',
        sequence: 2,
      },
    ])
  })
})

describe('the counters', () => {
  const counters = () =>
    studio
      .rows<{ metric: string; local_date: string; hour: number; count: number }>(
        'SELECT metric, local_date, hour, count FROM analytics_counters ORDER BY metric, local_date, hour',
      )
      .map(({ metric, local_date, hour, count }) => [metric, local_date, hour, count])

  it('count by the session’s local day and hour, however late they are counted', () => {
    bookSession(studio, '2026-03-02T09:00')
    const id = bookSession(studio, '2026-03-02T09:00', { trainerId: studio.people.ben })
    move(id, '2026-03-03T17:30', studio.people.ben)
    cancel(id)
    studio.deliver()
    studio.deliver()
    expect(counters()).toEqual([
      ['appointment.cancelled', '2026-03-03', 17, 1],
      ['appointment.created', '2026-03-02', 9, 1],
      ['appointment.created', '2026-03-02', 9, 1],
      ['appointment.rescheduled', '2026-03-03', 17, 1],
    ])
  })

  it('add up what is alike', () => {
    const id = bookSession(studio, '2026-03-02T09:00')
    cancel(id)
    bookSession(studio, '2026-03-02T09:30')
    studio.deliver()
    expect(counters()).toContainEqual(['appointment.created', '2026-03-02', 9, 2])
  })

  it('use the day of the studio’s zone, not that of UTC', () => {
    const far = openTestStudio({ timeZone: 'Pacific/Auckland' })
    far.signIn('manager')
    bookSession(far, '2026-03-03T08:00')
    far.deliver()
    expect(far.rows('SELECT local_date, hour FROM analytics_counters')).toEqual([
      { local_date: '2026-03-03', hour: 8 },
    ])
    expect(far.events('appointment.created')[0]!.data.startTime).toBe('2026-03-02T19:00:00.000Z')
  })
})
