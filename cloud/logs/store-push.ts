import { newId } from '../../shared/ids.ts'
import type { ChainPoint } from '../../shared/sync-protocol.ts'
import type { Instant } from '../../shared/time.ts'
import type { PairedDevice } from '../access/authenticate.ts'
import type { SqlConnection, SqlServer } from '../storage/sql-server.ts'
import { decidePush, type KnownLog, type PushDecision } from './decide-push.ts'
import { checkOwners } from './check-owners.ts'
import { findBase, findLog, logColumns, type LogRow } from './find-log.ts'
import type { BatchItem } from './read-batch.ts'
import type { Rejected } from './read-event.ts'

/** One push, read and checked as far as that goes without knowing what is stored. */
export interface Push {
  readonly device: PairedDevice
  readonly epoch: string
  readonly base: ChainPoint
  readonly items: readonly BatchItem[]
  /** How far the laptop's clock is ahead, when it told. */
  readonly clockOffsetMs: number | null
}

/**
 * Stores what is new of a push, in one transaction that no other push of this device can come
 * between. When it resolves, everything it says is on the disk.
 */
export async function storePush(
  server: SqlServer,
  push: Push,
  now: Instant,
): Promise<PushDecision | { readonly kind: 'foreign' }> {
  const { device, epoch, base, items } = push
  return server.transaction(async (connection) => {
    // The lock: one device's pushes come one after the other, whatever endpoint process they reach.
    await connection.all(
      `SELECT 1 AS held FROM devices WHERE tenant_id = ? AND device_id = ?${connection.forUpdate}`,
      [device.tenantId, device.deviceId],
    )
    const log =
      (await findLog(connection, device, epoch)) ??
      (await beginLog(connection, device, epoch, base, now))
    if (!log) return { kind: 'gap', expected: 1 }
    const decision = decidePush(await readKnown(connection, log, base, items), base, items)
    if (decision.kind === 'fork') await recordFork(connection, push, decision, now)
    if (decision.kind === 'accepted') {
      const ownFrom = await checkOwners(connection, device, log, decision.append)
      if (ownFrom === 'foreign') return { kind: 'foreign' }
      await append(connection, { ...log, own_from: ownFrom }, decision.append, now)
      await connection.run(
        `UPDATE devices SET last_push_at = ?, clock_offset_ms = coalesce(?, clock_offset_ms)
         WHERE tenant_id = ? AND device_id = ?`,
        [now, push.clockOffsetMs, device.tenantId, device.deviceId],
      )
    }
    return decision
  })
}

/**
 * Begins an epoch: at the very beginning, or behind an event that another epoch of this device has,
 * as after a backup was restored. Undefined when nothing here is that event.
 */
async function beginLog(
  connection: SqlConnection,
  device: PairedDevice,
  epoch: string,
  base: ChainPoint,
  now: Instant,
): Promise<LogRow | undefined> {
  const parent = base.seq === 0 ? null : await findBase(connection, device, base)
  if (parent === undefined) return undefined
  const [previous] = await connection.all<{ epoch: string }>(
    `SELECT epoch FROM logs WHERE tenant_id = ? AND device_id = ?
     ORDER BY head_at DESC, created_at DESC, id DESC LIMIT 1`,
    [device.tenantId, device.deviceId],
  )
  const hash = Buffer.from(base.hash, 'hex')
  const log = {
    id: newId(),
    base_seq: base.seq,
    base_hash: hash,
    parent_id: parent,
    head_seq: base.seq,
    head_hash: hash,
    // What it goes on from is this device's own.
    own_from: parent === null ? null : base.seq,
  }
  await connection.insertAll('logs', [
    {
      ...log,
      tenant_id: device.tenantId,
      device_id: device.deviceId,
      epoch,
      previous_epoch: previous?.epoch ?? null,
      head_at: now,
      created_at: now,
    },
  ])
  return log
}

