import { describe, expect, it } from 'vitest'
import { migrate } from '../../main/db/migrate.ts'
import type { StudioDatabase } from '../../main/db/studio-database.ts'
import { openTempDatabase } from '../support/open-temp-database.ts'
import { migrations } from '../support/studio-template.ts'

const at = (time: string) => `2026-03-02T${time}:00.000Z`

/** A studio as 0004 left it: one session paid in cash, one by card of which a part went back. */
function fromBefore(): StudioDatabase {
  const database = openTempDatabase()
  migrate(database, migrations.slice(0, 4))
  database.exec(`
    INSERT INTO trainers VALUES ('ana', 'Ana', 1, 0, 5000, 1);
    INSERT INTO services (id, name, duration_minutes, price_minor, hue, position) VALUES ('training', 'Training', 60, 5500, 1, 0);
    INSERT INTO staff VALUES ('mara', 'Mara', 'manager', NULL, x'00', x'00', NULL, 0, NULL, 0, 1);
    INSERT INTO clients VALUES (1, 'cleo', 'Cleo', NULL, NULL, 0, '${at('07:00')}', '${at('07:00')}');
  `)
  for (const [id, hour] of [
    ['a', '09'],
    ['b', '11'],
  ] as const) {
    database.exec(`
      INSERT INTO appointments (id, trainer_id, client_id, service_id, start_time, end_time, time_zone, local_start,
        status, price_minor, currency, late_window_minutes, late_fee_bp, created_at, created_by)
      VALUES ('${id}', 'ana', 'cleo', 'training', '${at(`${hour}:00`)}', '${at(`${hour}:30`)}', 'Europe/Berlin',
        '2026-03-02T10:00', 'booked', 5500, 'EUR', 600, 2500, '${at('07:00')}', 'mara')`)
  }
  database.exec(`
    INSERT INTO payments VALUES
      ('p', 'a', 'cleo', 'cash', 5500, 'EUR', 6000, NULL, NULL, 'A-2026-000001', '${at('08:00')}', 'mara'),
      ('q', 'b', 'cleo', 'card', 5500, 'EUR', NULL, 'T-1', '4242', 'A-2026-000002', '${at('08:05')}', 'mara');
    INSERT INTO refunds VALUES ('r', 'q', 1500, 'goodwill', 'A-2026-000003', '${at('08:10')}', 'mara');
    INSERT INTO earnings VALUES ('e', 'ana', 'a', 'p', NULL, 2750, 'EUR', 5000, '${at('08:00')}');
    UPDATE appointments SET payment_status = 'paid', payment_id = 'p', paid_at = '${at('08:00')}' WHERE id = 'a';
    UPDATE appointments SET payment_status = 'part_refunded', payment_id = 'q' WHERE id = 'b';
  `)
  migrate(database, migrations.slice(0, 5))
  return database
}

const refund = (id: string, payment: string, line: string, amount: number, method = 'cash') =>
  `INSERT INTO refunds (id, payment_id, sale_line_id, method, amount_minor, reason, receipt_number, created_at, created_by)
   VALUES ('${id}', '${payment}', '${line}', '${method}', ${amount}, 'other', '${id}', '${at('09:00')}', 'mara')`
const voidOf = (sale: string) =>
  `INSERT INTO sale_voids VALUES ('${sale}', 'other', 'mara', '${at('09:00')}', 'mara')`

