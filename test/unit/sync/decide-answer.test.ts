import { describe, expect, it } from 'vitest'
import { decideAnswer, type NextStep } from '../../../main/sync/decide-answer.ts'
import type { Batch } from '../../../main/sync/build-batch.ts'

const hash = (digit: string) => digit.repeat(64)
const batch: Batch = {
  base: { seq: 3, hash: hash('3') },
  last: { seq: 6, hash: hash('6') },
  hashes: new Map([4, 5, 6].map((seq) => [seq, hash(String(seq))])),
  json: '[]',
}
const time = '2026-03-02T07:00:00.000Z'
const accepted = (through: number, head: string) => ({
  accepted_through: through,
  head_hash: head,
  rejected: [],
  server_time: time,
})
const refusal = (code: string, more: object = {}) => ({ code, message: 'No.', ...more })

describe('What an answer to a push means', () => {
  it.each<[string, number, unknown, NextStep]>([
    [
      'all of it is there',
      200,
      accepted(6, hash('6')),
      { kind: 'advance', through: { seq: 6, hash: hash('6') }, rejected: [] },
    ],
    [
      'a part of it is there',
      200,
      accepted(4, hash('4')),
      { kind: 'advance', through: { seq: 4, hash: hash('4') }, rejected: [] },
    ],
    [
      'it has another event in our place',
      200,
      accepted(6, hash('7')),
      { kind: 'stop', reason: 'fork', seq: 6 },
    ],
    [
      'it speaks of an event that was not sent',
      200,
      accepted(9, hash('9')),
      { kind: 'wait', reason: 'odd_answer', afterMs: null },
    ],
    [
      'a success without a body proves nothing',
      200,
      null,
      { kind: 'wait', reason: 'odd_answer', afterMs: null },
    ],
    [
      'events are missing before it',
      409,
      refusal('gap', { expected: 2 }),
      { kind: 'look', expected: 2 },
    ],
    [
      'the log was copied',
      409,
      refusal('fork', { seq: 5 }),
      { kind: 'stop', reason: 'fork', seq: 5 },
    ],
    [
      'a proxy’s own conflict stops nothing',
      409,
      null,
      { kind: 'wait', reason: 'odd_answer', afterMs: null },
    ],
    [
      'too large',
      413,
      refusal('too_many_bytes', { limit: 10 }),
      { kind: 'smaller', isTheirs: true },
    ],
    ['too large for a proxy', 413, null, { kind: 'smaller', isTheirs: false }],
    [
      'something in it cannot be read',
      422,
      refusal('unreadable'),
      { kind: 'smaller', isTheirs: true },
    ],
    ['the token is not good any more', 401, refusal('unauthorized'), { kind: 'refresh' }],
    [
      'the device was revoked',
      403,
      refusal('device_revoked'),
      { kind: 'stop', reason: 'device_revoked', seq: null },
    ],
    [
      'the events are another studio’s',
      403,
      refusal('tenant_mismatch'),
      { kind: 'stop', reason: 'wrong_studio', seq: null },
    ],
    [
      'the source is another device',
      403,
      refusal('source_mismatch'),
      { kind: 'stop', reason: 'wrong_studio', seq: null },
    ],
    [
      'a proxy’s own 403 stops nothing',
      403,
      null,
      { kind: 'wait', reason: 'server_error', afterMs: null },
    ],
    [
      'the tenant is closed',
      410,
      refusal('tenant_closed'),
      { kind: 'stop', reason: 'tenant_closed', seq: null },
    ],
    [
      'a newer FitFlow is needed',
      426,
      refusal('upgrade_needed'),
      { kind: 'wait', reason: 'upgrade_needed', afterMs: null },
    ],
    ['no such place', 404, null, { kind: 'wait', reason: 'not_found', afterMs: null }],
    [
      'a fault there',
      500,
      refusal('unexpected'),
      { kind: 'wait', reason: 'server_error', afterMs: null },
    ],
    ['a fault on the way', 502, null, { kind: 'wait', reason: 'server_error', afterMs: null }],
    [
      'something nobody understands',
      418,
      null,
      { kind: 'wait', reason: 'odd_answer', afterMs: null },
    ],
  ])('%s', (_, status, body, expected) => {
    expect(decideAnswer({ status, body, retryAfterMs: null }, batch)).toEqual(expected)
  })

  it.each([429, 503])('waits as long as a busy endpoint asks for (%i)', (status) => {
    const answer = { status, body: refusal('rate_limited'), retryAfterMs: 7_000 }
    expect(decideAnswer(answer, batch)).toEqual({ kind: 'wait', reason: 'busy', afterMs: 7_000 })
  })

  it('keeps what was not stored, and goes on behind it', () => {
    const rejected = [{ sequence: '0000000000000000005', code: 'too_large', detail: 'large' }]
    const body = { ...accepted(6, hash('6')), rejected }
    expect(decideAnswer({ status: 200, body, retryAfterMs: null }, batch)).toEqual({
      kind: 'advance',
      through: batch.last,
      rejected,
    })
  })
})