async function readKnown(
  connection: SqlConnection,
  log: LogRow,
  base: ChainPoint,
  items: readonly BatchItem[],
): Promise<KnownLog> {
  const last = items.at(-1)?.seq ?? base.seq
  const rows = await connection.all<{
    seq: number
    hash: Buffer
    rejected_code: Rejected['code'] | null
    rejected_detail: string | null
  }>(
    'SELECT seq, hash, rejected_code, rejected_detail FROM events WHERE log_id = ? AND seq BETWEEN ? AND ?',
    [log.id, base.seq, last],
  )
  const hashes = new Map(rows.map(({ seq, hash }) => [seq, hash.toString('hex')]))
  const logBase = { seq: log.base_seq, hash: log.base_hash.toString('hex') }
  hashes.set(logBase.seq, logBase.hash)
  const rejected = new Map(
    rows.flatMap(({ seq, rejected_code: code, rejected_detail: detail }) =>
      code === null ? [] : [[seq, { code, detail: detail ?? '' }] as const],
    ),
  )
  const head = { seq: log.head_seq, hash: log.head_hash.toString('hex') }
  return { base: logBase, head, hashes, rejected }
}

async function append(
  connection: SqlConnection,
  log: LogRow,
  items: readonly BatchItem[],
  now: Instant,
): Promise<void> {
  const last = items.at(-1)
  if (!last) return
  await connection.insertAll(
    'events',
    items.map(({ seq, hash, content, rejected }) => ({
      log_id: log.id,
      seq,
      hash: Buffer.from(hash, 'hex'),
      attributes: content?.attributes ?? null,
      data: content?.data ?? null,
      data_salt: content?.salt ?? null,
      rejected_code: rejected?.code ?? null,
      rejected_detail: rejected?.detail ?? null,
      received_at: now,
    })),
  )
  const headHash = Buffer.from(last.hash, 'hex')
  await connection.run(
    'UPDATE logs SET head_seq = ?, head_hash = ?, head_at = ?, own_from = ? WHERE id = ?',
    [last.seq, headHash, now, log.own_from, log.id],
  )
  for (const seq of items.flatMap(({ content }) => content?.erases ?? [])) {
    await eraseData(connection, log, seq)
  }
}

/** Empties an event's data, here or in the epoch from which this one went on. */
async function eraseData(connection: SqlConnection, log: LogRow, seq: number): Promise<void> {
  let from: LogRow | undefined = log
  // An epoch that went on from another holds the events behind its base; the rest is its parent's.
  while (from && seq <= from.base_seq) {
    if (from.parent_id === null) return
    const [parent]: LogRow[] = await connection.all<LogRow>(
      `SELECT ${logColumns} FROM logs WHERE id = ?`,
      [from.parent_id],
    )
    from = parent
  }
  if (!from) return
  await connection.run(
    'UPDATE events SET data = NULL, data_salt = NULL WHERE log_id = ? AND seq = ?',
    [from.id, seq],
  )
}

/**
 * Looks whether a device that asks how far it is has the event that is stored in that place. When it
 * has another one, its log was copied, which is noted as if it had pushed.
 *
 * @returns where they differ, or null.
 */
export async function lookForFork(
  server: SqlServer,
  { device, epoch, claimed }: Pick<Push, 'device' | 'epoch'> & { readonly claimed: ChainPoint },
  now: Instant,
): Promise<number | null> {
  return server.transaction(async (connection) => {
    const log = await findLog(connection, device, epoch)
    if (!log) return null
    const known = await readKnown(connection, log, claimed, [])
    const decision = decidePush(known, claimed, [])
    if (decision.kind !== 'fork') return null
    await recordFork(connection, { device, epoch }, decision, now)
    return decision.seq
  })
}

/** Notes a copied log down for the admin: one row per epoch, so that nobody fills the disk with it. */
async function recordFork(
  connection: SqlConnection,
  push: Pick<Push, 'device' | 'epoch'>,
  fork: Extract<PushDecision, { kind: 'fork' }>,
  now: Instant,
): Promise<void> {
  const { device, epoch } = push
  const { seq } = fork
  const known = Buffer.from(fork.known, 'hex')
  const claimed = Buffer.from(fork.claimed, 'hex')
  await connection.run(
    `INSERT INTO forks (tenant_id, device_id, epoch, seq, known_hash, claimed_hash, first_seen_at, last_seen_at, times)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, 1)
     ON CONFLICT (tenant_id, device_id, epoch)
     DO UPDATE SET last_seen_at = excluded.last_seen_at, times = forks.times + 1`,
    [device.tenantId, device.deviceId, epoch, seq, known, claimed, now, now],
  )
}
