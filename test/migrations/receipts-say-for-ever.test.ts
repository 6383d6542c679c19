import { describe, expect, it } from 'vitest'
import { migrate } from '../../main/db/migrate.ts'
import type { StudioDatabase } from '../../main/db/studio-database.ts'
import { openTempDatabase } from '../support/open-temp-database.ts'
import { migrations } from '../support/studio-template.ts'

const at = (time: string) => `2026-07-01T${time}:00.000Z`
const earlier = migrations.filter(({ name }) => name < '0026')
const upToIt = migrations.filter(({ name }) => name < '0027')

/** A studio from before: a session and a package, sold with 19 % and given back in parts. */
function fromBefore(): StudioDatabase {
  const database = openTempDatabase()
  migrate(database, earlier)
  database.exec(`
    INSERT INTO studio (id, tenant_id, device_id, device_code, name, time_zone, currency, created_at)
    VALUES (1, 't', 'd', 'A', 'Harbour', 'Europe/Berlin', 'EUR', '${at('07:00')}');
    INSERT INTO trainers (id, name, hue, position, active) VALUES ('ana', 'Ana', 1, 0, 1);
    INSERT INTO services (id, name, duration_minutes, price_minor, hue, position)
    VALUES ('training', 'Training', 60, 5500, 1, 0);
    INSERT INTO products (id, kind, name, price_minor, credits, validity_days, position)
    VALUES ('ten', 'package', 'Ten', 50000, 10, 365, 0);
    INSERT INTO staff (id, name, role, pin_salt, pin_hash, position) VALUES ('mara', 'Mara', 'manager', x'00', x'00', 0);
    INSERT INTO clients (id, name, created_at, last_seen_at) VALUES ('cleo', 'Cleo', '${at('07:00')}', '${at('07:00')}');
    INSERT INTO appointments (id, trainer_id, client_id, service_id, start_time, end_time, time_zone, local_start,
      status, price_minor, currency, late_window_minutes, late_fee_bp, tax_bp, payment_status, created_at, created_by)
    VALUES ('a', 'ana', 'cleo', 'training', '${at('09:00')}', '${at('10:00')}', 'Europe/Berlin', '2026-07-01T11:00',
      'booked', 5500, 'EUR', 600, 2500, 1900, 'unpaid', '${at('07:00')}', 'mara');
    INSERT INTO sales VALUES
      ('s', 'cleo', 'A-2026-000001', 'EUR', 5500, '${at('08:00')}', 'mara'),
      ('g', 'cleo', 'A-2026-000006', 'EUR', 50000, '${at('22:30')}', 'mara');
    INSERT INTO client_packages (id, client_id, product_id, sale_id, credits, paid_minor, single_price_minor, currency, expires_on, sold_at)
    VALUES ('c', 'cleo', 'ten', 'g', 10, 50000, 5500, 'EUR', '2027-07-01', '${at('22:30')}');
    INSERT INTO sale_lines (id, sale_id, position, kind, appointment_id, client_package_id, net_minor, tax_minor, gross_minor, tax_bp)
    VALUES ('l', 's', 0, 'session', 'a', NULL, 4622, 878, 5500, 1900),
           ('k', 'g', 0, 'package', NULL, 'c', 42017, 7983, 50000, 1900);
    INSERT INTO payments (id, sale_id, position, method, amount_minor, currency, card_reference, created_at, created_by)
    VALUES ('p', 's', 0, 'card', 5500, 'EUR', 'T', '${at('08:00')}', 'mara'),
           ('q', 'g', 0, 'card', 50000, 'EUR', 'T', '${at('22:30')}', 'mara');
    UPDATE appointments SET payment_status = 'refunded', payment_id = 'p';
    INSERT INTO drawer_sessions (id, opened_at, opened_on, opened_by, float_minor, currency)
    VALUES ('day', '${at('06:00')}', '2026-07-01', 'mara', 10000, 'EUR');
    INSERT INTO drawer_movements (id, drawer_session_id, kind, amount_minor, reason, created_at, created_by)
    VALUES ('m', 'day', 'paid_in', 500, 'Found', '${at('12:00')}', 'mara');
    INSERT INTO drawer_counts VALUES ('n', 'day', NULL, 10500, 10500, '${at('17:59')}', 'mara');
    UPDATE drawer_sessions SET closed_at = '${at('18:00')}', closed_by = 'mara', counted_minor = 10500, expected_minor = 10500;
    INSERT INTO day_closes VALUES ('z', '2026-07-01', '{"figures":{"date":"2026-07-01"},"head":{"seq":1,"hash":"aa"}}', '${at('19:00')}', 'mara');
  `)
  for (const [index, [amount, reason]] of (
    [
      [1, 'goodwill'],
      [1_832, 'goodwill'],
      [3_667, 'goodwill'],
    ] as const
  ).entries()) {
    database.exec(`
      INSERT INTO refunds (id, payment_id, sale_line_id, method, amount_minor, reason, receipt_number, created_at, created_by)
      VALUES ('r${index}', 'p', 'l', 'card', ${amount}, '${reason}', 'A-2026-00000${index + 2}', '${at('08:30')}', 'mara')`)
  }
  return database
}

