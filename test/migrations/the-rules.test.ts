import { describe, expect, it } from 'vitest'
import { migrate } from '../../main/db/migrate.ts'
import type { StudioDatabase } from '../../main/db/studio-database.ts'
import { openTempDatabase } from '../support/open-temp-database.ts'
import { migrations } from '../support/studio-template.ts'

const at = (time: string) => `2026-03-02T${time}:00.000Z`

/** A studio as 0003 left it, with a paid session, brought up to 0004. */
function fromBefore(): StudioDatabase {
  const database = openTempDatabase()
  migrate(database, migrations.slice(0, 3))
  database.exec(`
    INSERT INTO studio VALUES (1, 't', 'd', 'A', 'Studio', 'Europe/Berlin', 'EUR', 0, 600, 2500, '${at('07:00')}');
    INSERT INTO trainers VALUES ('ana', 'Ana', 1, 0, 5000, 1);
    INSERT INTO services VALUES ('training', 'Training', 60, 5500, 1, 0, 1);
    INSERT INTO staff VALUES ('mara', 'Mara', 'manager', NULL, x'00', x'00', NULL, 0, NULL, 0, 1);
    INSERT INTO clients VALUES (1, 'cleo', 'Cleo', NULL, NULL, 0, '${at('07:00')}', '${at('07:00')}');
    INSERT INTO clients VALUES (2, 'dora', 'Dora', NULL, NULL, 0, '${at('07:00')}', '${at('07:00')}');
    INSERT INTO appointments (id, trainer_id, client_id, service_id, start_time, end_time, time_zone, local_start,
      status, price_minor, currency, late_window_minutes, late_fee_bp, created_at, created_by)
    VALUES ('a', 'ana', 'cleo', 'training', '${at('09:00')}', '${at('10:00')}', 'Europe/Berlin', '2026-03-02T10:00',
      'booked', 5500, 'EUR', 600, 2500, '${at('07:00')}', 'mara');
    INSERT INTO payments VALUES
      ('p', 'a', 'cleo', 'cash', 5500, 'EUR', 6000, NULL, NULL, 'A-2026-000001', '${at('08:00')}', 'mara');
    UPDATE appointments SET payment_status = 'paid', payment_id = 'p', paid_at = '${at('08:00')}';
  `)
  migrate(database, migrations.slice(0, 4))
  return database
}

const insertAppointment = (id: string, changes: Record<string, string | number | null> = {}) => {
  const row = {
    id,
    trainer_id: 'ana',
    client_id: 'cleo',
    service_id: 'training',
    start_time: at('12:00'),
    end_time: at('13:00'),
    time_zone: 'Europe/Berlin',
    local_start: '2026-03-02T13:00',
    status: 'booked',
    price_minor: 5500,
    currency: 'EUR',
    late_window_minutes: 600,
    late_fee_bp: 2500,
    created_at: at('07:00'),
    created_by: 'mara',
    ...changes,
  }
  const values = Object.values(row).map((value) =>
    typeof value === 'string' ? `'${value}'` : String(value ?? 'NULL'),
  )
  return `INSERT INTO appointments (${Object.keys(row).join(', ')}) VALUES (${values.join(', ')})`
}

