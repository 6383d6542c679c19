import { describe, expect, it } from 'vitest'
import { decidePush, type KnownLog } from '../../../cloud/logs/decide-push.ts'
import type { BatchItem } from '../../../cloud/logs/read-batch.ts'

/** The hash of an event in the log that is known, or in another history. */
const hashOf = (seq: number, history = 'a') => `${history}${seq}`
const point = (seq: number, history = 'a') => ({ seq, hash: hashOf(seq, history) })
const item = (seq: number, history = 'a'): BatchItem => ({
  ...point(seq, history),
  content: null,
  rejected: null,
})
const range = (first: number, last: number) =>
  Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index)

/** An epoch that goes on from `base` and is known up to `head`. */
function known(base: number, head: number): KnownLog {
  const hashes = new Map(range(base, head).map((seq) => [seq, hashOf(seq)]))
  return { base: point(base), head: point(head), hashes, rejected: new Map() }
}

const poison = { code: 'malformed', detail: 'it is not right' } as const

describe('What becomes of a batch', () => {
  it.each([
    ['the very first', known(0, 0), 0, [1, 2, 3], [1, 2, 3], 3],
    ['one that follows', known(0, 5), 5, [6, 7], [6, 7], 7],
    ['one that overlaps', known(0, 5), 3, [4, 5, 6], [6], 6],
    ['one that was here', known(0, 5), 1, [2, 3], [], 3],
    ['the first of an epoch that goes on', known(4, 4), 4, [5], [5], 5],
    ['one that begins where the epoch begins', known(4, 6), 4, [5, 6, 7], [7], 7],
  ])('takes %s', (_, log, base, seqs, appended, through) => {
    const decision = decidePush(
      log,
      point(base),
      seqs.map((seq) => item(seq)),
    )
    expect(decision).toMatchObject({ kind: 'accepted', through: point(through), rejected: [] })
    expect(decision.kind === 'accepted' && decision.append.map(({ seq }) => seq)).toEqual(appended)
  })

  it.each([
    ['beyond the head', known(0, 5), 6, 6],
    ['far beyond it', known(0, 5), 90, 6],
    ['before the epoch begins', known(4, 6), 3, 7],
  ])('finds a gap when it begins %s', (_, log, base, expected) => {
    expect(decidePush(log, point(base), [item(base + 1)])).toEqual({ kind: 'gap', expected })
  })

  it.each([
    ['the base', point(5, 'b'), [item(6, 'b')], 5],
    ['an earlier base', point(3, 'b'), [item(4)], 3],
    ['an event that is known', point(3), [item(4), item(5, 'b'), item(6, 'b')], 5],
  ])('finds a fork when %s is another', (_, base, items, seq) => {
    expect(decidePush(known(0, 5), base, items)).toEqual({
      kind: 'fork',
      seq,
      known: hashOf(seq),
      claimed: hashOf(seq, 'b'),
    })
  })

  it('answers for a tombstone what it answered when it came', () => {
    const log = { ...known(0, 3), rejected: new Map([[2, poison]]) }
    const items = [item(2), { ...item(3), rejected: poison }, { ...item(4), rejected: poison }]
    expect(decidePush(log, point(1), items)).toMatchObject({
      kind: 'accepted',
      rejected: [
        { sequence: '0000000000000000002', ...poison },
        { sequence: '0000000000000000004', ...poison },
      ],
    })
  })
})
