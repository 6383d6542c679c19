/** A test file, or some part of one, that cannot run there. */
interface LeftOut {
  readonly file: string
  /** What stands in the names of its tests, or of what they are tried on; without them the whole file is left out. */
  readonly parts?: readonly string[]
  /** Where it is left out: only under Wine, also on Windows itself, or wherever Linux is not. */
  readonly on: 'Wine' | 'Windows' | 'not Linux'
  readonly reason: string
}

/** All that `npm run test:windows` leaves out; anything else runs. */
export const leftOut: readonly LeftOut[] = [
  ...[
    'brokers/kafka',
    'brokers/rabbitmq',
    'brokers/redis',
    'conformance/kafka',
    'conformance/rabbitmq',
    'conformance/redis-streams',
    'cloud-relay',
    'cloud-workers-process',
  ].map((name): LeftOut => ({
    file: `test/integration/${name}.test.ts`,
    on: 'not Linux',
    reason: 'The brokers that these tests start are Debian’s packages.',
  })),
  {
    file: 'test/integration/company-network.test.ts',
    parts: ['a certificate that a company signed itself'],
    on: 'not Linux',
    reason:
      'What Windows and macOS trust can be changed for the whole user only, not for one process.',
  },
  {
    file: 'test/integration/older-tools.test.ts',
    on: 'not Linux',
    reason: 'The older tool is Debian’s sqlite3.',
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
  {
    file: 'test/integration/cloud-process.test.ts',
    parts: ['finishes what runs when it is told to stop'],
    on: 'Windows',
    reason: 'There is no SIGTERM: Windows ends the process without a word to it.',
  },
  {
    file: 'test/integration/moved-studio.test.ts',
    parts: ['and through another name'],
    on: 'Wine',
    reason: 'Wine 8 makes links to folders, and does not follow them.',
  },
  {
    file: 'test/integration/taken-away.test.ts',
    parts: [
      'is moved away',
      'is deleted',
      'loses its log',
      'is replaced by a copy',
      'is written over with its log by older bytes',
      'stays refused when the file is back',
      'is noticed when it goes between',
      'stops what writes by itself',
      'moved over it',
    ],
    on: 'Windows',
    reason:
      'Windows lets nobody move, delete or replace a file that is open, nor write over its -shm.',
  },
]

/** The files that are left out where this runs. */
export function filesLeftOutHere(): readonly string[] {
  return leftOutHere()
    .filter(({ parts }) => parts === undefined)
    .map(({ file }) => file)
}

/** Why a test, by the names of all that it is in, or what tests are tried on, is left out where this runs. */
export function whyLeftOutHere(file: string, name: string): string | undefined {
  return leftOutHere().find(
    (out) => out.file === file && out.parts?.some((part) => name.includes(part)),
  )?.reason
}

function leftOutHere(): readonly LeftOut[] {
  if (process.platform === 'linux') return []
  if (process.platform !== 'win32') return leftOut.filter(({ on }) => on === 'not Linux')
  const isWine = process.env['FITFLOW_UNDER_WINE'] === '1'
  return leftOut.filter(({ on }) => isWine || on !== 'Wine')
}
