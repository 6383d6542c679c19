import { existsSync } from 'node:fs'
import { StudioDatabase } from '../db/studio-database.ts'
import { verifyLog } from '../events/verify-log.ts'
import { dataPaths, readCommandLine } from '../platform/command-line.ts'

/** `npm run log:verify -- --data-dir DIR`: exit 0 when the log is as it was written, 1 when not, 2 when it cannot be told. */
function main(): number {
  const { dataDir } = readCommandLine(process.argv.slice(2))
  if (!dataDir) {
    process.stderr.write('Say which studio: npm run log:verify -- --data-dir DIR\n')
    return 2
  }
  const file = dataPaths(dataDir).database
  if (!existsSync(file)) {
    process.stderr.write(`There is no studio at ${file}.\n`)
    return 2
  }
  const database = StudioDatabase.openForReading(file)
  try {
    const result = verifyLog(database, showProgress)
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
    return 0
  } finally {
    database.close()
  }
}

function showProgress(walked: number, total: number): void {
  if (process.stderr.isTTY) process.stderr.write(`\r${walked} of ${total} events`)
  if (process.stderr.isTTY && walked >= total) process.stderr.write('\n')
}

try {
  process.exitCode = main()
} catch (error) {
  // Not the same as a log that was tampered with: this file cannot be read at all.
  const reason = error instanceof Error ? error.message : String(error)
  process.stderr.write(`The studio’s file cannot be read: ${reason}\n`)
  process.exitCode = 2
}
