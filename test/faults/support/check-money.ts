import type Sqlite from 'better-sqlite3'
import { differences } from './differences.ts'
import { openIf, whoIs, type FoldedLog } from './fold-log.ts'

/**
 * Sales, payments, refunds, voids, balances and fees say what the log says, add up to the unit, and
 * every change of money has a receipt or names the one it corrects.
 *
 * @param owed what a handler still has to follow: see `owedMoney`.
 */
export function checkMoney(
  connection: Sqlite.Database,
  folded: FoldedLog,
  owed: ReadonlySet<string>,
): string[] {
  const all = <R>(query: string) => connection.prepare(query).all() as R[]
  const payments = all<PaymentRow>(
    `SELECT p.id, p.sale_id AS sale, p.amount_minor AS amount, s.receipt_number AS receipt, p.method,
       (SELECT l.appointment_id FROM sale_lines l WHERE l.sale_id = p.sale_id AND l.kind = 'session')
         AS of,
       EXISTS (SELECT 1 FROM sale_voids v WHERE v.sale_id = p.sale_id) AS voided
     FROM payments p JOIN sales s ON s.id = p.sale_id`,
  )
  const refunds = all<RefundRow>(
    `SELECT id, payment_id AS of, amount_minor AS amount, receipt_number AS receipt, method
     FROM refunds`,
  )
  const earnings = all<{ line: string }>(
    `SELECT id || ' ' || appointment_id || ' ' || amount_minor AS line FROM earnings`,
  )
  const line = (row: Omit<RefundRow, 'of'> & { readonly of: string | null }) =>
    `${row.id} of ${row.of}: ${row.amount} by ${row.method}, ${row.receipt}`
  const voided = (row: { voided: boolean | number }) => (row.voided ? ', voided' : '')
  const problems = [
    ...differences(
      'payment',
      new Set(payments.map((row) => line(row) + voided(row))),
      new Set(
        [...folded.payments].map(([id, p]) => line({ id, of: p.appointment, ...p }) + voided(p)),
      ),
    ),
    ...differences(
      'refund',
      new Set(refunds.map(line)),
      new Set([...folded.refunds].map(([id, r]) => line({ id, of: r.payment, ...r }))),
    ),
    ...differences(
      'earning',
      new Set(earnings.map((row) => row.line)),
      new Set([...folded.earnings].map(([id, e]) => `${id} ${e.by} ${e.amount}`)),
    ),
    ...checkReceipts(connection),
    ...checkSums(connection),
    ...checkBalances(connection, folded),
    ...checkFees(connection, folded, owed),
    ...checkPaidMarks(connection, folded, owed),
  ]
  return problems.slice(0, 8)
}

/**
 * Payments, sessions and fees of which a handler's work in the payment's own transaction was cut off,
 * by a machine that stalled, and is to be done again: it stands in `event_delivery`.
 */
export function owedMoney(connection: Sqlite.Database): Set<string> {
  const rows = connection
    .prepare(
      `SELECT e.event_data AS data FROM event_delivery d JOIN event_log e ON e.seq = d.seq
       JOIN event_subscriptions s ON s.id = d.subscription_id WHERE s.tier = 'inline'`,
    )
    .pluck()
    .all() as string[]
  return new Set(
    rows.flatMap((text) => {
      const data = JSON.parse(text) as Record<string, unknown>
      const parts = (data['parts'] ?? []) as { feeId: string | null }[]
      const ids = ['paymentId', 'appointmentId', 'seatId', 'feeId'] as const
      const named = ids.map((id) => data[id])
      return [...named, ...parts.map(({ feeId }) => feeId)].filter((id) => typeof id === 'string')
    }),
  )
}

interface RefundRow {
  readonly id: string
  /** The payment of a refund; of a payment its session, null when it bought something else. */
  readonly of: string
  readonly amount: number
  readonly receipt: string
  readonly method: string
}

interface PaymentRow extends Omit<RefundRow, 'of'> {
  readonly of: string | null
  readonly sale: string
  readonly voided: 0 | 1
}

