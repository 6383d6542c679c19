import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { newClientSchema } from '../../shared/clients.ts'
import { tenderSchema } from '../../shared/tenders.ts'
import { newId } from '../../shared/ids.ts'
import type { Result } from '../../shared/result.ts'
import type { Session } from '../../shared/staff.ts'
import { verifyLog } from '../../main/events/verify-log.ts'
import { createRouter } from '../../main/ipc/router.ts'
import { openStudioApp, type StudioApp } from '../../main/studio-app.ts'
import { readPlainStudio } from '../support/read-plain-studio.ts'
import { refusalOf, valueOf } from '../support/read-result.ts'
import { cheapPins, migrations } from '../support/studio-template.ts'

// A Tuesday at noon in Berlin, two days after the clocks went forward: the past has winter time in
// it, the days ahead do not.
const now = '2026-03-31T10:20:00.000Z'
const today = '2026-03-31'

const folder = mkdtempSync(join(tmpdir(), 'fitflow-demo-'))
const demo = makeDemo('demo.db')
afterAll(() => {
  demo.app.close()
  rmSync(folder, { recursive: true, force: true })
})

function makeDemo(name: string, prepare: (app: StudioApp) => void = () => {}) {
  const file = join(folder, name)
  const app = openStudioApp({ file, migrations, clock: () => Date.parse(now), pinCost: cheapPins })
  prepare(app)
  const session: { current: Session | null } = { current: null }
  const route = createRouter(app, (_, channel, error) => {
    throw new Error(`${channel} failed`, { cause: error })
  })
  const command = (name: string, input: unknown): Result<unknown> =>
    route({ name, input, commandId: newId() }, session)
  const made = command('studio.createDemo', {})
  const rows = <T>(query: string, ...values: unknown[]) =>
    app.database.prepare(query).all(...values) as T[]
  const count = (query: string): number =>
    Object.values(rows<Record<string, number>>(query)[0]!)[0]!
  return { file, app, session, command, made, rows, count }
}

const slow = { name: 'slow', tier: 'inline' } as const

/** Takes longer than a handler usually may. */
function stall(): void {
  const startedAt = performance.now()
  while (performance.now() - startedAt < 300);
}

/** Weekday (Monday is 1) and minute of the day on the studio's wall, from the zone's rules alone. */
function wallOf(instant: string): { weekday: number; minute: number } {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: 'Europe/Berlin',
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
  }).formatToParts(new Date(instant))
  const part = (type: string) => parts.find((each) => each.type === type)!.value
  const weekday = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'].indexOf(part('weekday')) + 1
  return { weekday, minute: Number(part('hour')) * 60 + Number(part('minute')) }
}

