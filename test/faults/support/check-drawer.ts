import type Sqlite from 'better-sqlite3'
import { differences } from './differences.ts'
import type { FoldedLog } from './fold-log.ts'

interface DrawerRow {
  readonly id: string
  readonly expected: number
  readonly closed: 0 | 1
  readonly said: number | null
}

/** Every cent of cash is one movement of a drawer, and what must be in it is their sum. */
export function checkDrawer(connection: Sqlite.Database, folded: FoldedLog): string[] {
  const all = <R>(query: string) => connection.prepare(query).all() as R[]
  const drawers = all<DrawerRow>(
    `SELECT id, closed_at IS NOT NULL AS closed, expected_minor AS said,
       float_minor + coalesce((SELECT sum(amount_minor) FROM drawer_movements
                               WHERE drawer_session_id = d.id), 0) AS expected
     FROM drawer_sessions d`,
  )
  const line = (id: string, expected: number, closed: boolean) =>
    `${id} with ${expected}, ${closed ? 'closed' : 'open'}`
  const problems = differences(
    'drawer',
    new Set(drawers.map(({ id, expected, closed }) => line(id, expected, closed === 1))),
    new Set([...folded.drawers].map(([id, d]) => line(id, d.expected, d.closed))),
  )
  for (const { id, expected, said } of drawers) {
    if (said !== null && said !== expected)
      problems.push(`drawer ${id} was closed with ${said} expected, not ${expected}`)
  }
  const cash = all<{ line: string }>(
    `SELECT 'sale ' || id || ' ' || amount_minor AS line FROM payments WHERE method = 'cash'
     UNION ALL
     SELECT 'refund ' || id || ' ' || -amount_minor FROM refunds WHERE method = 'cash'
     UNION ALL
     SELECT 'void ' || p.id || ' ' || -p.amount_minor
     FROM payments p JOIN sale_voids v ON v.sale_id = p.sale_id WHERE p.method = 'cash'
     UNION ALL
     SELECT 'pay_out ' || id || ' ' || -amount_minor FROM pay_outs WHERE method = 'cash'
     UNION ALL
     SELECT 'pay_out ' || o.id || ' ' || o.amount_minor
     FROM pay_outs o JOIN pay_out_voids v ON v.pay_out_id = o.id WHERE o.method = 'cash'`,
  ).map((row) => row.line)
  const moved = all<{ line: string }>(
    `SELECT kind || ' ' || coalesce(refund_id, payment_id, pay_out_id) || ' ' || amount_minor AS line
     FROM drawer_movements WHERE kind IN ('sale', 'refund', 'void', 'pay_out')`,
  ).map((row) => row.line)
  if (new Set(moved).size < moved.length) problems.push('some cash moved twice')
  problems.push(...differences('cash movement', new Set(moved), new Set(cash)))
  return problems.slice(0, 8)
}
