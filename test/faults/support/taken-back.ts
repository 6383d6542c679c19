import { differences } from './differences.ts'
import { openIf } from './fold-log.ts'

type RowOf = Record<string, unknown>

/** Tables that an undo adds to, as every act does, or that something else proves, with the reason. */
const apart: Readonly<Record<string, string>> = {
  event_log: 'an undo appends',
  event_log_head: 'follows the log',
  event_delivery: 'follows the log',
  event_subscriptions: 'follows the log',
  processed_events: 'follows the log',
  command_results: 'what was answered stays answered',
  approvals: 'a manager’s approval is used once',
  former_states: 'what an undo is done by',
  receipt_numbers: 'a number is used once',
  receipt_clock: 'a receipt was issued, whatever is undone',
  outbox: 'what is sent is decided by how things stand then; proved by itself',
  told_sessions: 'what who was told; proved by itself',
  told_offers: 'what who was told; proved by itself',
  analytics_counters: 'counts what happened, taken back or not; made again from the log',
  trainer_calendar: 'follows the log; proved by itself',
  calendar_files: 'follows the trainer’s calendar',
  policies: 'a policy is followed by another and never edited; compared by what holds when',
  credit_entries: 'a ledger: its sums are compared',
  account_entries: 'a ledger: its sums are compared',
  drawer_movements: 'a ledger: its sums are compared',
  earnings: 'a ledger: its sums are compared',
}

const when = 'who marked it last, and when'
const order = 'only the order counts, and that is compared'
const again = 'what is put up again is a row of its own'

/**
 * What follows money that was given back: it has a receipt, and stays given back. The session is to be
 * paid again then.
 */
const followsRefund: ReadonlySet<string> = new Set([
  'refunds',
  'receipts',
  'fees',
  'balance',
  'drawer',
  'earnings',
])

/** What a handler writes in a payment's own transaction, or later when a stalled machine cut it off. */
const followsPayment: ReadonlySet<string> = new Set(['fees', 'earnings'])

/** Columns that differ after an undo, with the reason. */
const columnsApart: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  clients: { last_seen_at: 'who was dealt with last was dealt with last' },
  appointments: { resolved_at: when, checked_in_at: when },
  seats: { resolved_at: when, checked_in_at: when },
  fees: { decided_at: when, decided_by: when },
  services: { position: order },
  rooms: { position: order },
  trainers: { position: order },
  staff: { position: order },
  closures: { id: again, created_at: again, created_by: again },
  time_off: { id: again, created_at: again, created_by: again },
}

/** What an act made and its events name stays, laid down: it counts for nothing. */
const laidDown: Readonly<Record<string, (row: RowOf) => boolean>> = {
  appointments: ({ status }) => status === 'cancelled',
  seats: ({ status }) => status === 'cancelled',
  waitlist: ({ status }) => status === 'left',
  fees: ({ state }) => state === 'withdrawn',
  series: () => true,
  clients: () => true,
  client_folds: () => true,
  products: ({ active }) => active === 0,
  product_services: () => true,
  services: ({ active }) => active === 0,
  service_rooms: () => true,
  rooms: ({ active }) => active === 0,
  trainers: ({ active }) => active === 0,
  trainer_rates: ({ set_by }) => set_by === null,
  staff: ({ active }) => active === 0,
  pin_seals: () => true,
  working_hours: () => true,
}

const sums: Readonly<Record<string, string>> = {
  credits: `SELECT client_package_id || ' ' || expires_on || ' ' || sum(delta) AS line
    FROM credit_entries GROUP BY client_package_id, expires_on HAVING sum(delta) <> 0`,
  'credits that are out': `SELECT line FROM (
      SELECT client_package_id || ' ' || coalesce(seat_id, appointment_id) || ' ' || kind || ' '
        || expires_on AS line, kind, max(rowid) FROM credit_entries WHERE appointment_id IS NOT NULL
      GROUP BY appointment_id, seat_id) WHERE kind <> 'released'`,
  order: ['services', 'rooms', 'trainers', 'staff']
    .map(
      (table) => `SELECT '${table} ' || group_concat(id, ' ' ORDER BY position) AS line
        FROM ${table} WHERE active = 1`,
    )
    .join(' UNION ALL '),
  owed: `SELECT DISTINCT s.service_name AS line FROM event_delivery d
    JOIN event_subscriptions s ON s.id = d.subscription_id WHERE s.tier = 'inline'`,
  balance: `SELECT client_id || ' ' || sum(amount_minor) AS line FROM account_entries
    GROUP BY client_id HAVING sum(amount_minor) <> 0`,
  drawer: `SELECT drawer_session_id || ' ' || sum(amount_minor) AS line FROM drawer_movements
    GROUP BY drawer_session_id HAVING sum(amount_minor) <> 0`,
  earnings: `SELECT trainer_id || ' ' || appointment_id || ' ' || coalesce(seat_id, '-') || ' '
      || sum(amount_minor) AS line FROM earnings
    GROUP BY trainer_id, appointment_id, seat_id HAVING sum(amount_minor) <> 0`,
}