/** Each device and year counts 1, 2, 3, … over sales, refunds and pay-outs, and the counter knows the last. */
function checkReceipts(connection: Sqlite.Database): string[] {
  const receipts = connection
    .prepare(
      `SELECT receipt_number FROM sales UNION ALL SELECT receipt_number FROM refunds
       UNION ALL SELECT receipt_number FROM pay_outs`,
    )
    .pluck()
    .all() as string[]
  const issued = connection.prepare('SELECT receipt_number FROM receipts').pluck().all() as string[]
  const series = new Map<string, number[]>()
  for (const receipt of receipts) {
    const key = receipt.slice(0, receipt.lastIndexOf('-'))
    series.set(key, [...(series.get(key) ?? []), Number(receipt.slice(key.length + 1))])
  }
  const counters = connection
    .prepare(`SELECT device_code || '-' || year AS key, last FROM receipt_numbers`)
    .all() as { key: string; last: number }[]
  const problems = differences('receipt', new Set(issued), new Set(receipts))
  const counted = counters
    .filter(({ key, last }) => (series.get(key)?.length ?? 0) !== last)
    .map(({ key, last }) => `receipts ${key}: the counter says ${last}`)
  problems.push(...counted)
  for (const [key, numbers] of series) {
    const gap = numbers.toSorted((a, b) => a - b).findIndex((number, index) => number !== index + 1)
    if (gap >= 0) problems.push(`receipts ${key} have a gap at ${gap + 1}`)
  }
  return problems
}

/** Each query answers what is wrong with the sums of a sale; nothing when all is well. */
const sums: readonly string[] = [
  `SELECT 'sale ' || s.id || ' is not the sum of its lines' FROM sales s
   WHERE s.total_minor <> (SELECT coalesce(sum(gross_minor), 0) FROM sale_lines WHERE sale_id = s.id)`,
  `SELECT 'sale ' || s.id || ' is not what was paid for it' FROM sales s
   WHERE s.total_minor <> (SELECT coalesce(sum(amount_minor), 0) FROM payments WHERE sale_id = s.id)`,
  `SELECT 'payment ' || p.id || ' was refunded more than it was' FROM payments p
   WHERE p.amount_minor < (SELECT coalesce(sum(amount_minor), 0) FROM refunds WHERE payment_id = p.id)`,
  `SELECT 'line ' || l.id || ' was refunded more than it was' FROM sale_lines l
   WHERE l.gross_minor < (SELECT coalesce(sum(amount_minor), 0) FROM refunds WHERE sale_line_id = l.id)`,
  `SELECT 'line ' || l.id || ' took back more or less tax than its share' FROM sale_lines l
   JOIN (SELECT sale_line_id, sum(tax_minor) AS tax, sum(amount_minor) AS back FROM refunds GROUP BY 1) r
     ON r.sale_line_id = l.id
   WHERE r.tax <> (2 * l.tax_minor * r.back + l.gross_minor) / (2 * l.gross_minor)`,
  `SELECT 'voided sale ' || v.sale_id || ' has a refund' FROM sale_voids v
   JOIN payments p ON p.sale_id = v.sale_id JOIN refunds r ON r.payment_id = p.id`,
  `SELECT 'balance entry ' || e.id || ' has no receipt' FROM account_entries e
   LEFT JOIN sales s ON s.id = e.sale_id LEFT JOIN refunds r ON r.id = e.refund_id
   WHERE CASE e.kind
     WHEN 'top_up' THEN NOT EXISTS (SELECT 1 FROM sale_lines l WHERE l.sale_id = e.sale_id
       AND l.kind = 'top_up' AND l.gross_minor = e.amount_minor)
     WHEN 'spent' THEN NOT EXISTS (SELECT 1 FROM payments p WHERE p.id = e.payment_id
       AND p.method = 'account' AND p.amount_minor = -e.amount_minor)
     WHEN 'refund' THEN r.id IS NULL OR r.amount_minor <> abs(e.amount_minor)
     WHEN 'pay_out' THEN NOT EXISTS (SELECT 1 FROM pay_outs o WHERE o.id = e.pay_out_id
       AND o.amount_minor = -e.amount_minor)
     ELSE NOT EXISTS (SELECT 1 FROM pay_out_voids v WHERE v.pay_out_id = e.pay_out_id)
       AND NOT EXISTS (SELECT 1 FROM sale_voids v WHERE v.sale_id = e.sale_id) END`,
  `SELECT 'earning ' || e.id || ' has no cause' FROM earnings e
   WHERE e.cause_event_id IS NOT NULL
     AND NOT EXISTS (SELECT 1 FROM event_log l WHERE l.id = e.cause_event_id)
     AND (SELECT pruned_through FROM event_log_head) = 0`,
]

function checkSums(connection: Sqlite.Database): string[] {
  return sums.flatMap((query) => connection.prepare(query).pluck().all() as string[])
}

function checkBalances(connection: Sqlite.Database, folded: FoldedLog): string[] {
  const rows = connection
    .prepare('SELECT client_id AS id, sum(amount_minor) AS sum FROM account_entries GROUP BY 1')
    .all() as { id: string; sum: number }[]
  const line = (id: string, sum: number) => `${id} has ${sum}`
  const said = [...folded.balances].filter(([, sum]) => sum !== 0)
  return [
    ...rows.filter(({ sum }) => sum < 0).map(({ id, sum }) => `client ${id} has ${sum}`),
    ...differences(
      'balance',
      new Set(
        rows.filter(({ sum }) => sum !== 0).map(({ id, sum }) => line(whoIs(folded, id), sum)),
      ),
      new Set(said.map(([id, sum]) => line(id, sum))),
    ),
  ]
}