describe('0026, receipts say for ever', () => {
  it('keeps the texts of what was made before, as they stand now', () => {
    const database = fromBefore()
    migrate(database, upToIt)
    const all = (text: string) => database.prepare(text).all()
    const said = { client_name: 'Cleo', studio_name: 'Harbour', staff_name: 'Mara' }
    expect(
      all(
        'SELECT client_name, studio_name, staff_name, receipt_number, issued_local FROM receipts',
      ),
    ).toEqual([
      { ...said, receipt_number: 'A-2026-000001', issued_local: '2026-07-01T10:00' },
      { ...said, receipt_number: 'A-2026-000002', issued_local: '2026-07-01T10:30' },
      { ...said, receipt_number: 'A-2026-000003', issued_local: '2026-07-01T10:30' },
      { ...said, receipt_number: 'A-2026-000004', issued_local: '2026-07-01T10:30' },
      { ...said, receipt_number: 'A-2026-000006', issued_local: '2026-07-02T00:30' },
    ])
    expect(all('SELECT name, session_local, trainer_name FROM sale_lines ORDER BY id')).toEqual([
      { name: 'Ten', session_local: null, trainer_name: null },
      { name: 'Training', session_local: '2026-07-01T11:00', trainer_name: 'Ana' },
    ])
    const json = (text: string) => JSON.parse(database.prepare(text).pluck().get() as string)
    expect(json('SELECT report FROM drawer_sessions')).toEqual({
      studioName: 'Harbour',
      openedLocal: '2026-07-01T08:00',
      openedBy: 'Mara',
      closedLocal: '2026-07-01T20:00',
      closedBy: 'Mara',
      counts: { n: '2026-07-01T19:59' },
      movements: { m: { local: '2026-07-01T14:00', by: 'Mara' } },
    })
    expect(json('SELECT report FROM day_closes')).toEqual({
      figures: { date: '2026-07-01' },
      head: { seq: 1, hash: 'aa' },
      studioName: 'Harbour',
      closedLocal: '2026-07-01T21:00',
      closedBy: 'Mara',
    })
  })

  it('gives each old refund its tax, which adds up to that of the line', () => {
    const database = fromBefore()
    migrate(database, upToIt)
    expect(database.prepare('SELECT tax_minor FROM refunds ORDER BY rowid').pluck().all()).toEqual([
      0, 293, 585,
    ])
    expect(() => database.exec('UPDATE refunds SET tax_minor = 0')).toThrow('never changed')
  })

  it('says of a session that was paid and given back as goodwill that it is paid', () => {
    const database = fromBefore()
    migrate(database, upToIt)
    const statuses = () => database.prepare('SELECT payment_status FROM appointments').pluck().all()
    expect(statuses()).toEqual(['paid'])
  })

  it.each([
    `UPDATE receipts SET studio_name = 'x'`,
    `UPDATE receipts SET client_name = 'x'`,
    'DELETE FROM receipts',
    `UPDATE sale_lines SET name = 'x'`,
    `UPDATE sale_lines SET session_local = NULL`,
    `UPDATE drawer_sessions SET report = '{}'`,
    `UPDATE day_closes SET report = '{}'`,
  ])('refuses %s', (text) => {
    const database = fromBefore()
    migrate(database, upToIt)
    expect(() => database.exec(text)).toThrow(/never (changed|deleted)/)
  })
})
