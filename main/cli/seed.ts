import { join } from 'node:path'
import { dataPaths } from '../platform/command-line.ts'
import { closeToOthers, writePrivately } from '../platform/keep-private.ts'
import { showProgress } from './progress-line.ts'
import { readSeedRequest, seedHelp } from './seed-options.ts'
import { SeedRefused, writeSeededStudio, type SeededStudio } from './write-seeded-studio.ts'

const migrationsFolder = join(import.meta.dirname, '../../migrations')

/** `npm run seed -- --data-dir DIR`: exit 0 when the studio is made, 2 when it was refused. */
function main(): number {
  const request = readSeedRequest(process.argv.slice(2), Date.now())
  if (request.kind === 'help') {
    process.stdout.write(seedHelp)
    return 0
  }
  if (request.kind === 'wrong') return refuse(`${request.problem} (--help says more.)`)

  writePrivately()
  const startedAt = performance.now()
  const seconds = (): number => (performance.now() - startedAt) / 1_000
  const { database: file } = dataPaths(request.dataDir)
  const writing = showProgress('Writing the studio', process.stderr)
  const delivering = showProgress('Calendars and counts', process.stderr)
  try {
    const studio = writeSeededStudio(file, migrationsFolder, request.demo, {
      history: (share, { clients, appointments }) =>
        writing.update(
          share,
          `${say(clients)} clients, ${say(appointments)} appointments, ${seconds().toFixed(0)} s`,
        ),
      delivery: (share) => delivering.update(share, `${seconds().toFixed(0)} s`),
    })
    closeToOthers(request.dataDir)
    process.stdout.write(summaryOf(file, studio, seconds()))
    return 0
  } catch (error) {
    if (error instanceof SeedRefused) return refuse(error.message)
    throw error
  }
}

function refuse(problem: string): number {
  process.stderr.write(`${problem}\n`)
  return 2
}

function summaryOf(file: string, studio: SeededStudio, seconds: number): string {
  const { clients, appointments, events, bytes, pins } = studio
  const megabytes = (bytes / 1e6).toFixed(bytes < 1e8 ? 1 : 0)
  return [
    `${file}: ${say(clients)} clients, ${say(appointments)} appointments, ${say(events)} events, ${megabytes} MB in ${seconds.toFixed(1)} s`,
    `PINs: ${pins.map(({ name, pin }) => `${name} ${pin}`).join(', ')}`,
    '',
  ].join('\n')
}

function say(number: number): string {
  return number.toLocaleString('en-GB')
}

process.exitCode = main()
