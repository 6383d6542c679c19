import {
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Instant } from '../../shared/time.ts'
import { knownComputer, questionOf, sell, identityOf } from '../support/known-computer.ts'
import { TestStudio } from '../support/open-test-studio.ts'
import { valueOf } from '../support/read-result.ts'

describe('a studio’s file that was moved', () => {
  it('goes on without a question under another name, and through another name', () => {
    const { root, known, open } = knownComputer()
    open(known).close()
    renameSync(dirname(known), join(root, 'renamed'))
    const moved = open(join(root, 'renamed', 'studio.db'))
    expect(questionOf(moved)).toBeNull()
    moved.close()
    // On Windows a junction, which everybody may make.
    symlinkSync(join(root, 'renamed'), join(root, 'link'), 'junction')
    expect(questionOf(open(join(root, 'link', 'studio.db')))).toBeNull()
  })

  it('is asked about where it arrived as a new file, and stays what it was', () => {
    const { known, open, copyTo } = knownComputer()
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
      const { known, open, copyTo } = knownComputer()
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
    const { known, open, copyTo } = knownComputer()
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
    const { known, open, marksFolder } = knownComputer()
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
    const { known, open } = knownComputer()
    const original = open(known, ['card-1'])
    const before = identityOf(original)
    original.close()
    const there = open(known, ['card-3'])
    valueOf(there.command('studio.answerPlace', { answer: 'moved' }))
    expect(identityOf(there)).toEqual(before)
    there.reopen()
    expect(questionOf(there)).toBeNull()
  })

  it('is asked about later when it does not tell at first what it is known by', () => {
    const { known, open } = knownComputer()
    open(known, ['card-1']).close()
    open(known).close()
    expect(questionOf(open(known, ['card-3']))).toBe('another_computer')
  })

  it.each<[string, string[] | undefined, string[] | undefined]>([
    ['a card came and one went', ['card-1', 'card-2'], ['card-2', 'card-3']],
    ['a computer that told nothing before', undefined, ['card-1']],
    ['a computer that tells nothing now', ['card-1'], undefined],
  ])('is not what it is when %s', (_, first, later) => {
    const { known, open } = knownComputer()
    open(known, first).close()
    expect(questionOf(open(known, later))).toBeNull()
  })
})

describe('the mark', () => {
  it('that is missing or damaged is written anew without a question', () => {
    const { known, open, copyTo, marksFolder } = knownComputer()
    open(known).close()
    const [mark = ''] = readdirSync(marksFolder)
    writeFileSync(join(marksFolder, mark), '{"path":')
    expect(questionOf(open(copyTo('copy')))).toBeNull()
  })

  it('that cannot be written keeps nobody from working', () => {
    const { known, open, marksFolder, root } = knownComputer()
    mkdirSync(join(root, 'elsewhere'))
    writeFileSync(marksFolder, 'a file where the folder should be')
    const studio = open(known)
    expect(sell(studio, '2026-03-03T09:00')).toBe('A-2026-000001')
  })

  it('knows nothing of an empty file until a studio is set up in it', () => {
    const { root, open, marksFolder } = knownComputer()
    const empty = open(join(root, 'empty.db'))
    expect(valueOf(empty.call('studio.status', {}))).toEqual({ state: 'empty' })
    empty.close()
    expect(() => readdirSync(marksFolder)).toThrow('ENOENT')
  })
})
