import { describe, expect, it } from 'vitest'
import { migrate } from '../../main/db/migrate.ts'
import type { StudioDatabase } from '../../main/db/studio-database.ts'
import { openTempDatabase } from '../support/open-temp-database.ts'
import { migrations } from '../support/studio-template.ts'

const at = '2026-07-01T08:00:00.000Z'
const months: Readonly<Record<string, { day: string; back: number; reason?: string }[]>> = {
  'paid and kept': [{ day: '2026-07-31', back: 0 }],
  'refunded wholly': [{ day: '2026-07-31', back: 7_900 }],
  'refunded wholly, up to what was used': [{ day: '2026-07-09', back: 7_900 }],
  'refunded in part': [{ day: '2026-07-31', back: 7_899 }],
  'refunded as goodwill': [{ day: '2026-07-31', back: 7_900, reason: 'goodwill' }],
  'refunded wholly, and booked': [{ day: '2026-07-31', back: 7_900 }],
  'both months refunded': [
    { day: '2026-08-31', back: 7_900 },
    { day: '2026-08-31', back: 7_900 },
  ],
  'one of two months refunded': [
    { day: '2026-08-31', back: 7_900 },
    { day: '2026-08-31', back: 0 },
  ],
}

/** A studio from before, with memberships that began on 1 July. */
function fromBefore(): StudioDatabase {
  const database = openTempDatabase()
  migrate(
    database,
    migrations.filter(({ name }) => name < '0064'),
  )
  database.exec(`
    INSERT INTO studio (id, tenant_id, device_id, device_code, name, time_zone, currency, created_at)
    VALUES (1, 't', 'd', 'A', 'Harbour', 'Europe/Berlin', 'EUR', '${at}');
    INSERT INTO trainers (id, name, hue, position, active) VALUES ('ana', 'Ana', 1, 0, 1);
    INSERT INTO services (id, name, duration_minutes, price_minor, hue, position)
    VALUES ('training', 'Training', 60, 5500, 1, 0);
    INSERT INTO products (id, kind, name, price_minor, position) VALUES ('gym', 'membership', 'Gym', 7900, 0);
    INSERT INTO staff (id, name, role, pin_salt, pin_hash, position) VALUES ('mara', 'Mara', 'manager', x'00', x'00', 0);
    INSERT INTO clients (id, name, created_at, last_seen_at) VALUES ('cleo', 'Cleo', '${at}', '${at}');`)
  let number = 0
  const receipt = () => `A-2026-${String((number += 1)).padStart(6, '0')}`
  for (const [id, sold] of Object.entries(months)) {
    database.exec(`
      INSERT INTO memberships (id, client_id, product_id, price_minor, currency, starts_on, ends_on, created_at)
      VALUES ('${id}', 'cleo', 'gym', 7900, 'EUR', '2026-07-01', '${sold[0]!.day}', '${at}')`)
    for (const [index, { back, reason = 'other' }] of sold.entries()) {
      const key = `${id} ${index}`
      database.exec(`
        INSERT INTO sales (id, client_id, receipt_number, currency, total_minor, created_at, created_by)
        VALUES ('${key}', 'cleo', '${receipt()}', 'EUR', 7900, '${at}', 'mara');
        INSERT INTO sale_lines (id, sale_id, position, kind, membership_id, net_minor, tax_minor, gross_minor, tax_bp)
        VALUES ('${key}', '${key}', 0, 'membership', '${id}', 7900, 0, 7900, 0);
        INSERT INTO payments (id, sale_id, position, method, amount_minor, currency, card_reference, created_at, created_by)
        VALUES ('${key}', '${key}', 0, 'card', 7900, 'EUR', 'T', '${at}', 'mara');`)
      if (back === 0) continue
      database.exec(`
        INSERT INTO refunds (id, payment_id, sale_line_id, method, amount_minor, reason, receipt_number, created_at, created_by)
        VALUES ('${key}', '${key}', '${key}', 'card', ${back}, '${reason}', '${receipt()}', '${at}', 'mara')`)
    }
  }
  database.exec(`
    INSERT INTO appointments (id, trainer_id, client_id, service_id, start_time, end_time, time_zone, local_start,
      status, price_minor, currency, late_window_minutes, late_fee_bp, tax_bp, payment_status, funding, membership_id,
      created_at, created_by)
    VALUES ('a', 'ana', 'cleo', 'training', '2026-07-20T09:00:00.000Z', '2026-07-20T10:00:00.000Z', 'Europe/Berlin',
      '2026-07-20T11:00', 'booked', 5500, 'EUR', 600, 2500, 0, 'covered', 'membership', 'refunded wholly, and booked',
      '${at}', 'mara')`)
  return database
}

describe('0064, memberships that were refunded wholly', () => {
  it('end the day before they began; those that still pay for something stay', () => {
    const database = fromBefore()
    migrate(database, migrations)
    const rows = database.prepare('SELECT id, ends_on FROM memberships').raw().all()
    expect(Object.fromEntries(rows as [string, string][])).toEqual({
      'paid and kept': '2026-07-31',
      'refunded wholly': '2026-06-30',
      'refunded wholly, up to what was used': '2026-06-30',
      'refunded in part': '2026-07-31',
      'refunded as goodwill': '2026-07-31',
      'refunded wholly, and booked': '2026-07-31',
      'both months refunded': '2026-06-30',
      'one of two months refunded': '2026-08-31',
    })
  })
})
