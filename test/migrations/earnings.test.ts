import { describe, expect, it } from 'vitest'
import { migrate } from '../../main/db/migrate.ts'
import type { StudioDatabase } from '../../main/db/studio-database.ts'
import { openTempDatabase } from '../support/open-temp-database.ts'
import { migrations } from '../support/studio-template.ts'

const at = '2026-03-02T08:00:00.000Z'

/** A studio with one payment of which a part went back, as the migration before left it. */
function fromBefore(): StudioDatabase {
  const database = openTempDatabase()
  migrate(database, migrations.slice(0, 4))
  database.exec(`
    INSERT INTO trainers VALUES ('ana', 'Ana', 1, 0, 5000, 1), ('ben', 'Ben', 2, 1, 4000, 1);
    INSERT INTO services (id, name, duration_minutes, price_minor, hue, position) VALUES ('training', 'Training', 60, 5500, 1, 0);
    INSERT INTO staff VALUES ('mara', 'Mara', 'manager', NULL, x'00', x'00', NULL, 0, NULL, 0, 1);
    INSERT INTO clients VALUES (1, 'cleo', 'Cleo', NULL, NULL, 0, '${at}', '${at}');
    INSERT INTO appointments (id, trainer_id, client_id, service_id, start_time, end_time, time_zone, local_start,
      status, price_minor, currency, late_window_minutes, late_fee_bp, created_at, created_by)
    VALUES ('a', 'ana', 'cleo', 'training', '2026-03-02T09:00:00.000Z', '2026-03-02T10:00:00.000Z', 'Europe/Berlin',
      '2026-03-02T10:00', 'booked', 5500, 'EUR', 600, 2500, '${at}', 'mara');
    INSERT INTO payments VALUES
      ('p', 'a', 'cleo', 'cash', 5500, 'EUR', 6000, NULL, NULL, 'A-2026-000001', '${at}', 'mara');
    INSERT INTO refunds VALUES ('r', 'p', 1500, 'goodwill', 'A-2026-000002', '${at}', 'mara');
    INSERT INTO earnings VALUES ('e', 'ana', 'a', 'p', NULL, 2750, 'EUR', 5000, '${at}');
    INSERT INTO earnings VALUES ('f', 'ana', 'a', 'p', 'r', -750, 'EUR', 5000, '${at}');
  `)
  migrate(database, migrations)
  return database
}

const line = (on: string, amount = -1) =>
  `INSERT INTO earnings (id, trainer_id, appointment_id, kind, amount_minor, currency, rate_kind, rate_value,
     session_on, pay_on, created_at)
   VALUES ('${on}', 'ana', 'a', 'adjusted', ${amount}, 'EUR', 'flat', 0, '2026-03-02', '${on}', '${at}')`
const period = (id: string, from: string, until: string) =>
  `INSERT INTO pay_periods VALUES ('${id}', '${from}', '${until}', '${at}', 'mara')`

describe('0010, earnings', () => {
  it('keeps every old line, dated as its session', () => {
    const rows = fromBefore()
      .prepare(
        'SELECT id, kind, amount_minor, rate_kind, rate_value, pay_on, payment_id, refund_id FROM earnings',
      )
      .all()
    const same = { rate_kind: 'percent', rate_value: 5000, pay_on: '2026-03-02', payment_id: 'p' }
    expect(rows).toEqual([
      { id: 'e', kind: 'recorded', amount_minor: 2750, refund_id: null, ...same },
      { id: 'f', kind: 'adjusted', amount_minor: -750, refund_id: 'r', ...same },
    ])
  })

  it('gives each trainer the rate they had, from the first day on, and a new one theirs', () => {
    const database = fromBefore()
    database.exec(`INSERT INTO trainers VALUES ('cy', 'Cy', 3, 2, 3000, 1)`)
    expect(
      database.prepare('SELECT trainer_id, effective_from, kind, value FROM trainer_rates').all(),
    ).toEqual(
      [
        ['ana', 5000],
        ['ben', 4000],
        ['cy', 3000],
      ].map(([trainer_id, value]) => ({
        trainer_id,
        effective_from: '0001-01-01',
        kind: 'percent',
        value,
      })),
    )
  })

  it.each([
    { from: '2026-02-01', until: '2026-02-28', fits: true },
    { from: '2026-02-01', until: '2026-03-01', fits: false },
    { from: '2026-03-02', until: '2026-03-02', fits: false },
    { from: '2026-03-31', until: '2026-04-30', fits: false },
    { from: '2026-04-01', until: '2026-04-30', fits: true },
    { from: '2026-05-02', until: '2026-05-01', fits: false },
  ])('takes a period from $from to $until beside March: $fits', ({ from, until, fits }) => {
    const database = fromBefore()
    database.exec(period('march', '2026-03-01', '2026-03-31'))
    let taken = true
    try {
      database.exec(period('next', from, until))
    } catch {
      taken = false
    }
    expect(taken).toBe(fits)
  })

  it('takes lines without a payment, below nothing, but none into a locked period', () => {
    const database = fromBefore()
    database.exec(period('march', '2026-03-01', '2026-03-31'))
    expect(() => database.exec(line('2026-03-31'))).toThrow('pay_period_locked')
    expect(() => database.exec(line('2026-04-01'))).not.toThrow()
  })

  it.each([
    'UPDATE earnings SET amount_minor = 1',
    'DELETE FROM earnings',
    'UPDATE trainer_rates SET value = 1',
    'DELETE FROM trainer_rates',
    'UPDATE pay_periods SET until_on = from_on',
    'DELETE FROM pay_periods',
  ])('refuses %s', (text) => {
    const database = fromBefore()
    database.exec(period('march', '2026-03-01', '2026-03-31'))
    expect(() => database.exec(text)).toThrow(/never (changed|deleted)/)
  })
})
