import { CloudEvent, HTTP } from 'cloudevents'
import { describe, expect, it } from 'vitest'
import { canonicalJson, hashData } from '../../main/events/event-log.ts'
import { toCloudEvent } from '../../main/events/cloud-event.ts'
import { batchContentType } from '../../shared/sync-protocol.ts'
import { erasedSeq, recordLog } from '../support/cloud/recorded-log.ts'

/** A log that FitFlow wrote, as rows, as it is sent, and as the SDK reads that. */
function readBatch() {
  const { rowsAfterErasure: rows, deviceId, epoch } = recordLog()
  const sent = rows.map((row) => toCloudEvent(row, deviceId, epoch))
  const message = { headers: { 'content-type': batchContentType }, body: JSON.stringify(sent) }
  const read = HTTP.toEvent(message) as CloudEvent<Record<string, unknown>>[]
  return { rows, sent, read, deviceId, epoch }
}

describe('Our batches, read by the CloudEvents SDK that we did not write', () => {
  it('are valid CloudEvents 1.0, each with what the log says', () => {
    const { rows, read, deviceId, epoch } = readBatch()
    expect(read).toHaveLength(rows.length)
    for (const [index, event] of read.entries()) {
      const row = rows[index]!
      expect(event).toBeInstanceOf(CloudEvent)
      expect(event.validate()).toBe(true)
      expect(event).toMatchObject({
        specversion: '1.0',
        id: row.id,
        type: row.event_type,
        time: row.created_at,
        subject: `${row.subject_type}/${row.subject_id}`,
        source: `urn:fitflow:device:${deviceId}:${epoch}`,
        sequence: String(row.seq).padStart(19, '0'),
      })
    }
    const sequences = read.map((event) => String(event['sequence']))
    expect(sequences).toEqual(sequences.toSorted())
  })

  it('carry all that the hash of the data runs over, unless it was erased', () => {
    const { read } = readBatch()
    for (const event of read.filter(({ data }) => data !== undefined)) {
      const salt = Buffer.from(String(event['datasalt']), 'hex')
      const hash = hashData(salt, canonicalJson(event.data))
      expect(hash.toString('hex')).toBe(event['datahash'])
    }
    expect(read.filter(({ data }) => data === undefined)).toEqual([read[erasedSeq - 1]])
  })

  it('name their attributes as CloudEvents allows', () => {
    for (const name of readBatch().sent.flatMap((event) => Object.keys(event))) {
      expect(name).toMatch(/^[a-z0-9]{1,20}$/)
    }
  })
})
