import { existsSync } from 'node:fs'
import Sqlite from 'better-sqlite3'
import { StudioDatabase } from '../../../main/db/studio-database.ts'
import { verifyLog } from '../../../main/events/verify-log.ts'
import { checkDeliveries } from './check-deliveries.ts'
import { foldLog, type FoldedLog } from './fold-log.ts'
import { checkChain, readLog } from './read-log.ts'

/** What an outsider found in a studio's file. */
export interface Inspection {
  readonly problems: readonly string[]
  readonly events: number
  readonly appointments: number
  readonly payments: number
}

/**
 * Looks at a studio that no FitFlow has open, with a connection, SQL and arithmetic of its own: is
 * the file whole, does the chain hold, do the tables say what the log says, is nobody booked twice,
 * is every cent accounted for, and has every handler done what its checkpoint says.
 */
export function inspectStudio(file: string): Inspection {
  const nothing = { problems: [], events: 0, appointments: 0, payments: 0 }
  if (!existsSync(file)) return nothing
  const connection = new Sqlite(file)
  try {
    const problems = checkFile(connection)
    if (problems.length > 0) return { ...nothing, problems }
    if (!hasTable(connection, 'event_log_head')) return nothing
    const { rows, problems: unlike } = readLog(connection)
    problems.push(...unlike, ...checkChain(connection, rows), ...checkVerify(file))
    if (hasTable(connection, 'appointments')) {
      const folded = foldLog(rows)
      problems.push(...checkBook(connection, folded), ...checkMoney(connection, folded))
      problems.push(...checkDeliveries(connection, rows))
      const { appointments, payments } = folded
      const counts = { appointments: appointments.size, payments: payments.size }
      return { problems, events: rows.length, ...counts }
    }
    return { ...nothing, problems, events: rows.length }
  } finally {
    connection.close()
  }
}

function hasTable(connection: Sqlite.Database, name: string): boolean {
  return Boolean(connection.prepare('SELECT 1 FROM sqlite_schema WHERE name = ?').get(name))
}

function checkFile(connection: Sqlite.Database): string[] {
  const integrity = connection.pragma('integrity_check', { simple: true })
  const broken = connection.pragma('foreign_key_check') as unknown[]
  const problems = []
  if (integrity !== 'ok') problems.push(`integrity_check says ${String(integrity)}`)
  if (broken.length > 0) problems.push(`${broken.length} rows point to nothing`)
  return problems
}

/** FitFlow's own check must come to the same verdict as ours. */
function checkVerify(file: string): string[] {
  const database = StudioDatabase.openForReading(file)
  try {
    const result = verifyLog(database)
    return result.valid ? [] : [`log:verify finds event ${result.seq}: ${result.problem}`]
  } finally {
    database.close()
  }
}

interface AppointmentRow {
  readonly id: string
  readonly trainer_id: string
  readonly client_id: string | null
  readonly start_time: string
  readonly end_time: string
  readonly status: string
}

function checkBook(connection: Sqlite.Database, folded: FoldedLog): string[] {
  const problems: string[] = []
  const rows = connection.prepare('SELECT * FROM appointments').all() as AppointmentRow[]
  for (const row of rows) {
    const said = folded.appointments.get(row.id)
    const is = `${row.trainer_id} ${row.client_id} ${row.start_time} ${row.end_time} ${row.status === 'cancelled'}`
    const should =
      said && `${said.trainer} ${said.client} ${said.start} ${said.end} ${said.cancelled}`
    if (!said) problems.push(`appointment ${row.id} has no event`)
    else if (is !== should) problems.push(`appointment ${row.id} is ${is}, the log says ${should}`)
  }
  const ids = new Set(rows.map(({ id }) => id))
  for (const id of folded.appointments.keys()) {
    if (!ids.has(id)) problems.push(`the log's appointment ${id} is not there`)
  }
  const clients = connection.prepare('SELECT id FROM clients').pluck().all() as string[]
  problems.push(...differences('client', new Set(clients), folded.clients))
  problems.push(...findOverlaps(rows))
  return problems.slice(0, 8)
}

/** Sorted by trainer and start, an overlap is always between neighbours. */
function findOverlaps(rows: readonly AppointmentRow[]): string[] {
  const active = rows
    .filter(({ status }) => status !== 'cancelled')
    .toSorted((a, b) =>
      `${a.trainer_id} ${a.start_time}` < `${b.trainer_id} ${b.start_time}` ? -1 : 1,
    )
  return active.flatMap((row, index) => {
    const before = active[index - 1]
    const overlaps = before?.trainer_id === row.trainer_id && before.end_time > row.start_time
    return overlaps ? [`${row.trainer_id} is booked twice at ${row.start_time}`] : []
  })
}