describe('the demo studio', () => {
  it('has six trainers, fifteen services, 400 clients and nine people who can sign in', () => {
    expect(demo.count('SELECT count(*) FROM trainers')).toBe(6)
    expect(demo.count('SELECT count(*) FROM services')).toBe(15)
    expect(demo.count('SELECT count(*) FROM services WHERE capacity IS NOT NULL')).toBe(3)
    expect(demo.count('SELECT count(*) FROM clients')).toBe(400)
    const { pins } = valueOf(demo.made) as {
      pins: { staffId: string; pin: string; role: string }[]
    }
    expect(pins.map(({ role }) => role).toSorted()).toEqual(
      ['manager', 'front_desk', 'front_desk', ...Array<string>(6).fill('trainer')].toSorted(),
    )
    expect(new Set(pins.map(({ pin }) => pin)).size).toBe(9)
    for (const { staffId, pin } of pins) {
      valueOf(demo.command('staff.signIn', { staffId, pin }))
    }
  })

  it('has clients the booking form would take, whom no message can reach', () => {
    const clients = demo.rows<{
      name: string
      phone: string | null
      email: string | null
      messages_consent: number
    }>('SELECT * FROM clients')
    for (const { name, phone, email } of clients) {
      newClientSchema.parse({ name, phone: phone ?? undefined, email: email ?? undefined })
      expect(email ?? 'none@example.org').toMatch(/@example\.org$/)
    }
    const consenting = clients.filter((client) => client.messages_consent === 1).length
    expect(consenting / clients.length).toBeGreaterThan(0.6)
    expect(consenting / clients.length).toBeLessThan(0.8)
    expect(clients.filter(({ name }) => /[^\u0020-\u007e]/.test(name)).length).toBeGreaterThan(50)
    expect(new Set(clients.map(({ name }) => name)).size).toBe(400)
  })

  it('fills four weeks around today, fuller behind than ahead', () => {
    const days = demo.rows<{ day: string; sessions: number }>(
      `SELECT substr(local_start, 1, 10) AS day, count(*) AS sessions FROM appointments
       GROUP BY 1 ORDER BY 1`,
    )
    // One of the 28 days the studio is closed.
    expect(days).toHaveLength(27)
    expect(days.map(({ day }) => day)).not.toContain('2026-04-12')
    expect(days[0]!.day).toBe('2026-03-17')
    expect(days.at(-1)!.day).toBe('2026-04-13')
    const sum = (from: string, to: string) =>
      days
        .filter(({ day }) => day >= from && day <= to)
        .reduce((total, { sessions }) => total + sessions, 0)
    expect(sum('2026-03-17', '2026-03-30')).toBeGreaterThan(250)
    expect(sum('2026-04-07', '2026-04-13')).toBeGreaterThan(30)
    expect(sum('2026-04-07', '2026-04-13')).toBeLessThan(sum('2026-03-24', '2026-03-30'))
  })

  it('never has a trainer or a client in two places at once', () => {
    for (const whose of ['trainer_id', 'client_id']) {
      expect(
        demo.rows(
          `SELECT a.id FROM appointments a JOIN appointments b
             ON a.${whose} = b.${whose} AND a.id <> b.id
            AND a.start_time < b.end_time AND b.start_time < a.end_time
           WHERE a.status <> 'cancelled' AND b.status <> 'cancelled'`,
        ),
      ).toEqual([])
    }
  })

  it('keeps every session inside its trainer’s hours by the wall clock, before and after the clocks change', () => {
    const hours = demo.rows<{
      trainer_id: string
      weekday: number
      start_minute: number
      end_minute: number
    }>('SELECT * FROM working_hours')
    const sessions = demo.rows<{ trainer_id: string; start_time: string; end_time: string }>(
      'SELECT * FROM appointments',
    )
    for (const { trainer_id, start_time, end_time } of sessions) {
      const [start, end] = [wallOf(start_time), wallOf(end_time)]
      const inside = hours.some(
        (span) =>
          span.trainer_id === trainer_id &&
          span.weekday === start.weekday &&
          span.start_minute <= start.minute &&
          end.minute <= span.end_minute,
      )
      expect(inside, `${trainer_id} ${start_time}`).toBe(true)
    }
  })

  it('has a valid log in which everything happened at its time and nothing after now', () => {
    expect(verifyLog(demo.app.database)).toMatchObject({ valid: true })
    const history = `SELECT count(*) FROM event_log WHERE event_type <> 'staff.signed_in'`
    expect(demo.count(`${history} AND created_at <> metadata ->> '$.timestamp'`)).toBe(0)
    expect(demo.count(`${history} AND created_at > '${now}'`)).toBe(0)
    const bookings = `FROM event_log e JOIN appointments a ON a.id = e.subject_id`
    expect(
      demo.count(
        `SELECT count(*) ${bookings} WHERE event_type = 'appointment.created'
         AND (e.created_at <> a.created_at OR e.created_at >= a.start_time)`,
      ),
    ).toBe(0)
    const created = demo.count(
      `SELECT count(*) ${bookings} WHERE event_type = 'appointment.created'`,
    )
    expect(created).toBe(demo.count('SELECT count(*) FROM appointments'))
    // Booked on many days, by everybody at the desk.
    expect(
      demo.count('SELECT count(DISTINCT substr(created_at, 1, 10)) FROM appointments'),
    ).toBeGreaterThan(25)
    expect(demo.count('SELECT count(DISTINCT created_by) FROM appointments')).toBe(3)
  })

  it('has a past that is mostly paid, and a future that mostly is not', () => {
    const paid = (when: string) =>
      demo.count(`SELECT avg(payment_status <> 'unpaid') FROM appointments
                  WHERE status <> 'cancelled' AND price_minor > 0 AND client_id IS NOT NULL
                    AND funding = 'single' AND ${when}`)
    expect(paid(`end_time < '${today}'`)).toBeGreaterThan(0.9)
    expect(paid(`start_time > '${now}'`)).toBeLessThan(0.25)
    expect(demo.count(`SELECT avg(method = 'cash') FROM payments`)).toBeGreaterThan(0.15)
    expect(demo.count(`SELECT avg(method = 'card') FROM payments`)).toBeGreaterThan(0.5)
    for (const payment of demo.rows<{
      method: string
      amount_minor: number
      tendered_minor: number | null
      card_reference: string | null
      card_last4: string | null
    }>('SELECT * FROM payments')) {
      tenderSchema.parse({
        method: payment.method,
        amountMinor: payment.amount_minor,
        tenderedMinor: payment.tendered_minor ?? undefined,
        reference: payment.card_reference ?? undefined,
        last4: payment.card_last4 ?? undefined,
      })
    }
  })

  it('has marked what became of every session that is over, and nothing ahead', () => {
    // What becomes of a group is said of each of its seats.
    const count = (status: string, when: string) =>
      demo.count(`SELECT count(*) FROM appointments
                  WHERE client_id IS NOT NULL AND status IN (${status}) AND ${when}`)
    expect(count(`'booked', 'checked_in'`, `end_time < '${today}'`)).toBe(0)
    expect(count(`'completed'`, `end_time < '${today}'`)).toBeGreaterThan(200)
    expect(count(`'no_show'`, `end_time < '${today}'`)).toBeGreaterThan(1)
    expect(count(`'completed', 'no_show'`, `start_time > '${now}'`)).toBe(0)
    expect(
      demo.count(`SELECT count(*) FROM event_log WHERE event_type = 'appointment.checked_in'`),
    ).toBeGreaterThan(50)
  })

  it('has cancellations in time and too late, moves, and money that went back', () => {
    const cancelled = (late: number) =>
      demo.count(`SELECT count(*) FROM appointments WHERE cancelled_late = ${late}`)
    expect(cancelled(0)).toBeGreaterThan(2)
    expect(cancelled(1)).toBeGreaterThan(2)
    expect(
      demo.count('SELECT count(DISTINCT cancellation_reason) FROM appointments'),
    ).toBeGreaterThanOrEqual(3)
    expect(
      demo.count(`SELECT count(*) FROM event_log WHERE event_type = 'appointment.rescheduled'`),
    ).toBeGreaterThan(3)
    expect(demo.count('SELECT count(*) FROM refunds')).toBeGreaterThan(2)
  })

  it('numbers its receipts without a gap, in the order of their time', () => {
    const numbers = demo.rows<{ receipt_number: string }>(
      `SELECT receipt_number, created_at FROM sales
       UNION ALL SELECT receipt_number, created_at FROM refunds ORDER BY created_at, receipt_number`,
    )
    expect(numbers.map((row) => row.receipt_number)).toEqual(
      numbers.map((_, index) => `A-2026-${String(index + 1).padStart(6, '0')}`),
    )
  })

  it('refunds no more than was paid, and leaves each trainer their share of what stayed', () => {
    const refunded = demo.rows(
      `SELECT p.id FROM payments p
       WHERE p.amount_minor < coalesce((SELECT sum(amount_minor) FROM refunds WHERE payment_id = p.id), 0)`,
    )
    expect(refunded).toEqual([])
    const wrong = demo.rows(
      `SELECT a.id, a.price_minor, sum(e.amount_minor) AS earned
       FROM appointments a LEFT JOIN earnings e ON e.appointment_id = a.id
       WHERE a.status = 'completed' AND a.funding = 'single' AND a.payment_status IN ('paid', 'unpaid')
         AND a.trainer_id NOT IN (SELECT trainer_id FROM trainer_rates)
       GROUP BY a.id HAVING coalesce(earned, 0) <> (a.price_minor + 1) / 2`,
    )
    expect(wrong).toEqual([])
  })

  it('has groups with a full one and a line behind it, rooms, and a series', () => {
    expect(demo.count('SELECT count(*) FROM appointments WHERE client_id IS NULL')).toBeGreaterThan(
      20,
    )
    expect(
      demo.count(`SELECT count(*) FROM appointments a WHERE a.start_time > '${now}'
        AND capacity = (SELECT count(*) FROM seats WHERE appointment_id = a.id AND status <> 'cancelled')
        AND EXISTS (SELECT 1 FROM waitlist WHERE appointment_id = a.id AND status = 'waiting')`),
    ).toBeGreaterThan(0)
    expect(demo.count('SELECT count(DISTINCT room_id) FROM appointments')).toBe(4)
    expect(
      demo.count(`SELECT count(*) FROM seats WHERE status IN ('booked', 'checked_in')
      AND appointment_id IN (SELECT id FROM appointments WHERE end_time < '${today}')`),
    ).toBe(0)
    expect(demo.count('SELECT count(*) FROM appointments WHERE series_id IS NOT NULL')).toBe(4)
  })

  it('has packages and memberships in use, and credits that end soon', () => {
    for (const table of ['appointments', 'seats']) {
      expect(demo.count(`SELECT count(*) FROM ${table} WHERE funding = 'package'`)).toBeGreaterThan(
        5,
      )
    }
    expect(demo.count(`SELECT count(*) FROM seats WHERE funding = 'membership'`)).toBeGreaterThan(5)
    expect(
      demo.count(`SELECT count(*) FROM client_packages p WHERE expires_on BETWEEN '${today}' AND '2026-04-14'
        AND (SELECT sum(delta) FROM credit_entries WHERE client_package_id = p.id) > 0`),
    ).toBeGreaterThan(0)
  })

  it('has fees that were paid, let go and are open, balances, and every past day closed', () => {
    const fees = (state: string) => demo.count(`SELECT count(*) FROM fees WHERE state = '${state}'`)
    expect(fees('paid')).toBeGreaterThan(0)
    expect(fees('waived')).toBeGreaterThan(0)
    expect(
      demo.count(`SELECT count(*) FROM fees WHERE state IN ('pending', 'due')`),
    ).toBeGreaterThan(0)
    expect(
      demo.count('SELECT coalesce(sum(amount_minor), 0) FROM account_entries'),
    ).toBeGreaterThan(0)
    expect(demo.count('SELECT count(*) FROM day_closes')).toBe(
      demo.count('SELECT count(*) FROM drawer_sessions WHERE closed_at IS NOT NULL'),
    )
    expect(demo.count('SELECT count(DISTINCT rate_kind) FROM earnings')).toBe(3)
  })

  it('sends nothing about the past, while calendars and counts catch up', () => {
    demo.app.delivery.drainDatabase()
    expect(demo.count('SELECT count(*) FROM outbox')).toBe(0)
    expect(demo.count('SELECT count(*) FROM event_delivery')).toBe(0)
    expect(demo.count('SELECT count(*) FROM dead_letters')).toBe(0)
    expect(
      demo.rows(
        `SELECT id FROM appointments a LEFT JOIN trainer_calendar c ON c.appointment_id = a.id
         WHERE c.start_time IS NOT a.start_time OR (c.status = 'cancelled') <> (a.status = 'cancelled')`,
      ),
    ).toEqual([])
    expect(demo.count('SELECT sum(count) FROM analytics_counters')).toBe(
      demo.count(`SELECT count(*) FROM event_log WHERE event_type GLOB 'appointment.*'`),
    )
  })

  it('writes confirmations again from the first booking that is really made', () => {
    const copy = join(folder, 'booked.db')
    demo.app.database.exec('PRAGMA wal_checkpoint(TRUNCATE)')
    copyFileSync(demo.file, copy)
    const app = openStudioApp({
      file: copy,
      migrations,
      clock: () => Date.parse(now),
      pinCost: cheapPins,
    })
    try {
      app.delivery.drainDatabase()
      const last = app.database
        .prepare(`SELECT id FROM appointments WHERE status = 'booked' AND start_time > ?`)
        .get(now) as { id: string }
      const manager = app.database
        .prepare(`SELECT id, name, role FROM staff WHERE role = 'manager'`)
        .get() as Session
      const route = createRouter(app, () => {})
      const input = { appointmentId: last.id, by: 'studio', reason: 'studio_closed', refund: false }
      valueOf(
        route(
          { name: 'appointments.cancel', commandId: newId(), input },
          { current: { ...manager, trainerId: null } },
        ),
      )
      app.delivery.drainDatabase()
      const { queued } = app.database
        .prepare(`SELECT count(*) AS queued FROM outbox WHERE kind = 'cancellation'`)
        .get() as { queued: number }
      expect(queued).toBeGreaterThan(0)
    } finally {
      app.close()
    }
  })

  it('is made once: a second one is refused and changes not a byte', () => {
    demo.app.database.exec('PRAGMA wal_checkpoint(TRUNCATE)')
    const before = readFileSync(demo.file)
    expect(refusalOf(demo.command('studio.createDemo', {})).code).toBe('studio_exists')
    demo.app.database.exec('PRAGMA wal_checkpoint(TRUNCATE)')
    expect(readFileSync(demo.file).equals(before)).toBe(true)
  })

  it('reminds nobody: a fresh demo has no messages that wait for a mail server', async () => {
    await demo.app.reminders.look()
    expect(demo.count('SELECT count(*) FROM outbox')).toBe(0)
  })

  it('is the same studio each time, apart from its ids, on a computer that stalls too', () => {
    const again = makeDemo('again.db', ({ bus }) => bus.on('catalog.closure_added', stall, slow))
    try {
      expect(again.count('SELECT count(*) FROM event_delivery')).toBe(0)
      expect(readPlainStudio(again.app.database)).toEqual(readPlainStudio(demo.app.database))
    } finally {
      again.app.close()
    }
  })
})
