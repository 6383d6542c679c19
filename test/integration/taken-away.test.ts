import {
  closeSync,
  copyFileSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
  rmSync,
  truncateSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { readHeader } from '../../main/db/file-header.ts'
import { OwnWrites } from '../../main/db/own-writes.ts'
import { makeTempFolder } from '../support/make-temp-folder.ts'
import type { TestStudio } from '../support/open-test-studio.ts'
import { outcomeOf, valueOf } from '../support/read-result.ts'
import { countIn, openDesk, register, setAsideIn } from '../support/studio-on-disk.ts'

/** Copies these parts of the open studio, lets it work on and empty its log, and writes them back in place. */
function restoreBytes(parts: readonly string[]) {
  return (studio: TestStudio): void => {
    for (const part of parts) copyFileSync(studio.file + part, `${studio.file}.old${part}`)
    valueOf(register(studio, 'Between'))
    if (parts.includes('')) studio.app.database.leaveNoTrace()
    valueOf(register(studio, 'After'))
    for (const part of parts) copyFileSync(`${studio.file}.old${part}`, studio.file + part)
  }
}

describe('a file that is taken away while it is open', () => {
  it.each<[string, (studio: TestStudio) => void, string]>([
    ['is moved away', ({ file }) => renameSync(file, `${file}.old`), 'studio_file_gone'],
    ['is deleted', ({ file }) => unlinkSync(file), 'studio_file_gone'],
    [
      'is deleted with its folder',
      ({ file }) => rmSync(dirname(file), { recursive: true }),
      'studio_file_gone',
    ],
    ['loses its log', ({ file }) => unlinkSync(`${file}-wal`), 'studio_file_gone'],
    [
      'is replaced by a copy',
      ({ file }) => {
        copyFileSync(file, `${file}.copy`)
        renameSync(`${file}.copy`, file)
      },
      'studio_file_replaced',
    ],
    [
      'is written over by a backup',
      ({ file, app }) => {
        app.database.copyTo(`${file}.backup`)
        copyFileSync(`${file}.backup`, file)
      },
      'studio_file_replaced',
    ],
    ['is emptied', ({ file }) => writeFileSync(file, ''), 'studio_file_replaced'],
    ['is written over by its own older bytes', restoreBytes(['']), 'studio_file_replaced'],
    ['has its log written over by older bytes', restoreBytes(['-wal']), 'studio_file_replaced'],
    [
      'is written over with its log by older bytes',
      restoreBytes(['', '-wal', '-shm']),
      'studio_file_replaced',
    ],
    ['has its log emptied', ({ file }) => truncateSync(`${file}-wal`, 0), 'studio_file_replaced'],
    [
      'has its log written over by another studio’s',
      ({ file }) => {
        const other = openDesk()
        valueOf(register(other))
        copyFileSync(`${other.file}-wal`, `${file}-wal`)
      },
      'studio_file_replaced',
    ],
  ])('%s: nothing more is answered “done”, and nothing is shown', (_, take, code) => {
    const studio = openDesk()
    valueOf(register(studio, 'Before'))
    take(studio)
    expect(outcomeOf(register(studio))).toBe(code)
    expect(outcomeOf(studio.call('clients.search', { text: 'Before', limit: 5 }))).toBe(code)
    const { trouble } = valueOf(studio.call('studio.condition', {}))
    expect(trouble?.nextStep).toContain('close FitFlow')
    expect(studio.incidents).toEqual([])
  })

  it.each<[string, (file: string) => void]>([
    ['was touched', (file) => utimesSync(file, new Date(), new Date())],
    [
      'got its time back from a backup program',
      (file) => utimesSync(file, statSync(file).atimeMs / 1_000, statSync(file).mtimeMs / 1_000),
    ],
    ['was written in place as it is', (file) => writeFileSync(file, readFileSync(file))],
  ])('is not one that %s: the desk goes on, and nothing is lost', (_, act) => {
    const studio = openDesk()
    for (let round = 0; round < 3; round += 1) {
      valueOf(register(studio, `Round ${round}`))
      act(studio.file)
      expect(outcomeOf(register(studio))).toBe('ok')
    }
    studio.reopen()
    expect(countIn(studio.file, 'clients')).toBe(6)
    expect(setAsideIn(studio.file)).toEqual([])
  })

  it('stays refused when the file is back: only a start looks at it anew', () => {
    const studio = openDesk()
    renameSync(studio.file, `${studio.file}.old`)
    expect(outcomeOf(register(studio))).toBe('studio_file_gone')
    renameSync(`${studio.file}.old`, studio.file)
    expect(outcomeOf(register(studio))).toBe('studio_file_gone')
    studio.reopen()
    studio.signIn('manager')
    expect(outcomeOf(register(studio))).toBe('ok')
  })

  it('is noticed when it goes between the decision and the commit’s answer', () => {
    const studio = openDesk()
    const context = { actorId: null, commandId: null, correlationId: 'test' }
    const late: string[] = []
    expect(() =>
      studio.app.work.run(context, (tx) => {
        tx.afterCommit(() => late.push('told'))
        tx.database.prepare(`UPDATE studio SET name = 'New'`).run()
        renameSync(studio.file, `${studio.file}.old`)
      }),
    ).toThrow(/gone/)
    expect(late).toEqual([])
  })

  it('is called what it is where SQLite stumbles over its bytes before anybody has looked', () => {
    const [whole, exchanged] = [openDesk(), openDesk()]
    exchanged.app.database.copyTo(`${exchanged.file}.backup`)
    copyFileSync(`${exchanged.file}.backup`, exchanged.file)
    const met = 'database disk image is malformed'
    expect(exchanged.app.database.failDamaged(met)).toEqual({ kind: 'replaced' })
    expect(whole.app.database.failDamaged(met)).toEqual({ kind: 'damaged', detail: met })
    expect(outcomeOf(register(exchanged))).toBe('studio_file_replaced')
    expect(outcomeOf(register(whole))).toBe('studio_damaged')
  })

  it('stops what writes by itself, and tells the windows once', () => {
    const studio = openDesk()
    const told: string[] = []
    studio.app.work.onCommit((topics) => told.push(...topics))
    studio.app.delivery.start()
    unlinkSync(studio.file)
    studio.app.condition.start()
    expect(outcomeOf(register(studio))).toBe('studio_file_gone')
    expect(outcomeOf(register(studio))).toBe('studio_file_gone')
    expect(told.filter((topic) => topic === 'condition')).toHaveLength(1)
  })

  it.each(['moved over it', 'written over it'])(
    'is left alone when it is closed: a backup that was %s is as it was',
    (how) => {
      const studio = openDesk()
      const backup = join(makeTempFolder(), 'backup.db')
      studio.app.database.copyTo(backup)
      const whole = readFileSync(backup)
      // What is in the log only.
      valueOf(register(studio))
      if (how === 'moved over it') renameSync(backup, studio.file)
      else copyFileSync(backup, studio.file)
      expect(outcomeOf(register(studio))).toBe('studio_file_replaced')
      studio.app.close()
      expect(readFileSync(studio.file).equals(whole)).toBe(true)

      expect(countIn(studio.file, 'clients')).toBe(0)
      expect(setAsideIn(studio.file)).toHaveLength(1)
    },
  )
})

describe('other bytes in the very file that is open, where the system says late when it was written', () => {
  /** As `FileGuard` looks. */
  function look(writes: OwnWrites, file: string): boolean {
    const state = writes.read()
    const { size, mtimeNs } = statSync(file, { bigint: true })
    const { counters } = readHeader(file)!
    const descriptor = openSync(file, 'r')
    onTestFinished(() => closeSync(descriptor))
    return writes.areAll(state, { bytes: size, writtenNs: mtimeNs, counters }, descriptor)
  }

  function watch(studio: TestStudio): OwnWrites {
    const writes = new OwnWrites(studio.file, false)
    onTestFinished(() => writes.close())
    expect(look(writes, studio.file)).toBe(true)
    return writes
  }

  it('are told by the counters in its header', () => {
    const studio = openDesk()
    const writes = watch(studio)
    copyFileSync(studio.file, `${studio.file}.old`)
    valueOf(register(studio))
    studio.app.database.leaveNoTrace()
    valueOf(register(studio))
    expect(look(writes, studio.file)).toBe(true)
    // As long as before, so that its length tells nothing.
    const bytes = readFileSync(studio.file)
    readFileSync(`${studio.file}.old`).copy(bytes)
    writeFileSync(studio.file, bytes)
    expect(look(writes, studio.file)).toBe(false)
  })

  it('are never seen in what SQLite writes, whoever empties the log', () => {
    const studio = openDesk()
    const writes = watch(studio)
    for (let count = 0; count < 20; count += 1) {
      valueOf(register(studio, `Client ${count}`))
      if (count % 3 === 0) studio.foreign().pragma('wal_checkpoint(PASSIVE)')
      if (count % 7 === 0) studio.app.database.leaveNoTrace()
      expect(look(writes, studio.file)).toBe(true)
    }
  })
})