/** Whoever reads rows of a studio's file. */
interface Reader {
  all<R>(query: string): R[]
}

/** Everything the file says at a moment, for {@link differencesAfterUndo}. */
export interface Photograph {
  readonly rows: ReadonlyMap<string, ReadonlyMap<string, RowOf>>
  readonly sums: ReadonlyMap<string, ReadonlySet<string>>
}

/** Takes down every table, with what a ledger comes to in place of its lines. */
export function photograph(file: Reader): Photograph {
  const tables = file
    .all<{ name: string }>(
      `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'
       AND name NOT LIKE 'client_search%' AND name NOT LIKE 'client_name_%'
       AND name NOT LIKE 'client_words%'`,
    )
    .filter(({ name }) => !(name in apart))
  const rows = tables.map(({ name }) => {
    const all = file.all<RowOf>(`SELECT * FROM ${name}`)
    return [name, new Map(all.map((row) => [keyOf(row), row]))] as const
  })
  const lines = Object.entries(sums).map(([name, query]) => {
    const all = file.all<{ line: string }>(query)
    return [name, new Set(all.map(({ line }) => line))] as const
  })
  return { rows: new Map(rows), sums: new Map(lines) }
}

/** In words, how a studio after an undo is not what it was before the act; empty: it is. */
export function differencesAfterUndo(before: Photograph, after: Photograph): string[] {
  // What a handler did not finish in time is done later: what a session's row says of its payments, its
  // fees and the trainer's share follow then.
  const isOwed = [before, after].some(({ sums: owed }) => owed.get('owed')!.size > 0)
  const isRefunded = before.rows.get('refunds')?.size !== after.rows.get('refunds')?.size
  const isPassedOver = (name: string) =>
    (isRefunded && followsRefund.has(name)) || (isOwed && followsPayment.has(name))
  const columns = [
    ...(isRefunded || isOwed ? ['payment_status'] : []),
    ...(isOwed ? ['payment_id', 'paid_at'] : []),
  ]
  const inTables = [...after.rows].flatMap(([table, rows]) => {
    if (isPassedOver(table)) return []
    const were = before.rows.get(table) ?? new Map<string, RowOf>()
    const standing = [...rows].filter(([key, row]) => were.has(key) || !laidDown[table]?.(row))
    const lines = (some: Iterable<RowOf>) =>
      new Set([...some].map((row) => lineOf(table, row, columns)))
    return differences(
      `${table} (after the undo against before the act)`,
      lines(standing.map(([, row]) => row)),
      lines(were.values()),
    )
  })
  const inSums = [...after.sums].flatMap(([name, lines]) =>
    isPassedOver(name) || name === 'owed'
      ? []
      : differences(
          `${name} (after the undo against before the act)`,
          new Set(lines),
          new Set(before.sums.get(name)),
        ),
  )
  return [...inTables, ...inSums]
}

function keyOf(row: RowOf): string {
  const { id } = row
  return typeof id === 'string' ? id : JSON.stringify(row)
}

function lineOf(table: string, row: RowOf, passedOver: readonly string[]): string {
  const { [table]: skipped = {} } = columnsApart
  const isSaid = (column: string) => !(column in skipped) && !passedOver.includes(column)
  // What was pending before is due by the clock alone.
  const said = table === 'fees' ? { ...row, state: openIf(String(row['state'])) } : row
  return JSON.stringify(Object.entries(said).filter(([column]) => isSaid(column)))
}
