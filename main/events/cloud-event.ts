import type { EventMetadata } from '../../shared/events/event.ts'
import {
  dataSchemaOf,
  formatSequence,
  sourceOf,
  type SyncEvent,
} from '../../shared/sync-protocol.ts'
import type { EventRow } from './event-log.ts'

/**
 * A row of the log as a CloudEvent, with all that its hash runs over, so that whoever receives it
 * can compute the hash again. An erased row goes without data.
 *
 * @param deviceId the device that pushes, which may be another than the one that wrote the row
 */
export function toCloudEvent(row: EventRow, deviceId: string, epoch: string): SyncEvent {
  // Canonical when it was written; the log's hash says that it still is.
  const metadata = JSON.parse(row.metadata) as EventMetadata
  const { causationId } = metadata
  return {
    specversion: '1.0',
    id: row.id,
    source: sourceOf(deviceId, epoch),
    type: row.event_type,
    subject: `${row.subject_type}/${row.subject_id}`,
    time: row.created_at,
    datacontenttype: 'application/json',
    dataschema: dataSchemaOf(row.event_type, metadata.version),
    sequence: formatSequence(row.seq),
    correlationid: metadata.correlationId,
    ...(causationId === null ? {} : { causationid: causationId }),
    subjectseq: row.subject_seq,
    metadata: row.metadata,
    prevhash: row.prev_hash.toString('hex'),
    hash: row.hash.toString('hex'),
    datahash: row.data_hash.toString('hex'),
    ...(row.event_data === null || row.data_salt === null
      ? {}
      : {
          datasalt: row.data_salt.toString('hex'),
          data: JSON.parse(row.event_data) as Record<string, unknown>,
        }),
  }
}
