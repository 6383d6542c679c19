import { describe, expect, it } from 'vitest'
import { buildBatch, type Batch } from '../../main/sync/build-batch.ts'
import { zeroHash, type SyncEvent } from '../../shared/sync-protocol.ts'
import { recordLog } from '../support/cloud/recorded-log.ts'

const plenty = { maxEvents: 1_000, maxBytes: 4_000_000, maxEventBytes: 256_000 }

function eventsOf({ json }: Batch): SyncEvent[] {
  return JSON.parse(json) as SyncEvent[]
}

describe('A batch of the log', () => {
  it('names what it follows, and what it is', () => {
    const { rows, ...origin } = recordLog()
    const batch = buildBatch(rows.slice(3, 6), origin, plenty)
    expect(batch.base).toEqual({ seq: 3, hash: rows[2]!.hash.toString('hex') })
    expect(batch.last).toEqual({ seq: 6, hash: rows[5]!.hash.toString('hex') })
    expect([...batch.hashes.keys()]).toEqual([4, 5, 6])
    expect(eventsOf(batch).map(({ hash }) => hash)).toEqual([...batch.hashes.values()])
  })

  it('follows nothing when it is the first', () => {
    const { rows, ...origin } = recordLog()
    const batch = buildBatch(rows, origin, plenty)
    expect(batch.base).toEqual({ seq: 0, hash: zeroHash })
    expect(batch.last.seq).toBe(rows.length)
  })

  it('holds no more events than allowed', () => {
    const { rows, ...origin } = recordLog()
    expect(buildBatch(rows, origin, { ...plenty, maxEvents: 3 }).last.seq).toBe(3)
  })

  it('holds as many bytes as allowed, and not one more', () => {
    const { rows, ...origin } = recordLog()
    const maxBytes = Buffer.byteLength(buildBatch(rows.slice(0, 3), origin, plenty).json)
    expect(buildBatch(rows, origin, { ...plenty, maxBytes }).last.seq).toBe(3)
    expect(buildBatch(rows, origin, { ...plenty, maxBytes: maxBytes - 1 }).last.seq).toBe(2)
  })

  it('leaves the data of an event out that is too large alone, and goes on', () => {
    const { rows, ...origin } = recordLog()
    const batch = buildBatch(rows, origin, { ...plenty, maxEventBytes: 1_000 })
    expect(batch.last.seq).toBe(rows.length)
    const [first] = eventsOf(batch)
    expect(first).not.toHaveProperty('data')
    expect(first).not.toHaveProperty('datasalt')
    expect(first?.datahash).toBe(rows[0]!.data_hash.toString('hex'))
  })
})