describe('0005, payments become sales', () => {
  it('makes each old payment a sale of one session, under its own number', () => {
    const database = fromBefore()
    const all = (text: string) => database.prepare(text).all()
    expect(all('SELECT id, client_id, receipt_number, total_minor FROM sales ORDER BY id')).toEqual(
      [
        { id: 'p', client_id: 'cleo', receipt_number: 'A-2026-000001', total_minor: 5500 },
        { id: 'q', client_id: 'cleo', receipt_number: 'A-2026-000002', total_minor: 5500 },
      ],
    )
    expect(
      all('SELECT sale_id, kind, appointment_id, net_minor, tax_minor FROM sale_lines ORDER BY id'),
    ).toEqual([
      { sale_id: 'p', kind: 'session', appointment_id: 'a', net_minor: 5500, tax_minor: 0 },
      { sale_id: 'q', kind: 'session', appointment_id: 'b', net_minor: 5500, tax_minor: 0 },
    ])
    expect(
      all('SELECT id, sale_id, method, amount_minor, tendered_minor, card_last4 FROM payments'),
    ).toEqual([
      {
        id: 'p',
        sale_id: 'p',
        method: 'cash',
        amount_minor: 5500,
        tendered_minor: 6000,
        card_last4: null,
      },
      {
        id: 'q',
        sale_id: 'q',
        method: 'card',
        amount_minor: 5500,
        tendered_minor: null,
        card_last4: '4242',
      },
    ])
    expect(
      all('SELECT id, payment_id, sale_line_id, method, amount_minor, receipt_number FROM refunds'),
    ).toEqual([
      {
        id: 'r',
        payment_id: 'q',
        sale_line_id: 'q',
        method: 'card',
        amount_minor: 1500,
        receipt_number: 'A-2026-000003',
      },
    ])
    expect(all('PRAGMA foreign_key_check')).toEqual([])
    database.close()
  })

  it.each([
    {
      what: 'more than the tender holds',
      sql: refund('s', 'q', 'q', 4001, 'card'),
      says: /exceeds/,
    },
    { what: 'for another sale’s line', sql: refund('s', 'p', 'q', 1), says: 'another_sale' },
    { what: 'to another tender', sql: refund('s', 'p', 'p', 1, 'card'), says: 'another_tender' },
  ])('refuses a refund of $what', ({ sql, says }) => {
    const database = fromBefore()
    expect(() => database.exec(sql)).toThrow(says)
    database.exec(refund('s', 'q', 'q', 4000, 'account'))
    database.close()
  })

  it('voids no sale of which something went back, and gives nothing back of a voided one', () => {
    const database = fromBefore()
    expect(() => database.exec(voidOf('q'))).toThrow('sale_refunded')
    database.exec(voidOf('p'))
    expect(() => database.exec(refund('s', 'p', 'p', 1))).toThrow('sale_voided')
    database.close()
  })

  it('takes no tender beyond the sale’s total', () => {
    const database = fromBefore()
    expect(() =>
      database.exec(
        `INSERT INTO payments (id, sale_id, position, method, amount_minor, currency, created_at, created_by)
         VALUES ('z', 'p', 1, 'account', 1, 'EUR', '${at('09:00')}', 'mara')`,
      ),
    ).toThrow('payment_exceeds_sale')
    database.close()
  })

  it.each([
    'UPDATE sales SET total_minor = 1',
    'DELETE FROM sales',
    'UPDATE sale_lines SET tax_bp = 1',
    'DELETE FROM sale_lines',
    'UPDATE payments SET amount_minor = 1',
    'DELETE FROM payments',
    'UPDATE refunds SET amount_minor = 1',
    'DELETE FROM refunds',
    `UPDATE sale_voids SET reason = 'x'`,
    'DELETE FROM sale_voids',
    'UPDATE account_entries SET amount_minor = 1',
    'DELETE FROM account_entries',
  ])('keeps what was written: %s', (sql) => {
    const database = fromBefore()
    database.exec(voidOf('p'))
    database.exec(
      `INSERT INTO account_entries (id, client_id, kind, amount_minor, currency, created_at, created_by)
       VALUES ('x', 'cleo', 'top_up', 1, 'EUR', '${at('08:00')}', 'mara')`,
    )
    expect(() => database.exec(sql)).toThrow(/never (changed|deleted)/)
    database.exec(
      `UPDATE sales SET client_id = 'cleo'; UPDATE account_entries SET client_id = 'cleo'`,
    )
    database.close()
  })
})
