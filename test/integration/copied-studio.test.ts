import {
  copyFileSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { describe, expect, it, onTestFinished } from 'vitest'
import { onItsOwn } from '../../main/db/unit-of-work.ts'
import { readHead, saveLink } from '../../main/sync/sync-link.ts'
import type { Instant } from '../../shared/time.ts'
import { bookSession, payCash } from '../support/book-session.ts'
import { bookReachable, plainSettings } from '../support/mail-studio.ts'
import { dumpDatabase } from '../support/dump-database.ts'
import { makeTempFolder } from '../support/make-temp-folder.ts'
import { openTestStudio, TestStudio } from '../support/open-test-studio.ts'
import { outcomeOf, valueOf } from '../support/read-result.ts'

/** A computer with a place for its marks and a studio that it knows. */
function computer() {
  const root = makeTempFolder()
  const marksFolder = join(root, 'marks')
  const first = openTestStudio()
  const known = join(root, 'known', 'studio.db')
  first.close()
  cpSync(dirname(first.file), dirname(known), { recursive: true })
  const open = (file: string, signs?: string[]): TestStudio => {
    const choice = {
      timeZone: 'Europe/Berlin',
      currency: 'EUR',
      now: '2026-03-02T07:00:00.000Z' as Instant,
    }
    const it = signs ? ({ kind: 'network_cards', signs } as const) : null
    const studio = new TestStudio(file, choice, first.people, undefined, marksFolder, it)
    onTestFinished(() => studio.close())
    return studio
  }
  /** Copies the folder of a closed studio. */
  const copyTo = (name: string): string => {
    cpSync(dirname(known), join(root, name), { recursive: true })
    return join(root, name, 'studio.db')
  }
  return { root, marksFolder, known, open, copyTo }
}

const questionOf = (studio: TestStudio) => {
  const status = valueOf(studio.call('studio.status', {}))
  return status.state === 'place_asked' ? status.question.kind : null
}

/** Sells one session for cash and answers the receipt's number. */
function sell(studio: TestStudio, local: string): string {
  studio.signIn('desk')
  return payCash(studio, bookSession(studio, local)).receiptNumber
}

const identityOf = (studio: TestStudio) => ({
  ...studio.rows<{ device_id: string; device_code: string }>(
    'SELECT device_id, device_code FROM studio',
  )[0]!,
  epoch: readHead(studio.app.database).epoch,
})

describe('a studio’s file that was copied', () => {
  it('is told apart from the original on the same computer, and never shares a receipt number', () => {
    const { known, open, copyTo } = computer()
    const original = open(known)
    const before = identityOf(original)
    original.close()
    const copy = open(copyTo('copy'))
    expect(questionOf(copy)).toBe('copy')
    expect(outcomeOf(copy.command('studio.answerPlace', { answer: 'moved' }))).toBe(
      'place_not_asked',
    )
    valueOf(copy.command('studio.answerPlace', { answer: 'copy' }))
    expect(questionOf(copy)).toBeNull()

    const second = open(copyTo('second-copy'))
    valueOf(second.command('studio.answerPlace', { answer: 'copy' }))
    const again = open(known)
    expect(questionOf(again)).toBeNull()
    expect(identityOf(again)).toEqual(before)
    const all = [again, copy, second]
    const numbers = all.map((studio) => sell(studio, '2026-03-03T09:00'))
    expect(new Set(numbers).size).toBe(3)
    expect(numbers[0]).toBe('A-2026-000001')
    for (const number of numbers.slice(1)) {
      expect(number).toMatch(/^[AC-FHJKMNPRTV-Y][AC-FHJKMNPRTV-Y2-9]{2}-2026-000001$/)
    }
    for (const key of ['device_id', 'device_code', 'epoch'] as const) {
      expect(new Set(all.map((studio) => identityOf(studio)[key])).size).toBe(3)
    }
    expect(
      copy.events('sync.epoch_began').map(({ data, metadata }) => ({ ...data, ...metadata })),
    ).toMatchObject([
      { cause: 'copied', previousEpoch: before.epoch, deviceId: identityOf(copy).device_id },
    ])
    copy.reopen()
    expect(questionOf(copy)).toBeNull()
  })

  it('accepts and starts nothing before the question is answered, by nobody', () => {
    const { known, open, copyTo } = computer()
    open(known).close()
    const copy = open(copyTo('copy'))
    const before = copy.dump()
    const { desk } = copy.people.staff
    let started = 0
    copy.app.place.whenKnown(() => started++)
    expect(outcomeOf(copy.command('staff.signIn', { staffId: desk.id, pin: desk.pin }))).toBe(
      'place_unanswered',
    )
    expect(outcomeOf(copy.command('studio.createDemo', {}))).toBe('place_unanswered')
    expect(copy.dump()).toBe(before)
    expect(started).toBe(0)
    valueOf(copy.command('studio.answerPlace', { answer: 'copy' }))
    expect(started).toBe(1)
    expect(outcomeOf(copy.command('studio.answerPlace', { answer: 'copy' }))).toBe(
      'place_not_asked',
    )
  })

  it('has nothing written into it before, not even what a start brings up to date', () => {
    const { known, open, copyTo } = computer()
    const original = open(known)
    original.signIn('manager')
    valueOf(original.command('clients.register', { name: 'Cleo Client' }))
    const remembered = original.rows<{ n: number }>('SELECT count(*) AS n FROM command_results')
    expect(remembered[0]!.n).toBeGreaterThan(0)
    original.foreign().exec(
      `UPDATE studio SET country = NULL;
       UPDATE command_results SET created_at = '2025-03-02T07:00:00.000Z';
       UPDATE client_fold_rules SET version = 0;
       INSERT INTO event_subscriptions (id, service_name, event_type, created_at, tier, ordering)
         VALUES ('of-yesterday', 'of-yesterday', '*', '2025-03-02T07:00:00.000Z', 'inline', 'none')`,
    )
    original.close()
    const file = copyTo('copy')
    const closed = new Sqlite(file, { readonly: true })
    const before = dumpDatabase(closed)
    closed.close()
    const copy = open(file)
    expect(copy.dump()).toBe(before)
    valueOf(copy.command('studio.answerPlace', { answer: 'copy' }))
    expect(copy.rows('SELECT country FROM studio')).toEqual([{ country: 'DE' }])
    expect(copy.rows('SELECT 1 FROM client_fold_rules WHERE version = 0')).toEqual([])
    expect(copy.rows(`SELECT status FROM event_subscriptions WHERE id = 'of-yesterday'`)).toEqual([
      { status: 'orphaned' },
    ])
    expect(copy.rows(`SELECT 1 FROM command_results WHERE created_at < '2026'`)).toEqual([])
  })

  it('leaves the waiting messages and the cloud to the original', () => {
    const { known, open, copyTo } = computer()
    const original = open(known)
    original.signIn('manager')
    valueOf(original.command('messages.saveSettings', { ...plainSettings(25), enabled: true }))
    bookReachable(original, '2026-03-03T09:00')
    expect(original.rows(`SELECT 1 FROM outbox WHERE status = 'queued'`)).toHaveLength(1)
    original.app.work.run(onItsOwn(), (tx) =>
      saveLink(tx, {
        endpointUrl: 'https://cloud.example',
        tenant: 'harbour',
        pairedBy: original.people.staff.manager.id,
      }),
    )
    writeFileSync(join(dirname(original.file), 'sync-tokens.json'), '{}')
    original.close()
    const copy = open(copyTo('copy'))
    valueOf(copy.command('studio.answerPlace', { answer: 'copy' }))
    expect(copy.rows('SELECT enabled FROM message_settings')).toEqual([{ enabled: 0 }])
    expect(copy.rows(`SELECT 1 FROM outbox WHERE status IN ('queued', 'sending')`)).toEqual([])
    expect(copy.rows('SELECT * FROM sync_link')).toEqual([])
    expect(readdirSync(dirname(copy.file))).not.toContain('sync-tokens.json')
  })
})

describe('a studio’s file that was moved', () => {
  it('goes on without a question under another name, and through another name', () => {
    const { root, known, open } = computer()
    open(known).close()
    renameSync(dirname(known), join(root, 'renamed'))
    const moved = open(join(root, 'renamed', 'studio.db'))
    expect(questionOf(moved)).toBeNull()
    moved.close()
    symlinkSync(join(root, 'renamed'), join(root, 'link'))
    expect(questionOf(open(join(root, 'link', 'studio.db')))).toBeNull()
  })

  it('is asked about where it arrived as a new file, and stays what it was', () => {
    const { known, open, copyTo } = computer()
    const original = open(known)
    const before = identityOf(original)
    original.close()
    const elsewhere = copyTo('other-disk')
    rmSync(dirname(known), { recursive: true })
    const moved = open(elsewhere)
    expect(questionOf(moved)).toBe('moved_or_copied')
    valueOf(moved.command('studio.answerPlace', { answer: 'moved' }))
    expect(identityOf(moved)).toEqual(before)
    expect(sell(moved, '2026-03-03T09:00')).toBe('A-2026-000001')
    moved.reopen()
    expect(questionOf(moved)).toBeNull()
  })
})

describe('an older copy that was put back', () => {
  it.each(['over the file', 'as a new file'])(
    '%s never sells under the numbers on paper',
    (how) => {
      const { known, open, copyTo } = computer()
      open(known).close()
      const backup = copyTo('backup')
      const studio = open(known)
      const before = identityOf(studio)
      expect(sell(studio, '2026-03-03T09:00')).toBe('A-2026-000001')
      studio.close()
      if (how === 'as a new file') rmSync(known)
      copyFileSync(backup, known)
      const restored = open(known)
      expect(questionOf(restored)).toBe('put_back')
      valueOf(restored.command('studio.answerPlace', { answer: 'put_back' }))
      const after = identityOf(restored)
      expect(after.device_id).toBe(before.device_id)
      expect(after.epoch).not.toBe(before.epoch)
      expect(sell(restored, '2026-03-03T10:00')).toBe(`${after.device_code}-2026-000001`)
      expect(after.device_code).not.toBe('A')
      restored.reopen()
      expect(questionOf(restored)).toBeNull()
    },
  )

  it('is noticed when the file went another way than this computer saw', () => {
    const { known, open, copyTo } = computer()
    open(known).close()
    const other = copyTo('other')
    const here = open(known)
    sell(here, '2026-03-03T09:00')
    here.close()
    // The same number of events and more, written elsewhere.
    const there = new TestStudio(
      other,
      { timeZone: 'Europe/Berlin', currency: 'EUR', now: '2026-03-02T07:00:00.000Z' as Instant },
      here.people,
    )
    sell(there, '2026-03-03T12:00')
    sell(there, '2026-03-03T14:00')
    there.close()
    copyFileSync(other, known)
    expect(questionOf(open(known))).toBe('put_back')
  })
})

describe('a disk that was copied whole into another computer', () => {
  it('is asked about, though path, file and mark are the same, and can become a copy', () => {
    const { known, open, marksFolder } = computer()
    const original = open(known, ['card-1', 'card-2'])
    const before = identityOf(original)
    original.close()
    const [mark = ''] = readdirSync(marksFolder)
    const text = readFileSync(join(marksFolder, mark), 'utf8')
    expect(text).not.toContain('card-1')

    const there = open(known, ['card-3'])
    expect(questionOf(there)).toBe('another_computer')
    valueOf(there.command('studio.answerPlace', { answer: 'copy' }))
    expect(identityOf(there).device_id).not.toBe(before.device_id)
    there.reopen()
    expect(questionOf(there)).toBeNull()
  })

  it('goes on as what it was when its disk moved, and is not asked about again', () => {
    const { known, open } = computer()
    const original = open(known, ['card-1'])
    const before = identityOf(original)
    original.close()
    const there = open(known, ['card-3'])
    valueOf(there.command('studio.answerPlace', { answer: 'moved' }))
    expect(identityOf(there)).toEqual(before)
    there.reopen()
    expect(questionOf(there)).toBeNull()
  })

  it.each<[string, string[] | undefined, string[] | undefined]>([
    ['a card came and one went', ['card-1', 'card-2'], ['card-2', 'card-3']],
    ['a computer that told nothing before', undefined, ['card-1']],
    ['a computer that tells nothing now', ['card-1'], undefined],
  ])('is not what it is when %s', (_, first, later) => {
    const { known, open } = computer()
    open(known, first).close()
    expect(questionOf(open(known, later))).toBeNull()
  })
})

describe('the mark', () => {
  it('that is missing or damaged is written anew without a question', () => {
    const { known, open, copyTo, marksFolder } = computer()
    open(known).close()
    const [mark = ''] = readdirSync(marksFolder)
    writeFileSync(join(marksFolder, mark), '{"path":')
    expect(questionOf(open(copyTo('copy')))).toBeNull()
  })

  it('that cannot be written keeps nobody from working', () => {
    const { known, open, marksFolder, root } = computer()
    mkdirSync(join(root, 'elsewhere'))
    writeFileSync(marksFolder, 'a file where the folder should be')
    const studio = open(known)
    expect(sell(studio, '2026-03-03T09:00')).toBe('A-2026-000001')
  })

  it('knows nothing of an empty file until a studio is set up in it', () => {
    const { root, open, marksFolder } = computer()
    const empty = open(join(root, 'empty.db'))
    expect(valueOf(empty.call('studio.status', {}))).toEqual({ state: 'empty' })
    empty.close()
    expect(() => readdirSync(marksFolder)).toThrow('ENOENT')
  })
})
