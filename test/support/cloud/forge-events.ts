import { canonicalJson, hashData, hashEvent } from '../../../main/events/event-log.ts'
import { formatSequence, type SyncEvent } from '../../../shared/sync-protocol.ts'

/** What a forged event has otherwise than the one it is made from. */
export interface Forgery {
  readonly id?: string
  readonly subject?: string
  readonly type?: string
  readonly data?: Record<string, unknown>
  readonly metadata?: Record<string, unknown>
  readonly seq?: number
  readonly prevhash?: string
}

/**
 * An event made from another, with every hash as it must be: what a laptop sends whose history is
 * another, or whose FitFlow is newer. Only where a hash is wrong does a test spoil it afterwards.
 */
export function forgeEvent(from: SyncEvent, forgery: Forgery): SyncEvent {
  const seq = forgery.seq ?? Number(from.sequence)
  const metadata = canonicalJson({
    ...(JSON.parse(from.metadata) as Record<string, unknown>),
    ...forgery.metadata,
  })
  const { version } = JSON.parse(metadata) as { version: string }
  const type = forgery.type ?? from.type
  const data = forgery.data ?? from.data ?? {}
  const salt = Buffer.alloc(16, 7)
  const dataHash = hashData(salt, canonicalJson(data))
  const prevhash = forgery.prevhash ?? from.prevhash
  const id = forgery.id ?? from.id
  const subject = forgery.subject ?? from.subject
  const [subjectType = '', subjectId = ''] = subject.split('/')
  const hash = hashEvent({
    seq,
    id,
    event_type: type,
    event_data: null,
    metadata,
    created_at: from.time,
    subject_type: subjectType,
    subject_id: subjectId,
    subject_seq: from.subjectseq,
    data_salt: salt,
    data_hash: dataHash,
    prev_hash: Buffer.from(prevhash, 'hex'),
  })
  return {
    ...from,
    id,
    subject,
    type,
    dataschema: `urn:fitflow:event:${type}:${version}`,
    sequence: formatSequence(seq),
    metadata,
    prevhash,
    hash: hash.toString('hex'),
    datahash: dataHash.toString('hex'),
    datasalt: salt.toString('hex'),
    data,
  }
}

/** A history of its own behind `after`: as many events as there were, all hashes right, none the same. */
export function forgeHistory(after: SyncEvent, events: readonly SyncEvent[]): SyncEvent[] {
  let prevhash = after.hash
  return events.map((event) => {
    const forged = forgeEvent(event, { prevhash, data: { ...event.data, other: true } })
    prevhash = forged.hash
    return forged
  })
}
