import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { expect, it } from 'vitest'
import { migrate } from '../../main/db/migrate.ts'
import { StudioDatabase } from '../../main/db/studio-database.ts'
import { inspectStudio } from '../faults/support/check-studio.ts'
import { bookSession, clientOf, payCash } from '../support/book-session.ts'
import { addGroupService, fillSeats, scheduleGroup } from '../support/group-session.ts'
import { makeTempFolder } from '../support/make-temp-folder.ts'
import { openTestStudio, type TestStudio } from '../support/open-test-studio.ts'
import { valueOf } from '../support/read-result.ts'
import { offerProduct, packageDraft } from '../support/sell-package.ts'
import { migrations } from '../support/studio-template.ts'

const firstOf = (table: string, where = '1') =>
  `id = (SELECT id FROM ${table} WHERE ${where} ORDER BY rowid LIMIT 1)`

it('a file that was left anywhere in its first migrations is no studio yet, and has nothing wrong', () => {
  const file = join(makeTempFolder(), 'studio.db')
  for (const [index] of migrations.entries()) {
    const database = StudioDatabase.open(file)
    migrate(database, migrations.slice(0, index + 1))
    database.close()
    expect(inspectStudio(file)).toMatchObject({ problems: [], events: 0 })
  }
})

/** Each thing that must never be, done to the file by hand, and what the inspection calls it. */
const broken: readonly (readonly [what: string, sql: string, named: RegExp])[] = [
  [
    'a trainer in two sessions',
    `UPDATE appointments SET start_time = '2026-03-02T08:30:00.000Z',
       end_time = '2026-03-02T09:30:00.000Z' WHERE ${firstOf('appointments', 'capacity IS NULL')}`,
    /^trainer .* is booked twice/,
  ],
  [
    'a room with two sessions',
    `UPDATE appointments SET room_id = (SELECT id FROM rooms)
     WHERE local_start = '2026-03-03T10:00'`,
    /^room .* is booked twice/,
  ],
  [
    'more seats than there are',
    'UPDATE appointments SET capacity = 1 WHERE capacity IS NOT NULL',
    /has 2 seats of 1/,
  ],
  [
    'a client with two seats',
    'UPDATE seats SET client_id = (SELECT client_id FROM seats LIMIT 1)',
    /a client sits twice/,
  ],
  [
    'a seat that nobody booked',
    `DELETE FROM seats WHERE payment_status = 'unpaid'`,
    /^seat missing/,
  ],
  [
    'a refund above what was paid',
    'UPDATE refunds SET amount_minor = 90000',
    /was refunded more than it was/,
  ],
  [
    'a refund of a voided sale',
    `INSERT INTO sale_voids SELECT p.sale_id, 'other', r.created_by, r.created_at, r.created_by
     FROM refunds r JOIN payments p ON p.id = r.payment_id`,
    /^voided sale .* has a refund/,
  ],
  [
    'a sale that is not its lines',
    'UPDATE sales SET total_minor = total_minor + 1',
    /is not the sum of its lines/,
  ],
  [
    'a payment that is not what was logged',
    `UPDATE payments SET amount_minor = amount_minor - 1 WHERE method = 'card'`,
    /^payment too much/,
  ],
  [
    'a gap in the receipts',
    `UPDATE sales SET receipt_number = 'A-2026-000099' WHERE ${firstOf('sales')}`,
    /have a gap/,
  ],
  [
    'credits below nothing',
    `INSERT INTO credit_entries SELECT 'x', client_package_id, 'void', -20, expires_on, NULL, NULL,
       created_at, created_by FROM credit_entries WHERE kind = 'sold'`,
    /^package .* has -11 credits/,
  ],
  [
    'a credit that was given back twice',
    `INSERT INTO credit_entries SELECT 'x', client_package_id, 'released', 1, expires_on,
       appointment_id, seat_id, created_at, created_by FROM credit_entries WHERE kind = 'held'`,
    /^credits too much: 10 /,
  ],
  [
    'a session that took place and used no credit',
    `UPDATE appointments SET status = 'completed' WHERE funding = 'package'`,
    /is completed, and its credit is held/,
  ],
  [
    'cash that is not in the drawer',
    `DELETE FROM drawer_movements WHERE kind = 'sale'`,
    /^cash movement missing: sale/,
  ],
  [
    'a drawer that is not its movements',
    `UPDATE drawer_movements SET amount_minor = amount_minor + 1 WHERE kind = 'paid_in'`,
    /^drawer too much/,
  ],
  [
    'a balance that is not its entries',
    'UPDATE account_entries SET amount_minor = amount_minor + 1',
    /^balance too much/,
  ],
  [
    'a balance below nothing',
    `INSERT INTO account_entries SELECT 'x', client_id, 'spent', -90000, currency, sale_id, payment_id,
       refund_id, NULL, created_at, created_by FROM account_entries`,
    /^client .* has -/,
  ],
  [
    'a balance without a receipt',
    `UPDATE account_entries SET refund_id = NULL, kind = 'refund'`,
    /^balance entry .* has no receipt/,
  ],
  ['a fee in another state', `UPDATE fees SET state = 'waived'`, /^fee too much: .* waived/],
  [
    'a fee for a session that stands',
    `UPDATE appointments SET status = 'booked', cancelled_at = NULL, cancellation_reason = NULL
     WHERE id IN (SELECT appointment_id FROM fees)`,
    /^fee .* is owed for a session that is booked/,
  ],
  [
    'a trainer who is paid too much',
    'UPDATE earnings SET amount_minor = amount_minor + 1',
    /earns .* and should earn/,
  ],
  [
    'a paid session that is marked otherwise',
    `UPDATE appointments SET payment_status = 'unpaid', payment_id = NULL
     WHERE payment_status = 'part_refunded'`,
    /is marked unpaid, and is part_refunded/,
  ],
  [
    'a paid seat that is marked otherwise',
    `UPDATE seats SET payment_status = 'unpaid', payment_id = NULL WHERE payment_status = 'paid'`,
    /is marked unpaid, and is paid/,
  ],
]

