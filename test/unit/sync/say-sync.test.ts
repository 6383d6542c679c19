import { describe, expect, it } from 'vitest'
import { saySync } from '../../../renderer/features/sync/say-sync.ts'
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
      '12 changes waiting · last synced 14:02 · The endpoint cannot be reached. Will try again in 40 s.',
    ],
    [
      { waiting: 12, delay: { reason: 'busy', until: '2026-03-02T13:12:00.000Z' as never } },
      '12 changes waiting · last synced 14:02 · The endpoint is busy. Will try again in 10 min.',
    ],
    [
      { waiting: 2, token: 'locked' },
      '2 changes waiting · last synced 14:02 · The token is sealed by a passphrase.',
    ],
  ])('%j', (changes, said) => {
    expect(saySync({ ...link, ...changes }, now, '2026-03-02').long).toBe(said)
  })

  it('says first what only the manager can decide', () => {
    const stopped = { ...link, waiting: 3, stopped: { reason: 'fork' as const, seq: 7 } }
    expect(saySync(stopped, now, '2026-03-02')).toMatchObject({
      tone: 'stopped',
      short: 'Two computers write the same history',
    })
  })
})
