import type Sqlite from 'better-sqlite3'
import { differences } from './differences.ts'
import type { FoldedLog } from './fold-log.ts'

interface LotRow {
  readonly package: string
  readonly lot: string
  readonly left: number
}

/** No lot of credits is below nothing, each is what the log says, and each session has one at most. */
export function checkCredits(connection: Sqlite.Database, folded: FoldedLog): string[] {
  const lots = connection
    .prepare(
      `SELECT client_package_id AS package, expires_on AS lot, sum(delta) AS left
       FROM credit_entries GROUP BY 1, 2`,
    )
    .all() as LotRow[]
  const line = (id: string, lot: string, left: number) => `${left} of ${id} until ${lot}`
  const said = [...folded.credits].flatMap(([id, perLot]) =>
    [...perLot].filter(([, left]) => left !== 0).map(([lot, left]) => line(id, lot, left)),
  )
  const problems = [
    ...lots
      .filter(({ left }) => left < 0)
      .map((row) => `package ${row.package} has ${row.left} credits`),
    ...differences(
      'credits',
      new Set(
        lots.filter(({ left }) => left !== 0).map((row) => line(row.package, row.lot, row.left)),
      ),
      new Set(said),
    ),
    ...checkHolds(connection, folded),
  ]
  return problems.slice(0, 8)
}

/**
 * A session that stands on a package holds one credit, and one that took place has used it. What is
 * paid from something else since has given its credit back, and is paid as the log says.
 */
function checkHolds(connection: Sqlite.Database, folded: FoldedLog): string[] {
  const source = `funding || ' ' || coalesce(client_package_id, membership_id, '-') AS source`
  const rows = connection
    .prepare(
      `SELECT id, status, funding, ${source} FROM appointments WHERE client_id IS NOT NULL
       UNION ALL SELECT id, status, funding, ${source} FROM seats`,
    )
    .all() as { id: string; status: string; funding: string; source: string }[]
  const out = new Map(
    (
      connection
        .prepare(
          `SELECT coalesce(seat_id, appointment_id) AS id, -sum(delta) AS out FROM credit_entries
           WHERE appointment_id IS NOT NULL GROUP BY 1`,
        )
        .all() as { id: string; out: number }[]
    ).map(({ id, out }) => [id, out]),
  )
  const legal: Readonly<Record<string, readonly string[]>> = {
    booked: ['held'],
    checked_in: ['held'],
    completed: ['used'],
    no_show: ['used', 'released'],
    cancelled: ['used', 'released'],
  }
  return rows.flatMap(({ id, status, funding, source: is }) => {
    const hold = folded.holds.get(id)
    const switched = folded.sources.get(id)
    const problems: string[] = []
    if (switched !== undefined && switched !== is) {
      problems.push(`${id} is paid by ${is}, the log says ${switched}`)
    }
    if (funding !== 'package') {
      const wasLeft = hold === 'released' && switched !== undefined
      if (hold !== undefined && !wasLeft) {
        problems.push(`${id} is not on a package, and its credit is ${hold}`)
      }
    } else if (!legal[status]?.includes(hold ?? '')) {
      problems.push(`${id} is ${status}, and its credit is ${hold ?? 'nowhere'}`)
    }
    const should = hold === 'held' || hold === 'used' ? 1 : 0
    if ((out.get(id) ?? 0) !== should) problems.push(`${id} holds ${out.get(id) ?? 0} credits`)
    return problems
  })
}
