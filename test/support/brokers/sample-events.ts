import { newId } from '../../../shared/ids.ts'
import { formatSequence, sourceOf, type SyncEvent } from '../../../shared/sync-protocol.ts'
import type { Instant } from '../../../shared/time.ts'

/** A source of its own, as a laptop has one. */
export function newSource(): string {
  return sourceOf(newId(), newId().replaceAll('-', ''))
}

/** An event as a broker carries it; brokers do not look at its hashes. */
export function sampleEvent(
  source: string,
  seq: number,
  { type = 'appointment.created', subject = 'appointment/a' } = {},
): SyncEvent {
  return {
    specversion: '1.0',
    id: newId(),
    source,
    type,
    subject,
    time: '2026-03-02T09:00:00.000Z' as Instant,
    dataschema: `urn:fitflow:event:${type}:1.0`,
    sequence: formatSequence(seq),
    correlationid: newId(),
    subjectseq: seq,
    metadata: '{}',
    prevhash: '0'.repeat(64),
    hash: '1'.repeat(64),
    datahash: '2'.repeat(64),
    datasalt: '3'.repeat(32),
    data: { note: 'Größe — 體重', seq },
  }
}

/** So many events of one source, from 1 on, each of the next of the subjects. */
export function sampleEvents(
  count: number,
  {
    source = newSource(),
    from = 1,
    subjects = ['appointment/a'],
    type = 'appointment.created',
  } = {},
): SyncEvent[] {
  return Array.from({ length: count }, (_, index) =>
    sampleEvent(source, from + index, { type, subject: subjects[index % subjects.length]! }),
  )
}