describe('0004, the rules', () => {
  it('keeps the book, its payments and its terms as they were', () => {
    const database = fromBefore()
    expect(
      database
        .prepare('SELECT id, client_id, payment_status, late_fee_bp, funding FROM appointments')
        .all(),
    ).toEqual([
      { id: 'a', client_id: 'cleo', payment_status: 'paid', late_fee_bp: 2500, funding: 'single' },
    ])
    expect(database.prepare('PRAGMA foreign_key_check').all()).toEqual([])
    expect(database.prepare('SELECT effective_from, terms FROM policies').all()).toEqual([
      {
        effective_from: '2026-03-02',
        terms: '{"lateCancelWindowMinutes":600,"lateCancelFeeBasisPoints":2500}',
      },
    ])
    database.close()
  })

  it('still refuses a double booking, and one of a room as well', () => {
    const database = fromBefore()
    expect(() =>
      database.exec(insertAppointment('b', { start_time: at('09:30'), end_time: at('10:30') })),
    ).toThrow('trainer_busy')
    database.exec(`
      INSERT INTO trainers VALUES ('ben', 'Ben', 2, 1, 5000, 1);
      INSERT INTO rooms (id, name, position) VALUES ('r', 'Room', 0);
    `)
    database.exec(insertAppointment('b', { room_id: 'r' }))
    expect(() =>
      database.exec(insertAppointment('c', { room_id: 'r', trainer_id: 'ben' })),
    ).toThrow('room_busy')
    database.exec(insertAppointment('c', { trainer_id: 'ben' }))
    expect(() => database.exec(`UPDATE appointments SET room_id = 'r' WHERE id = 'c'`)).toThrow(
      'room_busy',
    )
    database.close()
  })

  it('sells no seat that is not there, and does not take a chair away from under somebody', () => {
    const database = fromBefore()
    database.exec(insertAppointment('g', { client_id: null, capacity: 1 }))
    const seat = (id: string, client: string) =>
      `INSERT INTO seats (id, appointment_id, client_id, status, price_minor, currency,
         late_window_minutes, late_fee_bp, created_at, created_by)
       VALUES ('${id}', 'g', '${client}', 'booked', 1500, 'EUR', 600, 2500, '${at('07:00')}', 'mara')`
    database.exec(seat('s', 'cleo'))
    expect(() => database.exec(seat('t', 'dora'))).toThrow('session_full')
    database.exec(`UPDATE appointments SET capacity = 2 WHERE id = 'g'`)
    database.exec(seat('t', 'dora'))
    expect(() => database.exec(`UPDATE appointments SET capacity = 1 WHERE id = 'g'`)).toThrow(
      'session_full',
    )
    database.close()
  })

  it('has one client for a private session and seats for a group', () => {
    const database = fromBefore()
    expect(() => database.exec(insertAppointment('b', { client_id: null }))).toThrow('CHECK')
    expect(() => database.exec(insertAppointment('b', { capacity: 8 }))).toThrow('CHECK')
    database.close()
  })

  it('never lets a lot of credits or an account fall below nothing', () => {
    const database = fromBefore()
    database.exec(`
      INSERT INTO products (id, kind, name, price_minor, credits, validity_days, position)
      VALUES ('ten', 'package', 'Ten', 50000, 10, 365, 0);
      INSERT INTO sales VALUES ('x', 'cleo', 'A-2026-000002', 'EUR', 50000, '${at('08:00')}', 'mara');
      INSERT INTO client_packages VALUES
        ('k', 'cleo', 'ten', 'x', 1, 50000, 5500, 'EUR', '2027-03-02', '${at('08:00')}');
    `)
    const entry = (id: string, kind: string, delta: number) =>
      `INSERT INTO credit_entries (id, client_package_id, kind, delta, expires_on, created_at)
       VALUES ('${id}', 'k', '${kind}', ${delta}, '2027-03-02', '${at('08:00')}')`
    database.exec(entry('1', 'sold', 1))
    database.exec(entry('2', 'held', -1))
    expect(() => database.exec(entry('3', 'held', -1))).toThrow('no_credit_left')
    expect(() => database.exec('DELETE FROM credit_entries')).toThrow('never deleted')
    expect(() =>
      database.exec(
        `INSERT INTO account_entries (id, client_id, kind, amount_minor, currency, created_at, created_by)
         VALUES ('1', 'cleo', 'spent', -1, 'EUR', '${at('08:00')}', 'mara')`,
      ),
    ).toThrow('balance_too_small')
    database.close()
  })

  it('has one open drawer, and none that changes once it is closed', () => {
    const database = fromBefore()
    const open = (id: string) =>
      `INSERT INTO drawer_sessions (id, opened_at, opened_on, opened_by, float_minor, currency)
       VALUES ('${id}', '${at('07:00')}', '2026-03-02', 'mara', 10000, 'EUR')`
    database.exec(open('1'))
    expect(() => database.exec(open('2'))).toThrow('UNIQUE')
    database.exec(
      `UPDATE drawer_sessions SET closed_at = '${at('18:00')}', closed_by = 'mara',
         counted_minor = 10000, expected_minor = 10000`,
    )
    expect(() => database.exec('UPDATE drawer_sessions SET counted_minor = 1')).toThrow(
      'never changed',
    )
    expect(() =>
      database.exec(
        `INSERT INTO drawer_movements (id, drawer_session_id, kind, amount_minor, created_at, created_by)
         VALUES ('m', '1', 'paid_in', 500, '${at('19:00')}', 'mara')`,
      ),
    ).toThrow('drawer_closed')
    database.close()
  })
})
