import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { readSeedRequest } from '../../main/cli/seed-options.ts'
import { StudioDatabase } from '../../main/db/studio-database.ts'
import { verifyLog } from '../../main/events/verify-log.ts'
import { openStudioApp } from '../../main/studio-app.ts'
import { openToOthers } from '../support/open-to-others.ts'
import { makeTempFolder } from '../support/make-temp-folder.ts'
import { readPlainStudio } from '../support/read-plain-studio.ts'
import { migrations } from '../support/studio-template.ts'

const command = resolve(import.meta.dirname, '../../main/cli/seed.ts')

function seed(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [command, ...args], {
    encoding: 'utf8',
  })
  return { status, stdout, stderr }
}

/** Small and quick, in a past that has the clocks going forward in it. */
const small = ['--clients', '80', '--days', '20', '--today', '2026-03-31', '--trainers', '8']

/** A run writes for seconds, and a few of them for half a minute on a busy machine. */
const severalRunsMs = 120_000

/** One run with the seed 7, for those that only look at what it made. */
const folder = mkdtempSync(join(tmpdir(), 'fitflow-test-'))
let run: ReturnType<typeof seed>
beforeAll(() => {
  chmodSync(folder, 0o755)
  run = seed('--data-dir', folder, ...small, '--random-seed', '7')
}, severalRunsMs)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function copyOfIt(): string {
  const copy = makeTempFolder()
  copyFileSync(join(folder, 'studio.db'), join(copy, 'studio.db'))
  return copy
}

function read<T>(folder: string, look: (database: StudioDatabase) => T): T {
  const database = StudioDatabase.openForReading(join(folder, 'studio.db'))
  try {
    return look(database)
  } finally {
    database.close()
  }
}

const countOf = (database: StudioDatabase, query: string) =>
  (database.prepare(query).get() as { count: number }).count

/** Starts a run that takes its time, and waits until it is writing. */
async function startLongRun(folder: string) {
  const child = spawn(process.execPath, [command, '--data-dir', folder, '--days', '2000'])
  onTestFinished(() => void child.kill('SIGKILL'))
  await once(child.stderr, 'data')
  return child
}

describe('the seed command', () => {
  it('makes a whole studio: a valid log, everything delivered, nothing to be sent', () => {
    const { status, stdout, stderr } = run
    expect(stderr).toContain('Writing the studio: ')
    expect(status).toBe(0)
    expect(readdirSync(folder)).toEqual(['studio.db'])
    read(folder, (database) => {
      expect(verifyLog(database)).toMatchObject({ valid: true })
      const appointments = countOf(database, 'SELECT count(*) AS count FROM appointments')
      expect(appointments).toBeGreaterThan(100)
      expect(stdout).toContain(`80 clients, ${appointments} appointments, `)
      expect(countOf(database, 'SELECT count(*) AS count FROM clients')).toBe(80)
      expect(countOf(database, 'SELECT count(DISTINCT demo_pin) AS count FROM staff')).toBe(11)
      expect(stdout).toContain('Mara Lindqvist 1111')
      expect(
        countOf(
          database,
          `SELECT count(*) AS count FROM event_subscriptions, event_log_head
           WHERE tier = 'after_commit' AND cursor_seq = event_log_head.seq`,
        ),
      ).toBe(6)
      expect(countOf(database, 'SELECT count(*) AS count FROM outbox')).toBe(0)
      expect(countOf(database, 'SELECT count(*) AS count FROM trainer_calendar')).toBe(appointments)
    })
  })

  it('lets nobody else read it, also in a folder that was open to all', () => {
    expect(openToOthers(folder)).toEqual([])
  })

  it('makes a file that FitFlow opens with all its promises to the disk', () => {
    const app = openStudioApp({ file: join(copyOfIt(), 'studio.db'), migrations })
    onTestFinished(() => app.close())
    expect(app.database.prepare('PRAGMA synchronous').get()).toEqual({ synchronous: 2 })
    expect(app.database.prepare('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'wal' })
    expect(app.database.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' })
    expect(app.delivery.runOnce()).toBe(false)
  })

  it(
    'makes the same people, sessions, times and amounts for the same seed, and others for another',
    () => {
      const [same, other] = [makeTempFolder(), makeTempFolder()]
      seed('--data-dir', same, ...small, '--random-seed', '7')
      seed('--data-dir', other, ...small, '--random-seed', '8')
      const first = read(folder, readPlainStudio)
      expect(read(same, readPlainStudio)).toEqual(first)
      expect(read(other, readPlainStudio)['clients']).not.toEqual(first['clients'])
    },
    severalRunsMs,
  )

  it('refuses a folder that has a studio and leaves it as it is, byte for byte', () => {
    const taken = copyOfIt()
    const before = readFileSync(join(taken, 'studio.db'))
    const { status, stderr } = seed('--data-dir', taken, ...small)
    expect(stderr).toContain('There is a studio already')
    expect(status).toBe(2)
    expect(readFileSync(join(taken, 'studio.db')).equals(before)).toBe(true)
    expect(readdirSync(taken)).toEqual(['studio.db'])
  })

  it.each([
    [[], '--data-dir is missing'],
    [['--clients', '0'], '--clients must be a whole number from 1 to 100,000, not “0”'],
    [['--clients', '100001'], '--clients must be'],
    [['--clients', '12.5'], '--clients must be'],
    [['--days', 'many'], '--days must be'],
    [['--trainers', '61'], '--trainers must be'],
    [['--appointments', '1000001'], '--appointments must be'],
    [['--appointments', '1000000', '--trainers', '1'], 'say --trainers'],
    [['--appointments', '10', '--days', '10'], 'give one of them'],
    [['--random-seed', '1e3'], '--random-seed must be'],
    [['--today', '2026-02-30'], '--today must be a day'],
    [['--today', '9999-01-01'], 'the log never goes back in time'],
    [['--colour', 'red'], '--colour'],
    [['somewhere'], 'somewhere'],
  ])('refuses %j with a sentence', (args, sentence) => {
    const dataDir = args.length === 0 ? [] : ['--data-dir', 'x']
    const request = readSeedRequest([...dataDir, ...args], Date.parse('2026-03-31T10:00:00Z'))
    expect(request).toMatchObject({ kind: 'wrong', problem: expect.stringContaining(sentence) })
  })

  it('ends with 2 and makes nothing when an option is wrong, and with 0 after --help', () => {
    const folder = join(makeTempFolder(), 'new')
    const wrong = seed('--data-dir', folder, '--clients', 'all')
    expect(wrong.stderr).toContain('--clients must be a whole number')
    expect(wrong.status).toBe(2)
    expect(existsSync(folder)).toBe(false)
    expect(seed('--help')).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('--random-seed'),
    })
  })

  it('leaves no studio when it is killed, and the next run clears up and succeeds', async () => {
    const folder = makeTempFolder()
    const child = await startLongRun(folder)
    child.kill('SIGKILL')
    await once(child, 'exit')
    expect(readdirSync(folder)).toContain('studio.db.partial')
    expect(readdirSync(folder)).not.toContain('studio.db')
    expect(seed('--data-dir', folder, ...small).status).toBe(0)
    expect(readdirSync(folder)).toEqual(['studio.db'])
  })

  it('keeps out of the way of a run that is still writing', async () => {
    const folder = makeTempFolder()
    await startLongRun(folder)
    const { status, stderr } = seed('--data-dir', folder, ...small)
    expect(stderr).toContain('Another run is just writing')
    expect(status).toBe(2)
    expect(readdirSync(folder)).toContain('studio.db.partial')
  })
})
