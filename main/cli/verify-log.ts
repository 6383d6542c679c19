import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { messageOf } from '../../shared/thrown.ts'
import { uncoveredTables } from '../coverage/covered-tables.ts'
import { verifyTables } from '../coverage/verify-tables.ts'
import { readMigrations } from '../db/migrate.ts'
import { StudioDatabase } from '../db/studio-database.ts'
import { changedRule } from '../events/prove-studio.ts'
import { verifyLog, type Witness } from '../events/verify-log.ts'
import { dataPaths, readCommandLine } from '../platform/command-line.ts'

const migrationsFolder = resolve(import.meta.dirname, '../../migrations')

/**
 * `npm run log:verify -- --data-dir DIR [--witness SEQ:HASH] [--tables]`: exit 0 when the log is as it
 * was written, holds what the witness saw, and the tables are what it says; 1 when not, 2 when it cannot
 * be told.
 */
function main(): number {
  const words = process.argv.slice(2)
  const { dataDir } = readCommandLine(words)
  if (!dataDir) {
    process.stderr.write('Say which studio: npm run log:verify -- --data-dir DIR\n')
    return 2
  }
  const witness = readWitness(words)
  if (witness === null) {
    process.stderr.write(
      '--witness needs SEQ:HASH, the number of events and the head that log:verify said: 1204:9f2c…\n',
    )
    return 2
  }
  const file = dataPaths(dataDir).database
  if (!existsSync(file)) {
    process.stderr.write(`There is no studio at ${file}.\n`)
    return 2
  }
  const database = StudioDatabase.openForReading(file)
  try {
    const result = verifyLog(database, { onProgress: showProgress, witness })
    if (!result.valid) {
      const which = result.eventId
        ? `event ${result.seq} (${result.eventId})`
        : `event ${result.seq}`
      process.stdout.write(
        `The log is NOT as it was written. First bad: ${which}: ${result.problem}.\n`,
      )
      return 1
    }
    process.stdout.write(
      `The log is as it was written: ${result.events} events, head ${result.headHash}\n`,
    )
    return words.includes('--tables') ? compareTables(database) : 0
  } finally {
    database.close()
  }
}

/** Some changes are many rows; so many say enough. */
const mostNamed = 50

function compareTables(database: StudioDatabase): number {
  const say = (line: string) => process.stdout.write(`${line}\n`)
  const rule = changedRule(database, readMigrations(migrationsFolder))
  if (rule !== null) say(`The table, index or trigger ${rule} is NOT as FitFlow made it.`)
  const { contradictions, tables, hasBegun } = verifyTables(database)
  for (const { table, row, column, problem } of contradictions.slice(0, mostNamed)) {
    say([table, row && ` ${row}`, column && `, ${column}`, `: ${problem}`].filter(Boolean).join(''))
  }
  const rest = contradictions.length - mostNamed
  if (rest > 0) say(`… and ${rest} more.`)
  if (contradictions.length > 0) say('The tables are NOT what the log says.')
  if (rule !== null || contradictions.length > 0) return 1
  if (!hasBegun) {
    say('The log says nothing of the tables yet: start this FitFlow on the studio once.')
    return 2
  }
  say(`The tables are what the log says: ${tables.map(({ name }) => name).join(', ')}`)
  const uncovered = tables.flatMap(({ name, uncovered: columns }) =>
    columns.map((column) => `${name}.${column}`),
  )
  say(`Nothing covers: ${uncovered.join(', ')}`)
  say(`Nor these tables: ${Object.keys(uncoveredTables).join(', ')}`)
  return 0
}

/** Undefined when none is given; null when it is not one. */
function readWitness(words: readonly string[]): Witness | undefined | null {
  const at = words.findIndex((word) => word === '--witness' || word.startsWith('--witness='))
  if (at < 0) return undefined
  const text = words[at]!.includes('=') ? words[at]!.slice('--witness='.length) : words[at + 1]
  const found = /^([1-9]\d{0,15}):([0-9a-f]{64})$/i.exec(text ?? '')
  return found ? { seq: Number(found[1]), hash: found[2]!.toLowerCase() } : null
}

function showProgress(walked: number, total: number): void {
  if (process.stderr.isTTY) process.stderr.write(`\r${walked} of ${total} events`)
  if (process.stderr.isTTY && walked >= total) process.stderr.write('\n')
}

try {
  process.exitCode = main()
} catch (error) {
  // Not the same as a log that was tampered with: this file cannot be read at all.
  const reason = messageOf(error)
  process.stderr.write(`The studio’s file cannot be read: ${reason}\n`)
  process.exitCode = 2
}
