import { beforeEach, describe, expect, it } from 'vitest'
import { newId } from '../../shared/ids.ts'
import { verifyLog } from '../../main/events/verify-log.ts'
import { bookingInput, bookSession, clientOf, payCash } from '../support/book-session.ts'
import { putChangeIn } from '../support/todays-drawer.ts'
import { openTestStudio, type TestStudio } from '../support/open-test-studio.ts'
import { outcomeOf, refusalOf, valueOf } from '../support/read-result.ts'

let studio: TestStudio

beforeEach(() => {
  studio = openTestStudio()
  studio.signIn('desk')
})

/** What was on the screen: the same at each press. */
const shown = { priceMinor: 5_500 }

describe('the same commandId twice', () => {
  it('is forgotten after a month, when nobody presses the same button any more', () => {
    bookSession(studio, '2026-03-02T09:00')
    const kept = () => studio.rows('SELECT 1 FROM command_results').length
    studio.clock.advance({ days: 29 })
    studio.reopen()
    expect(kept()).toBe(1)
    studio.clock.advance({ days: 2 })
    studio.reopen()
    expect(kept()).toBe(0)
  })

  it('is one booking and one answer', () => {
    const commandId = newId()
    const input = bookingInput(studio, '2026-03-02T09:00', { shown })
    const first = studio.command('appointments.create', input, commandId)
    const after = studio.dump()
    const second = studio.command('appointments.create', input, commandId)
    expect(second).toEqual(first)
    expect(studio.dump()).toBe(after)
    expect(studio.events('appointment.created')).toHaveLength(1)
  })

  it('is one payment, as after a double click, and also after a restart', () => {
    const appointmentId = bookSession(studio, '2026-03-02T09:00')
    putChangeIn(studio, 500)
    const commandId = newId()
    const pay = () =>
      studio.command(
        'payments.take',
        {
          appointmentId,
          amountMinor: 5_500,
          tenders: [{ method: 'cash', amountMinor: 5_500, tenderedMinor: 6_000 }],
        },
        commandId,
      )
    const first = valueOf(pay())
    expect(valueOf(pay())).toEqual(first)
    studio.reopen()
    studio.signIn('desk')
    expect(valueOf(pay())).toEqual(first)
    expect(studio.rows('SELECT * FROM payments')).toHaveLength(1)
    expect(studio.events('payment.completed')).toHaveLength(1)
  })

  it.each([
    { what: 'another input', start: '2026-03-02T12:00', who: 'desk' },
    { what: 'another person', start: '2026-03-02T09:00', who: 'manager' },
  ] as const)('is refused with $what', ({ start, who }) => {
    const commandId = newId()
    valueOf(
      studio.command(
        'appointments.create',
        bookingInput(studio, '2026-03-02T09:00', { shown }),
        commandId,
      ),
    )
    studio.signIn(who)
    const after = studio.dump()
    const again = studio.command(
      'appointments.create',
      bookingInput(studio, start, { shown }),
      commandId,
    )
    expect(refusalOf(again).code).toBe('command_id_reused')
    expect(studio.dump()).toBe(after)
  })

  it('is refused for another command', () => {
    const commandId = newId()
    const appointmentId = bookSession(studio, '2026-03-02T09:00')
    valueOf(
      studio.agree(
        'appointments.cancel',
        { appointmentId, by: 'client', reason: 'client_ill', refund: false },
        commandId,
      ),
    )
    const other = studio.command('appointments.reinstate', { appointmentId }, commandId)
    expect(refusalOf(other).code).toBe('command_id_reused')
  })

  it('may be tried again after a refusal, of which nothing was kept', () => {
    const taken = bookSession(studio, '2026-03-02T09:00')
    const commandId = newId()
    const input = bookingInput(studio, '2026-03-02T09:00', { shown })
    expect(outcomeOf(studio.command('appointments.create', input, commandId))).toBe('trainer_busy')
    valueOf(
      studio.agree('appointments.cancel', {
        appointmentId: taken,
        by: 'client',
        reason: 'client_ill',
        refund: false,
      }),
    )
    expect(outcomeOf(studio.command('appointments.create', input, commandId))).toBe('ok')
  })
})

