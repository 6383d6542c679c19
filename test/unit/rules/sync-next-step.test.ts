import { describe, expect, it } from 'vitest'
import { randomDelay, wakeDelay } from '../../../main/sync/backoff.ts'
import { decideNext, type PushOutcome, type PushSituation } from '../../../main/sync/decide-next.ts'

const hashOf = (seq: number) => String(seq).padStart(64, 'a')
const hashes = new Map([4, 5, 6].map((seq) => [seq, hashOf(seq)]))
const many: PushSituation = {
  batch: { first: 4, last: 6, hashes },
  withheld: false,
  failures: 2,
  refreshed: false,
}
const one: PushSituation = { ...many, batch: { first: 4, last: 4, hashes } }

const answer = (status: number, body: unknown = {}, retryAfterMs: number | null = null) =>
  ({ kind: 'answer', status, body, retryAfterMs }) satisfies PushOutcome
const refused = (status: number, code: string, facts: object = {}) =>
  answer(status, { code, message: 'No.', ...facts })
const accepted = (seq: number, hash = hashOf(seq), rejected: object[] = []) =>
  answer(200, {
    accepted_through: seq,
    head_hash: hash,
    rejected,
    server_time: '2026-03-02T09:00:00.000Z',
  })
const tombstone = { sequence: '0000000000000000005', code: 'malformed', detail: 'x' }
/** Half of the eight seconds that stand behind two failures. */
const halfWay = 4_000

describe('What the laptop does with an answer', () => {
  it.each<[string, PushOutcome, PushSituation, object]>([
    ['all of it', accepted(6), many, { kind: 'advance', to: { seq: 6, hash: hashOf(6) } }],
    ['a part of it', accepted(5), many, { kind: 'advance', to: { seq: 5, hash: hashOf(5) } }],
    ['a tombstone', accepted(6, hashOf(6), [tombstone]), many, { rejected: [tombstone] }],
    ['another head', accepted(6, hashOf(7)), many, { kind: 'broken', status: 200 }],
    ['more than was sent', accepted(7), many, { kind: 'broken' }],
    ['less than nothing', accepted(3), many, { kind: 'broken' }],
    ['a page of a hotel', answer(200, '<html>'), many, { kind: 'broken' }],
    ['nothing', { kind: 'silence' }, many, { kind: 'wait', ms: halfWay }],
    ['unauthorized', refused(401, 'unauthorized'), many, { kind: 'refresh' }],
    ['… again', refused(401, 'unauthorized'), { ...many, refreshed: true }, { kind: 'pause' }],
    ['revoked', refused(403, 'device_revoked'), many, { kind: 'stop', reason: 'device_revoked' }],
    ['forged', refused(403, 'source_mismatch'), many, { kind: 'stop', reason: 'source_mismatch' }],
    ['a proxy’s 403', answer(403, 'no'), many, { kind: 'broken', status: 403 }],
    ['closed', refused(410, 'tenant_closed'), many, { kind: 'stop', reason: 'tenant_closed' }],
    ['too old', refused(426, 'upgrade_needed'), many, { kind: 'stop', reason: 'upgrade_needed' }],
    ['a gap before', refused(409, 'gap', { expected: 2 }), many, { kind: 'rewind', from: 2 }],
    ['what is known', refused(409, 'gap', { expected: 9 }), many, { kind: 'rewind', from: 9 }],
    ['a gap here', refused(409, 'gap', { expected: 4 }), many, { kind: 'broken' }],
    ['a fork', refused(409, 'fork', { seq: 3 }), many, { kind: 'fork', seq: 3 }],
    ['another 409', answer(409), many, { kind: 'broken' }],
    ['too much', refused(413, 'too_many_bytes', { limit: 9 }), many, { kind: 'halve' }],
    ['too much of one', refused(413, 'too_many_bytes'), one, { kind: 'withhold' }],
    ['still', refused(413, 'too_many_bytes'), { ...one, withheld: true }, { kind: 'broken' }],
    ['not readable', refused(422, 'unreadable'), many, { kind: 'halve' }],
    ['not one of it', refused(422, 'unreadable'), one, { kind: 'withhold' }],
    ['too often', answer(429, {}, 30_000), many, { kind: 'wait', ms: 30_000 }],
    ['too often, soon', answer(429, {}, 10), many, { kind: 'wait', ms: halfWay }],
    ['not now', answer(503, {}, null), many, { kind: 'wait', ms: halfWay }],
    ['its own bug', answer(500), many, { kind: 'wait', ms: halfWay }],
    ['a bad gateway', answer(502, '<html>'), many, { kind: 'wait', ms: halfWay }],
    ['nothing there', refused(404, 'not_found'), many, { kind: 'broken', status: 404 }],
    ['a redirect', answer(302), many, { kind: 'broken', status: 302 }],
  ])('goes on after “%s”', (_, outcome, situation, step) => {
    expect(decideNext(outcome, situation, 0.5)).toMatchObject(step)
  })
})

describe('How long the laptop waits', () => {
  it.each([
    [0, 2_000],
    [1, 4_000],
    [5, 64_000],
    [8, 512_000],
    [9, 900_000],
    [1_000, 900_000],
  ])('after %i failures, up to %i ms', (failures, most) => {
    expect(randomDelay(failures, 0)).toBe(0)
    expect(randomDelay(failures, 1)).toBe(most)
  })

  it('up to five seconds when the network is back', () => {
    expect([wakeDelay(0), wakeDelay(0.5), wakeDelay(1)]).toEqual([0, 2_500, 5_000])
  })
})
