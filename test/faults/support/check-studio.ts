import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import Sqlite from 'better-sqlite3'
import { readMigrations } from '../../../main/db/migrate.ts'
import { StudioDatabase } from '../../../main/db/studio-database.ts'
import { verifyTables } from '../../../main/coverage/verify-tables.ts'
import { verifyLog } from '../../../main/events/verify-log.ts'
import { checkBook } from './check-book.ts'
import { checkCredits } from './check-credits.ts'
import { checkDeliveries } from './check-deliveries.ts'
import { checkDrawer } from './check-drawer.ts'
import { checkEarnings } from './check-earnings.ts'
import { checkMoney, owedMoney } from './check-money.ts'
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
 * the file whole, does the chain hold, do the tables say what the log says, do the studio's rules
 * hold, and has every handler done what its checkpoint says.
 */
export function inspectStudio(file: string): Inspection {
  const nothing = { problems: [], events: 0, appointments: 0, payments: 0 }
  if (!existsSync(file)) return nothing
  const connection = new Sqlite(file)
  try {
    const problems = checkFile(connection)
    if (problems.length > 0) return { ...nothing, problems }
    if (isBeginning(connection)) return nothing
    const { rows, problems: unlike } = readLog(connection)
    problems.push(...unlike, ...checkChain(connection, rows), ...checkVerify(file))
    if (hasTable(connection, 'appointments')) {
      const folded = foldLog(rows)
      problems.push(...checkRules(connection, folded))
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

/**
 * The rules that hold after every command: nobody and no room is booked twice, no seat is sold
 * twice, credits, cash, balances, receipts, fees and earnings are what the log says and add up.
 *
 * @param folded of all that is in the log.
 */
export function checkRules(connection: Sqlite.Database, folded: FoldedLog): string[] {
  const owed = owedMoney(connection)
  return [
    ...checkBook(connection, folded),
    ...checkMoney(connection, folded, owed),
    ...checkCredits(connection, folded),
    ...checkDrawer(connection, folded),
    ...checkEarnings(connection, owed),
    ...folded.contradictions,
  ]
}

const migrations = readMigrations(resolve(import.meta.dirname, '../../../migrations'))

/**
 * Whether it is no studio yet: nobody has set it up, and it was left in the middle of its first
 * migrations, which the next start goes on with.
 */
function isBeginning(connection: Sqlite.Database): boolean {
  const count = (table: string) =>
    hasTable(connection, table)
      ? (connection.prepare(`SELECT count(*) FROM ${table}`).pluck().get() as number)
      : 0
  return count('schema_migrations') < migrations.length && count('studio') === 0
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

/** FitFlow's own checks must come to the same verdict as ours. */
function checkVerify(file: string): string[] {
  const database = StudioDatabase.openForReading(file)
  try {
    const result = verifyLog(database)
    if (!result.valid) return [`log:verify finds event ${result.seq}: ${result.problem}`]
    return verifyTables(database).contradictions.map(
      ({ table, row, column, problem }) =>
        `log:verify --tables finds ${table} ${row}, ${column}: ${problem}`,
    )
  } finally {
    database.close()
  }
}