it('sees each thing that must never be', () => {
  const studio = openTestStudio()
  haveADay(studio)
  studio.foreign().pragma('wal_checkpoint(TRUNCATE)')
  expect(inspectStudio(studio.file).problems).toEqual([])
  const folder = makeTempFolder()
  const seen = broken.map(([what, sql, named], index) => {
    const file = join(folder, `${index}.db`)
    copyFileSync(studio.file, file)
    breakIt(file, sql)
    const { problems } = inspectStudio(file)
    return [what, problems.some((problem) => named.test(problem)) ? 'seen' : problems]
  })
  expect(seen).toEqual(broken.map(([what]) => [what, 'seen']))
})

/** As somebody who has the file and no respect for it. */
function breakIt(file: string, sql: string): void {
  const connection = new Sqlite(file)
  try {
    const guards = connection
      .prepare(
        `SELECT 'DROP TRIGGER ' || name FROM sqlite_schema WHERE type = 'trigger'
         UNION ALL SELECT 'DROP INDEX seats_once_per_client'`,
      )
      .pluck()
      .all() as string[]
    for (const guard of guards) connection.exec(guard)
    connection.exec(sql)
  } finally {
    connection.close()
  }
}

/** A day with something of everything. */
function haveADay(studio: TestStudio): void {
  studio.signIn('manager')
  const room = { name: 'Hall', kind: 'room' } as const
  const { id: roomId } = valueOf(studio.command('catalog.addRoom', room))
  valueOf(
    studio.command('catalog.addService', {
      name: 'Massage',
      durationMinutes: 60,
      priceMinor: 6_000,
      hue: 3,
      capacity: null,
      bufferBeforeMinutes: 0,
      bufferAfterMinutes: 0,
      roomIds: [roomId],
    }),
  )
  const [massage] = studio.rows<{ id: string }>(`SELECT id FROM services WHERE name = 'Massage'`)
  bookSession(studio, '2026-03-03T10:00', { serviceId: massage!.id })
  bookSession(studio, '2026-03-03T10:00', { trainerId: studio.people.ben })

  const first = bookSession(studio, '2026-03-02T09:00')
  const clientId = clientOf(studio, first)
  const { paymentId } = payCash(studio, first)
  const refund = { paymentId, amountMinor: 1_000, reason: 'other', to: 'account' } as const
  valueOf(studio.command('payments.refund', refund))
  bookSession(studio, '2026-03-02T11:00')

  const group = scheduleGroup(studio, '2026-03-02T14:00', { serviceId: addGroupService(studio, 3) })
  const [seatId] = fillSeats(studio, group, 2)
  const card = (amountMinor: number) => [{ method: 'card' as const, amountMinor, reference: 'T1' }]
  const seat = { appointmentId: group, seatId, amountMinor: 1_800, tenders: card(1_800) }
  valueOf(studio.command('payments.take', seat))

  const productId = offerProduct(studio, packageDraft())
  const sold = { clientId, productId, amountMinor: 50_000, tenders: card(50_000) }
  const { soldId } = valueOf(studio.command('packages.sell', sold))
  const client = { kind: 'existing', clientId } as const
  const funding = { kind: 'package', clientPackageId: soldId } as const
  bookSession(studio, '2026-03-02T16:00', { client, funding })

  const lost = bookSession(studio, '2026-03-02T18:00')
  const late = { by: 'client', reason: 'client_ill', refund: false } as const
  valueOf(studio.agree('appointments.cancel', { appointmentId: lost, ...late }))
  valueOf(studio.command('drawer.move', { kind: 'paid_in', amountMinor: 500, reason: 'Change' }))
}
