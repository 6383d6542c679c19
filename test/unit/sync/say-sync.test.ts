import { describe, expect, it } from 'vitest'
import { isCounting, saySync, saySyncInFull } from '../../../renderer/features/sync/say-sync.ts'
import type { SyncStatus } from '../../../shared/sync.ts'

type Link = NonNullable<SyncStatus['link']>

const link: Link = {
  endpointUrl: 'https://sync.example.com',
  tenant: 'harbour',
  pairedAt: '2026-03-01T09:00' as never,
  token: 'ready',
  waiting: 0,
  isExported: false,
  lastSyncedAt: '2026-03-02T14:02' as never,
  stopped: null,
  delay: null,
  isSending: false,
  progress: null,
  rejected: 0,
  clockOffMinutes: null,
}
const now = Date.parse('2026-03-02T13:02:00.000Z')

const rest = { reason: 'unreachable', until: '2026-03-02T13:02:40.000Z' as never } as const

describe('How the connection stands, in words', () => {
  it.each<[Partial<Link>, string]>([
    [{}, 'Everything is at the endpoint · last synced 14:02'],
    [
      { lastSyncedAt: '2026-03-01T23:40' as never },
      'Everything is at the endpoint · last synced 1 Mar, 23:40',
    ],
    [{ lastSyncedAt: null, waiting: 1 }, '1 change waiting · not synced yet'],
    [{ waiting: 12, isSending: true }, 'Sending 12 changes · last synced 14:02'],
    [
      { waiting: 12, delay: { reason: 'unreachable', until: '2026-03-02T13:02:40.000Z' as never } },
      '12 changes waiting · last synced 14:02 · The endpoint cannot be reached. Will try again in 40\u00a0s.',
    ],
    [
      { waiting: 12, delay: { reason: 'busy', until: '2026-03-02T13:12:00.000Z' as never } },
      '12 changes waiting · last synced 14:02 · The endpoint is busy. Will try again in 10\u00a0min.',
    ],
    [
      { waiting: 2, token: 'locked' },
      '2 changes waiting · last synced 14:02 · The token is sealed by a passphrase.',
    ],
  ])('%j', (changes, said) => {
    expect(saySyncInFull({ ...link, ...changes }, now, '2026-03-02')).toBe(said)
  })

  it('says first what only the manager can decide', () => {
    const stopped = { ...link, waiting: 3, stopped: { reason: 'fork' as const, seq: 7 } }
    expect(saySync(stopped)).toEqual({
      tone: 'stopped',
      short: 'Two computers write the same history',
      label: 'Two computers write the same history. 3 changes waiting',
    })
  })

  it.each<[string, Partial<Link>, boolean]>([
    ['nothing waits', {}, false],
    ['it is sending', { waiting: 3, isSending: true }, false],
    ['it rests', { waiting: 3, delay: rest }, true],
    ['it rests, and the token is locked', { waiting: 3, delay: rest, token: 'locked' }, false],
    ['it has stopped', { delay: rest, stopped: { reason: 'fork', seq: 7 } }, false],
  ])('counts seconds only while a rest is shown: %s', (_, changes, counts) => {
    const changed = { ...link, ...changes }
    expect(isCounting(changed)).toBe(counts)
    const soon = saySyncInFull(changed, now, '2026-03-02')
    expect(saySyncInFull(changed, now + 1_000, '2026-03-02') !== soon).toBe(counts)
  })
})