describe('an error in a handler', () => {
  it('is answered as unexpected with a number, reported under it, and rolled back', () => {
    studio.app.database.exec(
      `CREATE TRIGGER broken BEFORE UPDATE ON clients BEGIN SELECT RAISE(ABORT, 'a bug'); END`,
    )
    const before = studio.dump()
    const refusal = refusalOf(
      studio.command('appointments.create', bookingInput(studio, '2026-03-02T09:00', { shown })),
    )
    expect(refusal.code).toBe('unexpected')
    expect(studio.incidents).toEqual([
      {
        incidentId: refusal.incidentId,
        channel: 'appointments.create',
        error: expect.any(Error) as Error,
      },
    ])
    // What went wrong stands in the log file; the window gets no inner workings to show.
    expect(JSON.stringify(refusal)).not.toContain('a bug')
    expect(studio.dump()).toBe(before)
    studio.app.database.exec('DROP TRIGGER broken')
    bookSession(studio, '2026-03-02T09:00')
  })

  it('in a query is answered the same way', () => {
    studio.app.database.exec(
      'DROP INDEX appointments_start; ALTER TABLE appointments RENAME TO away',
    )
    const refusal = refusalOf(studio.call('appointments.day', { date: '2026-03-02' }))
    expect(refusal.code).toBe('unexpected')
    expect(studio.incidents[0]!.incidentId).toBe(refusal.incidentId)
  })
})

describe('a disk that is full', () => {
  beforeEach(() => {
    studio.signIn('manager')
  })

  it('refuses with the reason, changes nothing, and works again when there is room', () => {
    const appointmentId = bookSession(studio, '2026-03-02T09:00')
    // A real SQLITE_FULL from SQLite itself, which leaves the transaction as a full disk does.
    const [{ page_count: pages }] = studio.rows<{ page_count: number }>('PRAGMA page_count') as [
      { page_count: number },
    ]
    studio.app.database.exec(`PRAGMA max_page_count = ${pages}`)

    const { before, refusal } = bookUntilRefused()
    expect(refusal.code).toBe('storage_unavailable')
    expect(refusal.message).toContain('the disk is full')
    expect(refusal.incidentId).toBe(studio.incidents.at(-1)!.incidentId)
    expect(studio.dump()).toBe(before)
    expect(studio.app.database.inTransaction).toBe(false)

    studio.app.database.exec('PRAGMA max_page_count = 1000000')
    payCash(studio, appointmentId)
    bookSession(studio, '2026-03-02T12:00')
    expect(verifyLog(studio.app.database).valid).toBe(true)
  })

  /** Fills what room is left in the pages that there are, and answers the first refusal. */
  function bookUntilRefused() {
    const note = 'x'.repeat(500)
    for (let day = 3; day < 31; day += 1) {
      const before = studio.dump()
      const start = `2026-03-${String(day).padStart(2, '0')}T12:00`
      const input = bookingInput(studio, start, { note, allowOutsideHours: true })
      const answer = studio.command('appointments.create', input)
      if (!answer.ok) return { before, refusal: answer.error }
    }
    throw new Error('The disk never became full.')
  }

  it('tells a locked file apart from a bug', () => {
    studio.app.database.exec('PRAGMA busy_timeout = 20')
    const other = studio.foreign()
    other.exec('BEGIN IMMEDIATE')
    const refusal = refusalOf(
      studio.command('appointments.create', bookingInput(studio, '2026-03-02T09:00', { shown })),
    )
    expect(refusal.code).toBe('storage_unavailable')
    expect(refusal.message).toContain('another program')
    other.exec('ROLLBACK')
    bookSession(studio, '2026-03-02T09:00')
  })
})

describe('after a write', () => {
  it('the windows are told exactly what changed', () => {
    const told: string[][] = []
    studio.app.work.onCommit((topics) => told.push(topics.toSorted()))
    const id = bookSession(studio, '2026-03-02T09:00')
    expect(told).toEqual([['activity', `appointment:${id}`, 'book', 'clients', 'day:2026-03-02']])
    payCash(studio, id)
    expect(told[1]).toEqual([
      `account:${clientOf(studio, id)}`,
      'activity',
      `appointment:${id}`,
      'book',
      'day:2026-03-02',
      'drawer',
      'earnings',
      'to-decide',
    ])
    valueOf(
      studio.agree('appointments.reschedule', {
        appointmentId: id,
        trainerId: studio.people.ana,
        start: '2026-03-04T09:00',
      }),
    )
    expect(told[2]).toEqual([
      'activity',
      `appointment:${id}`,
      'book',
      'day:2026-03-02',
      'day:2026-03-04',
      'earnings',
      'to-decide',
    ])
  })

  it('that was refused, nobody is told anything', () => {
    bookSession(studio, '2026-03-02T09:00')
    const told: unknown[] = []
    studio.app.work.onCommit((topics) => told.push(topics))
    studio.command('appointments.create', bookingInput(studio, '2026-03-02T09:00', { shown }))
    expect(told).toEqual([])
  })
})