function checkMoney(connection: Sqlite.Database, folded: FoldedLog): string[] {
  const all = <T>(query: string) => connection.prepare(query).all() as T[]
  const payments = all<MoneyRow>(
    `SELECT p.id, p.amount_minor AS amount, s.receipt_number AS receipt,
       (SELECT l.appointment_id FROM sale_lines l
        WHERE l.sale_id = s.id AND l.kind = 'session') AS of
     FROM payments p JOIN sales s ON s.id = p.sale_id`,
  )
  const refunds = all<MoneyRow>(
    'SELECT id, payment_id AS of, amount_minor AS amount, receipt_number AS receipt FROM refunds',
  )
  const earnings = all<EarningRow>('SELECT * FROM earnings')
  const line = (row: { id: string; of: string | null; amount: number; receipt: string }) =>
    `${row.id} of ${row.of}: ${row.amount}, ${row.receipt}`
  const problems = [
    ...differences(
      'payment',
      new Set(payments.map(line)),
      new Set([...folded.payments].map(([id, p]) => line({ id, of: p.appointment, ...p }))),
    ),
    ...differences(
      'refund',
      new Set(refunds.map(line)),
      new Set([...folded.refunds].map(([id, r]) => line({ id, of: r.payment, ...r }))),
    ),
    ...differences(
      'earning',
      new Set(earnings.map((e) => `${e.id} ${e.appointment_id} ${e.amount_minor}`)),
      new Set([...folded.earnings].map(([id, e]) => `${id} ${e.by} ${e.amount}`)),
    ),
    ...checkReceipts(
      connection,
      all<Numbered>('SELECT receipt_number AS receipt FROM sales').concat(
        refunds.map(({ receipt }) => ({ receipt })),
      ),
    ),
  ]
  const owed = owedMoney(connection)
  for (const payment of payments) {
    if (owed.has(payment.id)) continue
    const given = refunds.filter(({ of }) => of === payment.id)
    const kept = given.reduce((left, { amount }) => left - amount, payment.amount)
    if (kept < 0) problems.push(`payment ${payment.id} was refunded more than it was`)
  }
  const marks = checkPaidMarks(connection, payments, refunds).filter(({ id }) => !owed.has(id))
  return problems.concat(marks.map(({ problem }) => problem)).slice(0, 8)
}

/**
 * Payments and appointments of which a handler's work in the payment's own transaction was cut off,
 * by a machine that stalled, and is to be done again: it stands in `event_delivery`.
 */
function owedMoney(connection: Sqlite.Database): Set<string | null> {
  const rows = connection
    .prepare(
      `SELECT e.event_data ->> '$.paymentId' AS payment, e.event_data ->> '$.appointmentId' AS appointment
       FROM event_delivery d JOIN event_log e ON e.seq = d.seq
       JOIN event_subscriptions s ON s.id = d.subscription_id WHERE s.tier = 'inline'`,
    )
    .all() as { payment: string | null; appointment: string | null }[]
  return new Set(rows.flatMap(({ payment, appointment }) => [payment, appointment]))
}

interface Numbered {
  readonly receipt: string
}

interface MoneyRow extends Numbered {
  readonly id: string
  /** The session of a payment, null when it bought something else; the payment of a refund. */
  readonly of: string | null
  readonly amount: number
}

interface EarningRow {
  readonly id: string
  readonly appointment_id: string
  readonly amount_minor: number
}

/** Each device and year counts 1, 2, 3, … over sales and refunds, and the counter knows the last. */
function checkReceipts(connection: Sqlite.Database, money: readonly Numbered[]): string[] {
  const series = new Map<string, number[]>()
  for (const { receipt } of money) {
    const key = receipt.slice(0, receipt.lastIndexOf('-'))
    series.set(key, [...(series.get(key) ?? []), Number(receipt.slice(key.length + 1))])
  }
  const counters = connection
    .prepare(`SELECT device_code || '-' || year AS key, last FROM receipt_numbers`)
    .all() as { key: string; last: number }[]
  const problems = counters
    .filter(({ key, last }) => (series.get(key)?.length ?? 0) !== last)
    .map(({ key, last }) => `receipts ${key}: the counter says ${last}`)
  for (const [key, numbers] of series) {
    const gap = numbers.toSorted((a, b) => a - b).findIndex((number, index) => number !== index + 1)
    if (gap >= 0) problems.push(`receipts ${key} have a gap at ${gap + 1}`)
  }
  return problems
}

function checkPaidMarks(
  connection: Sqlite.Database,
  payments: readonly MoneyRow[],
  refunds: readonly MoneyRow[],
): { id: string; problem: string }[] {
  const marks = new Map<string, string>()
  for (const payment of payments) {
    if (payment.of === null) continue
    const given = refunds
      .filter(({ of }) => of === payment.id)
      .reduce((sum, { amount }) => sum + amount, 0)
    const mark = given === 0 ? 'paid' : given < payment.amount ? 'part_refunded' : 'refunded'
    // Paid again after a full refund: the later, open payment counts.
    if (mark !== 'refunded' || !marks.has(payment.of)) marks.set(payment.of, mark)
  }
  const rows = connection
    .prepare(
      `SELECT id, payment_status, iif(funding = 'single', 'unpaid', 'covered') AS without_money
       FROM appointments`,
    )
    .all() as { id: string; payment_status: string; without_money: string }[]
  return rows
    .filter(({ id, payment_status, without_money }) => {
      return payment_status !== (marks.get(id) ?? without_money)
    })
    .map(({ id, payment_status }) => ({
      id,
      problem: `appointment ${id} is marked ${payment_status}`,
    }))
}

/** What is in one set and not in the other. */
function differences(what: string, is: Set<string>, should: Set<string>): string[] {
  return [
    ...[...is].filter((one) => !should.has(one)).map((one) => `${what} too much: ${one}`),
    ...[...should].filter((one) => !is.has(one)).map((one) => `${what} missing: ${one}`),
  ]
}
