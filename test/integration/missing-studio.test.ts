import { mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { knownComputer, questionOf } from '../support/known-computer.ts'
import type { TestStudio } from '../support/open-test-studio.ts'
import { outcomeOf, valueOf } from '../support/read-result.ts'

/** What FitFlow itself puts into a folder before it opens a studio there. */
function makeBare(folder: string): void {
  for (const name of ['window', 'logs']) mkdirSync(join(folder, name), { recursive: true })
  writeFileSync(join(folder, 'logs', 'fitflow.log'), 'Ready in 800 ms')
}

const stateOf = (studio: TestStudio) => valueOf(studio.call('studio.status', {})).state
const beginAnew = (studio: TestStudio) =>
  outcomeOf(studio.command('studio.answerPlace', { answer: 'begin_anew' }))

describe('a folder in which this computer had a studio, and where none is now', () => {
  it.each<[string, (file: string) => void]>([
    ['moved away', (file) => renameSync(file, join(dirname(file), '..', 'elsewhere.db'))],
    ['deleted', (file) => rmSync(file)],
    ['emptied', (file) => writeFileSync(file, '')],
    ['deleted with its folder', (file) => rmSync(dirname(file), { recursive: true })],
    [
      'in the folder, which was renamed',
      (file) => renameSync(dirname(file), `${dirname(file)} of last year`),
    ],
  ])('%s: is no new studio; says what was there, and makes nothing', (_, take) => {
    const { known, open } = knownComputer()
    open(known).close()
    take(known)
    makeBare(dirname(known))
    // The test's own stand-in for the system's key ring.
    const list = () => readdirSync(dirname(known)).filter((name) => name !== 'key')
    const before = list()
    const studio = open(known)
    expect(valueOf(studio.call('studio.status', {}))).toEqual({
      state: 'place_asked',
      question: {
        kind: 'missing',
        wasIn: dirname(known),
        isIn: dirname(known),
        seenLocal: '2026-03-02T08:00',
      },
    })
    expect(outcomeOf(studio.command('studio.createDemo', {}))).toBe('place_unanswered')
    for (const answer of ['moved', 'copy', 'put_back'] as const) {
      expect(outcomeOf(studio.command('studio.answerPlace', { answer }))).toBe('place_not_asked')
    }
    expect(list()).toEqual(before)
  })

  it('is begun anew on purpose only, and not asked about again', () => {
    const { known, open } = knownComputer()
    open(known).close()
    rmSync(known)
    const anew = open(known)
    expect(beginAnew(anew)).toBe('ok')
    expect(stateOf(anew)).toBe('empty')
    anew.close()
    rmSync(known)
    const again = open(known)
    expect(stateOf(again)).toBe('empty')
    valueOf(again.command('studio.createDemo', {}))
    again.reopen()
    expect(stateOf(again)).toBe('ready')
    again.close()
    // Now it is the new one that is missed.
    rmSync(known)
    expect(questionOf(open(known))).toBe('missing')
  })

  it('is asked about also where only an empty studio was made meanwhile', () => {
    const { known, open, root } = knownComputer()
    open(known).close()
    renameSync(known, join(root, 'away.db'))
    const stranger = knownComputer()
    const empty = stranger.open(join(stranger.root, 'empty.db'))
    expect(stateOf(empty)).toBe('empty')
    empty.close()
    renameSync(empty.file, known)
    expect(questionOf(open(known))).toBe('missing')
  })

  it('opens what was put back before somebody answered, and misses it the next time', () => {
    const { known, open, root } = knownComputer()
    open(known).close()
    renameSync(known, join(root, 'away.db'))
    const studio = open(known)
    expect(questionOf(studio)).toBe('missing')
    renameSync(join(root, 'away.db'), known)
    expect(beginAnew(studio)).toBe('ok')
    expect(stateOf(studio)).toBe('ready')
    studio.close()
    rmSync(known)
    expect(questionOf(open(known))).toBe('missing')
  })

  it('asks another question where a backup was put there before somebody answered', () => {
    const { known, open, copyTo } = knownComputer()
    open(known).close()
    const backup = copyTo('backup')
    rmSync(known)
    const studio = open(known)
    expect(questionOf(studio)).toBe('missing')
    renameSync(backup, known)
    expect(beginAnew(studio)).toBe('ok')
    expect(questionOf(studio)).toBe('moved_or_copied')
    valueOf(studio.command('studio.answerPlace', { answer: 'moved' }))
    expect(stateOf(studio)).toBe('ready')
  })

  it('is not missed where its studio was opened elsewhere since', () => {
    const { known, open, root } = knownComputer()
    open(known).close()
    renameSync(dirname(known), join(root, 'renamed'))
    const moved = open(join(root, 'renamed', 'studio.db'))
    expect(questionOf(moved)).toBeNull()
    moved.close()
    makeBare(dirname(known))
    expect(stateOf(open(known))).toBe('empty')
  })

  it('is still told apart from its copies after another was begun in its place', () => {
    const { known, open, root } = knownComputer()
    open(known).close()
    renameSync(known, join(root, 'away.db'))
    const anew = open(known)
    expect(beginAnew(anew)).toBe('ok')
    anew.close()
    expect(questionOf(open(join(root, 'away.db')))).toBe('moved_or_copied')
  })
})