/** A fee is what the log says, and only who cancelled late or did not come owes one. */
function checkFees(
  connection: Sqlite.Database,
  folded: FoldedLog,
  owed: ReadonlySet<string>,
): string[] {
  const rows = connection
    .prepare(
      `SELECT f.id, f.appointment_id AS appointment, coalesce(f.seat_id, f.appointment_id) AS of,
         f.amount_minor AS amount, f.state, coalesce(s.status, a.status) AS status
       FROM fees f JOIN appointments a ON a.id = f.appointment_id LEFT JOIN seats s ON s.id = f.seat_id`,
    )
    .all() as FeeRow[]
  // What is owed to one seat of a group is passed over for all of them, on both sides.
  const isOwed = ({ id, appointment, of }: FeeRow) =>
    [id, appointment, of].some((one) => owed.has(one))
  const settled = rows.filter((row) => !isOwed(row))
  const passedOver = new Set(rows.filter(isOwed).map(({ id }) => id))
  const line = (id: string, of: string, amount: number, state: string) =>
    `${id} of ${of}: ${amount}, ${state}`
  return [
    ...differences(
      'fee',
      new Set(settled.map((fee) => line(fee.id, fee.of, fee.amount, openIf(fee.state)))),
      new Set(
        [...folded.fees]
          .filter(([id]) => !passedOver.has(id))
          .map(([id, fee]) => line(id, fee.of, fee.amount, fee.state)),
      ),
    ),
    ...settled
      .filter(({ state, status }) => {
        const isAlive = openIf(state) === 'open' || state === 'kept'
        return isAlive && status !== 'cancelled' && status !== 'no_show'
      })
      .map(({ id, status }) => `fee ${id} is owed for a session that is ${status}`),
  ]
}

interface FeeRow {
  readonly id: string
  readonly appointment: string
  readonly of: string
  readonly amount: number
  readonly state: string
  readonly status: string
}

/** A session's mark is what was paid for it and not given back but as goodwill, against its price with tax. */
function checkPaidMarks(
  connection: Sqlite.Database,
  { sources }: FoldedLog,
  owed: ReadonlySet<string>,
): string[] {
  const terms =
    'status, funding, payment_status AS mark, price_minor AS price, tax_bp, tax_inclusive'
  const rows = connection
    .prepare(
      `SELECT o.*, p.standing, p.paid FROM (
         SELECT id AS appointment, id, NULL AS seat, ${terms} FROM appointments
         WHERE client_id IS NOT NULL
         UNION ALL SELECT appointment_id, id, id, ${terms} FROM seats) o
       LEFT JOIN (
         SELECT l.appointment_id, l.seat_id, count(*) AS standing, sum(l.gross_minor - coalesce(
             (SELECT sum(amount_minor) FROM refunds
              WHERE sale_line_id = l.id AND reason <> 'goodwill'), 0)) AS paid
         FROM sale_lines l
         WHERE l.kind = 'session' AND l.sale_id NOT IN (SELECT sale_id FROM sale_voids)
         GROUP BY 1, 2) p ON p.appointment_id = o.appointment AND p.seat_id IS o.seat`,
    )
    .all() as MarkedRow[]
  const should = (row: MarkedRow) => markOf(row, sources.has(row.id))
  return rows
    .filter((row) => !owed.has(row.appointment) && row.mark !== should(row))
    .map((row) => `${row.id} is marked ${row.mark}, and is ${should(row)}`)
}

interface MarkedRow {
  readonly appointment: string
  readonly id: string
  readonly funding: string
  readonly mark: string
  readonly price: number
  readonly tax_bp: number
  readonly tax_inclusive: 0 | 1
  readonly standing: number | null
  readonly paid: number | null
}

/** @param isSwitched it is paid from something else than it was booked with. */
function markOf(row: MarkedRow, isSwitched: boolean): string {
  const { funding, price, tax_bp, tax_inclusive, standing, paid } = row
  if (standing === null || paid === null) return funding === 'single' ? 'unpaid' : 'covered'
  // All that was paid went back before something that was bought ahead took its place.
  if (funding !== 'single' && isSwitched && paid === 0) return 'covered'
  const gross = tax_inclusive === 1 ? price : price + Math.floor((price * tax_bp + 5_000) / 10_000)
  if (paid >= gross) return 'paid'
  return paid > 0 ? 'part_refunded' : 'refunded'
}
