import { describe, expect, it } from 'vitest'
import { bookSession, payCash } from '../support/book-session.ts'
import { dumpTable } from '../support/dump-database.ts'
import { openTestStudio } from '../support/open-test-studio.ts'
import { valueOf } from '../support/read-result.ts'

/** Words that stand nowhere else in the world. */
const person = {
  name: 'Quirinius Xanthopoulos-Featherstonehaugh',
  phone: '+49 170 7305918',
  email: 'quirinius.xanth@featherstone.example',
}
const remarks = ['Bandscheibenvorfall', 'Schlüsselbeinbruch']
const traces = ['quirinius', 'xanthopoulos', 'featherston', '7305918', ...remarks]

describe('what is written about a person', () => {
  it('stands in their own row and beside their booking, and nowhere that is kept for good', () => {
    const studio = openTestStudio()
    studio.signIn('desk')
    const id = bookSession(studio, '2026-03-04T09:00', {
      client: { kind: 'new', client: { ...person, messagesConsent: true } },
      note: remarks[0]!,
    })
    valueOf(
      studio.agree('appointments.reschedule', {
        appointmentId: id,
        trainerId: studio.people.ben,
        start: '2026-03-04T10:00',
      }),
    )
    payCash(studio, id)
    valueOf(
      studio.agree('appointments.cancel', {
        appointmentId: id,
        by: 'client',
        reason: 'client_ill',
        note: remarks[1]!,
        refund: true,
      }),
    )
    valueOf(studio.command('appointments.reinstate', { appointmentId: id }))
    studio.deliver()

    const foreign = studio.foreign()
    const text = (table: string) => dumpTable(foreign, table).toLowerCase()
    // The traces are there to be found: the test would notice if it looked for the wrong words.
    expect(text('clients')).toContain('quirinius')
    expect(studio.events().length).toBeGreaterThan(15)
    expect(text('outbox').split('\n').length).toBeGreaterThan(6)

    const forGood = [
      'event_log',
      'event_delivery',
      'dead_letters',
      'processed_events',
      'command_results',
      'outbox',
      'payments',
      'refunds',
      'earnings',
      'trainer_calendar',
      'analytics_counters',
    ]
    for (const table of forGood) {
      for (const trace of traces) {
        expect(text(table), `${trace} in ${table}`).not.toContain(trace.toLowerCase())
      }
    }
  })

  it('stands in no refusal’s facts that go to the log as an incident', () => {
    const studio = openTestStudio()
    studio.signIn('desk')
    studio.app.database.exec(
      `CREATE TRIGGER broken AFTER INSERT ON appointments BEGIN SELECT RAISE(ABORT, 'broken'); END`,
    )
    studio.command('appointments.create', {
      trainerId: studio.people.ana,
      serviceId: studio.people.training,
      start: '2026-03-02T09:00',
      client: { kind: 'new', client: person },
    })
    const [incident] = studio.incidents
    const told = JSON.stringify([
      incident,
      String(incident!.error),
      (incident!.error as Error).stack,
    ])
    for (const trace of traces) expect(told.toLowerCase()).not.toContain(trace.toLowerCase())
  })
})
