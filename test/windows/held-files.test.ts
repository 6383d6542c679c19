import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { ErasureCleaner } from '../../main/features/clients/erasure-cleaner.ts'
import { keyFileSecrets } from '../../main/platform/key-file.ts'
import { TokenStore } from '../../main/sync/token-store.ts'
import type { Instant } from '../../shared/time.ts'
import { bookSession } from '../support/book-session.ts'
import { makeTempFolder } from '../support/make-temp-folder.ts'
import { valueOf } from '../support/read-result.ts'
import { countIn, killed, openDesk, refusalOf, register } from '../support/studio-on-disk.ts'
import type { TestStudio } from '../support/open-test-studio.ts'
import { holdFile, type Hold } from './hold-file.ts'

/** As a scanner does: others may read it meanwhile, and no more. */
const reading: Hold = { access: 'r', share: 'r' }
const long = 60_000

let studio: TestStudio

beforeEach(() => {
  studio = openDesk()
})

/** A studio after a kill, with its log beside it. */
function leftByKill(): string {
  valueOf(register(studio))
  const file = killed(studio)
  studio.app.close()
  return file
}

describe('a start while another program reads', () => {
  it.each(['', '-wal', '-opened'])(
    'studio.db%s waits until it is let go of, and loses nothing',
    async (part) => {
      const file = leftByKill()
      const held = await holdFile(file + part, reading, 2)
      expect(countIn(file, 'clients')).toBe(1)
      await held()
    },
    long,
  )

  it(
    'for ever says that another program holds it',
    async () => {
      const file = leftByKill()
      const release = await holdFile(file, { access: 'r', share: '-' }, 60)
      const { message, nextStep } = refusalOf(file)
      expect(message).toContain('Another program holds')
      expect(nextStep).toContain('virus scanner')
      await release()
      expect(countIn(file, 'clients')).toBe(1)
    },
    long,
  )
})

describe('while another program holds it', () => {
  it(
    'a copy from before an update keeps its erased client, which is said, and goes later',
    async () => {
      const { clientId } = valueOf(register(studio))
      const copy = `${studio.file}.before-0002_x`
      writeFileSync(copy, 'Cleo Client')
      const release = await holdFile(copy, reading, 60)
      valueOf(studio.agree('clients.erase', { clientId, confirmation: 'Cleo Client' }))
      const told: unknown[] = []
      const cleaner = new ErasureCleaner(
        studio.app.work,
        () => {},
        (reason) => told.push(reason),
      )
      cleaner.clean()
      expect(told).toEqual([{ held: [copy] }])
      await release()
      cleaner.clean()
      expect(told.at(-1)).toBeNull()
      expect(existsSync(copy)).toBe(false)
      cleaner.close()
    },
    long,
  )

  it.each([
    { for: 'a second', seconds: 1, name: 'copy.db' },
    { for: 'long', seconds: 60, name: 'copy (2).db' },
  ])(
    'the file of a backup for $for, it becomes $name',
    async ({ seconds, name }) => {
      const folder = makeTempFolder()
      const file = join(folder, 'copy.db')
      writeFileSync(file, 'older')
      const release = await holdFile(file, reading, seconds)
      studio.choose = file
      valueOf(studio.command('backups.make', {}))
      const job = () => valueOf(studio.call('backups.state', {})).job
      await expect.poll(() => job()?.state, { timeout: 40_000 }).toMatch(/saved|failed/)
      expect(job()).toMatchObject({ state: 'saved', file: join(folder, name), isLeft: false })
      await release()
      expect(readdirSync(folder).filter((left) => left.endsWith('.part'))).toEqual([])
      expect(countIn(join(folder, name), 'staff')).toBeGreaterThan(0)
    },
    long,
  )

  it(
    'the half of a backup that is cancelled, that is said',
    async () => {
      const file = join(makeTempFolder(), 'copy.db')
      writeFileSync(`${file}.part`, 'of an earlier one')
      const release = await holdFile(`${file}.part`, reading, 60)
      studio.choose = file
      valueOf(studio.command('backups.make', {}))
      const job = () => valueOf(studio.call('backups.state', {})).job
      await expect.poll(() => job()?.state, { timeout: 40_000 }).toBe('failed')
      expect(job()).toMatchObject({ problem: 'held' })
      await release()
    },
    long,
  )

  it(
    'what is exported waits, and is not logged where it failed',
    async () => {
      const { clientId } = valueOf(register(studio))
      const file = join(makeTempFolder(), 'client.json')
      writeFileSync(file, 'open in Excel')
      studio.choose = file
      const state = () => valueOf(studio.call('clients.exportState', {}))?.state
      const release = await holdFile(file, { access: 'w', share: 'r' }, 60)
      valueOf(studio.command('clients.export', { clientId, format: 'json' }))
      await expect.poll(state, { timeout: 30_000 }).toBe('failed')
      expect([studio.events('client.exported').length, readFileSync(file, 'utf8')]).toEqual([
        0,
        'open in Excel',
      ])
      await release()
      await holdFile(file, { access: 'w', share: 'r' }, 1)
      valueOf(studio.command('clients.export', { clientId, format: 'json' }))
      await expect.poll(state, { timeout: 30_000 }).toBe('saved')
      expect(studio.events('client.exported')).toHaveLength(1)
    },
    long,
  )

  it(
    'one trainer’s calendar is behind, and the others are not',
    async () => {
      const { calendars } = studio.app
      const [ana, ben] = [studio.people.ana, studio.people.ben].map((id) => calendars.fileOf(id))
      bookSession(studio, '2026-03-04T09:00')
      bookSession(studio, '2026-03-04T11:00', { trainerId: studio.people.ben })
      studio.deliver()
      mkdirSync(dirname(ana!), { recursive: true })
      for (const file of [ana!, ben!]) writeFileSync(file, '')
      const release = await holdFile(ana!, reading, 60)
      await expect(calendars.writeStale()).rejects.toThrow(/EPERM|EBUSY|EACCES/)
      expect([readFileSync(ana!, 'utf8'), readFileSync(ben!, 'utf8')]).toEqual([
        '',
        expect.stringContaining('BEGIN:VEVENT'),
      ])
      await release()
      await calendars.writeStale()
      expect(readFileSync(ana!, 'utf8')).toContain('BEGIN:VEVENT')
    },
    long,
  )
})

