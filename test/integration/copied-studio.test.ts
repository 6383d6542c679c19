import { createHash } from 'node:crypto'
import { copyFileSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { describe, expect, it, onTestFinished } from 'vitest'
import { migrate } from '../../main/db/migrate.ts'
import { StudioDatabase } from '../../main/db/studio-database.ts'
import { onItsOwn } from '../../main/db/unit-of-work.ts'
import { PlaceAsked } from '../../main/opening/place-asked.ts'
import { locate, writeMark } from '../../main/place/place-mark.ts'
import { openStudioApp, type StudioApp } from '../../main/studio-app.ts'
import { readHead, saveLink } from '../../main/sync/sync-link.ts'
import type { Instant } from '../../shared/time.ts'
import { bookReachable, plainSettings } from '../support/mail-studio.ts'
import { dumpDatabase } from '../support/dump-database.ts'
import { knownComputer, questionOf, sell, identityOf } from '../support/known-computer.ts'
import { outcomeOf, valueOf } from '../support/read-result.ts'
import { migrations } from '../support/studio-template.ts'

const hashOf = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')

function askedBy(open: () => StudioApp): PlaceAsked {
  try {
    open().close()
  } catch (error) {
    if (error instanceof PlaceAsked) return error
    throw error
  }
  throw new Error('It opened.')
}

describe('a studio’s file that was copied', () => {
  it('is told apart from the original on the same computer, and never shares a receipt number', () => {
    const { known, open, copyTo } = knownComputer()
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
    const { known, open, copyTo } = knownComputer()
    open(known).close()
    const copy = open(copyTo('copy'))
    const before = copy.dump()
    const { desk } = copy.people.staff
    expect(outcomeOf(copy.command('staff.signIn', { staffId: desk.id, pin: desk.pin }))).toBe(
      'place_unanswered',
    )
    expect(outcomeOf(copy.command('studio.createDemo', {}))).toBe('place_unanswered')
    expect(outcomeOf(copy.call('appointments.day', { date: '2026-03-02' }))).toBe(
      'place_unanswered',
    )
    expect(copy.dump()).toBe(before)
    expect(() => copy.app).toThrow('not open')
    valueOf(copy.command('studio.answerPlace', { answer: 'copy' }))
    expect(outcomeOf(copy.command('studio.answerPlace', { answer: 'copy' }))).toBe(
      'place_not_asked',
    )
  })

  it('has nothing written into it before, not even what a start brings up to date', () => {
    const { known, open, copyTo } = knownComputer()
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
    const { known, open, copyTo } = knownComputer()
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

describe('a copy of a studio of an older FitFlow', () => {
  const later = { name: '9999_later', sql: 'CREATE TABLE later (a TEXT) STRICT' }
  /** What is in the folder, but for the index that SQLite makes in order to read. */
  const bytesIn = (folder: string) =>
    readdirSync(folder)
      .filter((name) => !name.endsWith('-shm') && statSync(join(folder, name)).size > 0)
      .map((name) => [name, hashOf(readFileSync(join(folder, name)))])

  it('is not brought up to date, and no byte of it is another, before the question is answered', () => {
    const { known, open, copyTo, marksFolder } = knownComputer()
    open(known).close()
    const file = copyTo('copy')
    const before = bytesIn(dirname(file))
    const options = { file, migrations: [...migrations, later], marksFolder }
    const asked = askedBy(() => openStudioApp(options))
    expect(asked.question.kind).toBe('copy')
    expect(bytesIn(dirname(file))).toEqual(before)

    const app = openStudioApp({ ...options, placed: asked.answered('copy') })
    onTestFinished(() => app.close())
    expect(app.database.prepare('SELECT count(*) FROM later').pluck().get()).toBe(0)
    expect(app.database.prepare('SELECT device_code FROM studio').pluck().get()).not.toBe('A')
  })

  it('is told apart however old it is', () => {
    const { root, marksFolder } = knownComputer()
    const file = join(root, 'first.db')
    const first = StudioDatabase.open(file)
    migrate(first, migrations.slice(0, 2))
    first.exec(
      `INSERT INTO studio (id, tenant_id, device_id, device_code, name, time_zone, currency, created_at)
       VALUES (1, 't', 'd-1', 'A', 'Harbour', 'Europe/Berlin', 'EUR', '2025-01-01T00:00:00.000Z')`,
    )
    const head = readHead(first)
    first.close()
    writeMark(marksFolder, 'd-1', {
      ...locate(file),
      head,
      seenAt: '2026-03-02T07:00:00.000Z' as Instant,
      timeZone: null,
      computer: null,
      isLetGo: false,
    })
    const copy = join(root, 'copy.db')
    copyFileSync(file, copy)
    const options = { file: copy, migrations, marksFolder }
    const { question } = askedBy(() => openStudioApp(options))
    expect(question).toMatchObject({ kind: 'copy', seenLocal: '2026-03-02T08:00' })
  })

  it('still says that a foreign log was set aside once it was answered', () => {
    const { known, open, copyTo } = knownComputer()
    open(known).close()
    const file = copyTo('copy')
    const working = open(known)
    sell(working, '2026-03-03T09:00')
    copyFileSync(`${known}-wal`, `${file}-wal`)
    copyFileSync(`${known}-opened`, `${file}-opened`)
    working.close()
    const copy = open(file)
    expect(questionOf(copy)).toBe('copy')
    valueOf(copy.command('studio.answerPlace', { answer: 'copy' }))
    expect(copy.app.condition.state.notices.map(({ code }) => code)).toEqual(['set_aside'])
  })
})
