import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { makeBatch, type Batch } from '../../main/sync/batch.ts'
import { zeroHash, type SyncEvent } from '../../shared/sync-protocol.ts'
import { recordLog } from '../support/cloud/recorded-log.ts'

const plenty = { maxEvents: 1_000, maxBytes: 4_000_000 }

function textOf(batch: Batch | null): string {
  return gunzipSync(batch!.body).toString('utf8')
}

function eventsOf(batch: Batch | null): SyncEvent[] {
  return JSON.parse(textOf(batch)) as SyncEvent[]
}

describe('A batch of the log', () => {
  it('names what it follows, and what it is', () => {
    const { rows, deviceId, epoch } = recordLog()
    const batch = makeBatch(rows.slice(3, 6), { deviceId, epoch }, plenty)
    expect(batch).toMatchObject({ first: 4, last: 6, base: { seq: 3 } })
    expect(batch?.headers).toMatchObject({
      'FitFlow-Base': `3;${rows[2]!.hash.toString('hex')}`,
      'Idempotency-Key': `${deviceId}:${epoch}:4-6`,
      'Content-Type': 'application/cloudevents-batch+json',
      'Content-Encoding': 'gzip',
    })
    expect([...batch!.hashes.keys()]).toEqual([4, 5, 6])
    expect(eventsOf(batch).map(({ hash }) => hash)).toEqual([...batch!.hashes.values()])
  })

  it('follows nothing when it is the first', () => {
    const { rows, deviceId, epoch } = recordLog()
    const batch = makeBatch(rows, { deviceId, epoch }, plenty)
    expect(batch?.base).toEqual({ seq: 0, hash: zeroHash })
    expect(batch?.last).toBe(rows.length)
  })

  it('is not made of nothing', () => {
    expect(makeBatch([], { deviceId: 'd', epoch: 'e' }, plenty)).toBeNull()
  })

  it('holds no more events than allowed', () => {
    const { rows, ...origin } = recordLog()
    expect(makeBatch(rows, origin, { ...plenty, maxEvents: 3 })?.last).toBe(3)
  })

  it('holds as many bytes as allowed, and not one more', () => {
    const { rows, ...origin } = recordLog()
    const three = Buffer.byteLength(textOf(makeBatch(rows.slice(0, 3), origin, plenty)))
    expect(makeBatch(rows, origin, { ...plenty, maxBytes: three })?.last).toBe(3)
    expect(makeBatch(rows, origin, { ...plenty, maxBytes: three - 1 })?.last).toBe(2)
  })

  it('leaves the data of an event out that is too large alone, and goes on', () => {
    const { rows, ...origin } = recordLog()
    const batch = makeBatch(rows, origin, { ...plenty, maxBytes: 1_000 })
    expect(batch).toMatchObject({ first: 1, last: 1 })
    expect(eventsOf(batch)[0]).not.toHaveProperty('data')
    expect(eventsOf(batch)[0]).not.toHaveProperty('datasalt')
    expect(eventsOf(batch)[0]?.datahash).toBe(rows[0]!.data_hash.toString('hex'))
  })

  it('leaves the data of its first event out when the endpoint could not read it', () => {
    const { rows, ...origin } = recordLog()
    const events = eventsOf(makeBatch(rows, origin, plenty, { withhold: true }))
    expect(events[0]).not.toHaveProperty('data')
    expect(events[1]).toHaveProperty('data')
  })
})