describe('the token of the cloud while another program holds it', () => {
  const tokens = {
    token: 'a-token',
    refreshToken: 'another',
    expiresAt: '2026-04-01T00:00:00.000Z' as Instant,
  }
  const store = (file: string) => new TokenStore(file, keyFileSecrets(`${file}.key`))

  it(
    'is not lost: it is read once it is free',
    async () => {
      const file = join(makeTempFolder(), 'sync-tokens.json')
      store(file).save(tokens)
      const release = await holdFile(file, { access: 'r', share: '-' }, 60)
      const later = store(file)
      expect([later.state, later.tokens]).toEqual(['held', null])
      await release()
      expect([later.state, later.tokens]).toEqual(['ready', tokens])
    },
    long,
  )

  it(
    'is used from memory when a new one cannot be written, and written later',
    async () => {
      const file = join(makeTempFolder(), 'sync-tokens.json')
      const kept = store(file)
      kept.save({ ...tokens, token: 'an-older-one' })
      const release = await holdFile(file, reading, 60)
      kept.save(tokens)
      expect(kept.tokens).toEqual(tokens)
      await release()
      await expect.poll(() => store(file).tokens, { timeout: 20_000 }).toEqual(tokens)
    },
    long,
  )

  it(
    'goes after it was disconnected, once it is free',
    async () => {
      const file = join(makeTempFolder(), 'sync-tokens.json')
      const kept = store(file)
      kept.save(tokens)
      const release = await holdFile(file, reading, 60)
      kept.forget()
      expect([kept.tokens, existsSync(file)]).toEqual([null, true])
      await release()
      await expect.poll(() => existsSync(file), { timeout: 20_000 }).toBe(false)
    },
    long,
  )

  it(
    'costs no pairing code where it could not be kept',
    async () => {
      const file = join(makeTempFolder(), 'sync-tokens.json')
      writeFileSync(`${file}.partial`, '')
      const release = await holdFile(`${file}.partial`, { access: 'r', share: '-' }, 60)
      expect(() => store(file).tryToKeep()).toThrow(/EPERM|EBUSY|EACCES/)
      await release()
      expect(() => store(file).tryToKeep()).not.toThrow()
    },
    long,
  )
})
