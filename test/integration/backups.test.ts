import {
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { beforeEach, describe, expect, it } from 'vitest'
import { bookSession } from '../support/book-session.ts'
import { dumpDatabase } from '../support/dump-database.ts'
import { makeTempFolder } from '../support/make-temp-folder.ts'
import { openTestStudio, TestStudio } from '../support/open-test-studio.ts'
import { outcomeOf, valueOf } from '../support/read-result.ts'

let studio: TestStudio
let folder: string
let file: string

beforeEach(() => {
  studio = openTestStudio()
  studio.signIn('manager')
  folder = makeTempFolder()
  file = join(folder, 'copy.db')
})

const state = () => valueOf(studio.call('backups.state', {}))

/** Starts a backup to a place and waits until it is over. */
async function backUp(to: string | null): Promise<string | undefined> {
  studio.choose = to
  valueOf(studio.command('backups.make', {}))
  await untilIt(/saved|dismissed|cancelled|failed/)
  return state().job?.state
}

/** Waits; the worker thread takes a while to begin on a busy machine. */
async function untilIt(is: RegExp): Promise<void> {
  await expect.poll(() => state().job?.state, { timeout: 30_000, interval: 5 }).toMatch(is)
}

/** Waits until some of it is copied, and not all. */
async function untilItCopies(): Promise<void> {
  await expect.poll(() => state().job?.done, { timeout: 30_000, interval: 1 }).toBeGreaterThan(0)
  expect(state().job?.state).toBe('copying')
}

/** Makes the studio bigger, so that copying it takes a while. */
function grow(megabytes: number): void {
  studio.app.database.exec(
    `CREATE TABLE big (bytes BLOB) STRICT;
     WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${megabytes})
     INSERT INTO big SELECT randomblob(1000000) FROM n`,
  )
}

describe('a backup', () => {
  it('is the whole studio in one file that stands alone, and says where it is', async () => {
    bookSession(studio, '2026-03-04T09:00')
    const before = studio.dump()
    expect(await backUp(file)).toBe('saved')

    expect(readdirSync(folder)).toEqual(['copy.db'])
    const copy = new Sqlite(file, { readonly: true })
    expect(dumpDatabase(copy)).toBe(before)
    copy.close()
    expect(readdirSync(folder)).toEqual(['copy.db'])
    const bytes = readFileSync(file).length
    expect(state()).toMatchObject({
      job: { state: 'saved', file, done: bytes, total: bytes, problem: null },
      last: { file, bytes, madeAt: '2026-03-02T08:00', madeBy: 'Mara Lindqvist', isThere: true },
    })
  })

  it('is in the log, with ids and numbers and no place', async () => {
    bookSession(studio, '2026-03-04T09:00')
    const headSeq = studio.events().length
    await backUp(file)
    const [event] = studio.events('backup.made')
    expect(event!.data).toMatchObject({ headSeq, bytes: readFileSync(file).length })
    expect(event!.metadata.userId).toBe(studio.people.staff.manager.id)
    expect(JSON.stringify(studio.events())).not.toContain('copy.db')
  })

  it('can be put in the place of the studio’s file, and everything is there', async () => {
    const id = bookSession(studio, '2026-03-04T09:00')
    await backUp(file)
    const restored = new TestStudio(
      file,
      { timeZone: studio.timeZone, now: studio.clock.now } as never,
      studio.people,
    )
    writeFileSync(join(folder, 'key'), readFileSync(join(dirname(studio.file), 'key')))
    restored.signIn('manager')
    expect(valueOf(restored.call('appointments.get', { appointmentId: id })).status).toBe('booked')
    bookSession(restored, '2026-03-05T09:00')
    restored.close()
  })

  it('lets the desk go on, and is of the moment at which it began', async () => {
    grow(40)
    studio.choose = file
    valueOf(studio.command('backups.make', {}))
    await untilItCopies()
    bookSession(studio, '2026-03-04T09:00')
    await untilIt(/saved/)
    const copy = new Sqlite(file, { readonly: true })
    expect(copy.prepare('SELECT count(*) FROM appointments').pluck().get()).toBe(0)
    copy.close()
    expect(studio.events('backup.made')[0]!.data.headSeq).toBeLessThan(
      studio.events('appointment.created')[0]!.seq,
    )
  })

  it('takes the place of an older one at one stroke', async () => {
    writeFileSync(file, 'the backup of yesterday')
    expect(await backUp(file)).toBe('saved')
    expect(readFileSync(file).subarray(0, 15).toString()).toBe('SQLite format 3')
  })

  it('is one at a time', async () => {
    studio.choose = file
    valueOf(studio.command('backups.make', {}))
    expect(outcomeOf(studio.command('backups.make', {}))).toBe('backup_running')
    await untilIt(/saved/)
    expect(outcomeOf(studio.command('backups.cancel', {}))).toBe('backup_not_running')
  })
})

describe('a backup that is not made', () => {
  const nothingLeft = () => {
    expect(studio.events('backup.made')).toEqual([])
    expect(state().last).toBeNull()
  }

  it('because nobody chose a place: nothing happens', async () => {
    expect(await backUp(null)).toBe('dismissed')
    nothingLeft()
  })

  it('because it was cancelled: what was there stays, and no half is left', async () => {
    grow(40)
    writeFileSync(file, 'the backup of yesterday')
    studio.choose = file
    valueOf(studio.command('backups.make', {}))
    await untilItCopies()
    valueOf(studio.command('backups.cancel', {}))
    await untilIt(/cancelled/)
    expect(readdirSync(folder)).toEqual(['copy.db'])
    expect(readFileSync(file, 'utf8')).toBe('the backup of yesterday')
    nothingLeft()
  })

  it('because FitFlow is closed: no half is left', async () => {
    grow(40)
    studio.choose = file
    valueOf(studio.command('backups.make', {}))
    await untilItCopies()
    studio.reopen()
    await expect.poll(() => readdirSync(folder)).toEqual([])
    studio.signIn('manager')
    nothingLeft()
  })

  it.each([
    {
      what: 'in a folder that is not there',
      place: () => join(folder, 'no', 'copy.db'),
      problem: 'not_writable',
    },
    {
      what: 'in a folder that is a file',
      place: () => {
        writeFileSync(join(folder, 'flat'), '')
        return join(folder, 'flat', 'copy.db')
      },
      problem: 'not_writable',
    },
    {
      what: 'in the place of a folder',
      place: () => {
        mkdirSync(join(file, 'inside'), { recursive: true })
        return file
      },
      problem: 'not_writable',
    },
    { what: 'over the studio’s own file', place: () => studio.file, problem: 'own_file' },
    {
      what: 'over the studio’s own file by another name',
      place: () => {
        const other = join(dirname(studio.file), 'other.db')
        linkSync(studio.file, other)
        return other
      },
      problem: 'own_file',
    },
  ])('$what: $problem', async ({ place, problem }) => {
    const chosen = place()
    expect(await backUp(chosen)).toBe('failed')
    expect(state().job).toMatchObject({ problem, file: chosen })
    expect(existsSync(`${chosen}.part`)).toBe(false)
    nothingLeft()
    expect(outcomeOf(studio.command('clients.register', { name: 'Cleo Client' }))).toBe('ok')
  })
})

describe('what is shown beside it', () => {
  it('is what FitFlow copied by itself, the newest first, and where archives lie', () => {
    expect(state()).toMatchObject({ job: null, last: null, automatic: [], archives: null })
    writeFileSync(`${studio.file}.before-0009_packages`, 'a copy')
    mkdirSync(join(dirname(studio.file), 'archive'))
    writeFileSync(join(dirname(studio.file), 'archive', '1.gz'), 'old events')
    expect(state()).toMatchObject({
      automatic: [{ file: `${studio.file}.before-0009_packages`, bytes: 6 }],
      archives: join(dirname(studio.file), 'archive'),
      studio: { file: studio.file },
    })
  })

  it('is whether the last one still lies there', async () => {
    await backUp(file)
    expect(outcomeOf(studio.command('backups.show', {}))).toBe('ok')
    rmSync(file)
    expect(state().last?.isThere).toBe(false)
    expect(outcomeOf(studio.command('backups.show', {}))).toBe('backup_missing')
  })
})
