/** A test file, or some part of one, that cannot run there. */
interface LeftOut {
  readonly file: string
  /** The names of its tests, or of what they are tried on; without them the whole file is left out. */
  readonly parts?: readonly string[]
  /** Where it is left out: only under Wine, also on Windows itself, or wherever Linux is not. */
  readonly on: 'Wine' | 'Windows' | 'not Linux'
  readonly reason: string
}

/** All that `npm run test:windows` leaves out; anything else runs. */
export const leftOut: readonly LeftOut[] = [
  {
    file: 'test/integration/company-network.test.ts',
    parts: ['a certificate that a company signed itself'],
    on: 'not Linux',
    reason:
      'What Windows and macOS trust can be changed for the whole user only, not for one process.',
  },
  {
    file: 'test/integration/brokers/kafka.test.ts',
    on: 'not Linux',
    reason: 'Kafka comes from kcat, or from Java and Maven, as Debian has them.',
  },
  {
    file: 'test/integration/brokers/rabbitmq.test.ts',
    on: 'not Linux',
    reason: 'RabbitMQ is started as Debian has it.',
  },
  {
    file: 'test/integration/brokers/redis.test.ts',
    on: 'not Linux',
    reason: 'Redis is started as Debian has it.',
  },
  {
    file: 'test/integration/cloud-postgres.test.ts',
    on: 'Windows',
    reason: 'PostgreSQL is started as Debian has it; endpoints on it run on Linux.',
  },
  {
    file: 'test/support/cloud/cloud-lab.ts',
    parts: ['PostgreSQL'],
    on: 'Windows',
    reason: 'PostgreSQL is started as Debian has it. The same tests run on an SQLite file.',
  },
]

/** The files that are left out where this runs. */
export function filesLeftOutHere(): readonly string[] {
  return leftOutHere()
    .filter(({ parts }) => parts === undefined)
    .map(({ file }) => file)
}

/** Whether a part of a test file is left out where this runs. */
export function isLeftOutHere(file: string, part: string): boolean {
  return leftOutHere().some((out) => out.file === file && out.parts?.includes(part) === true)
}

function leftOutHere(): readonly LeftOut[] {
  if (process.platform === 'linux') return []
  if (process.platform !== 'win32') return leftOut.filter(({ on }) => on === 'not Linux')
  const isWine = process.env['FITFLOW_UNDER_WINE'] === '1'
  return leftOut.filter(({ on }) => isWine || on !== 'Wine')
}
