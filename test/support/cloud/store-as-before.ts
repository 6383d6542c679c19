import type { SqlServer } from '../../../cloud/storage/sql-server.ts'
import type { SyncEvent } from '../../../shared/sync-protocol.ts'

/**
 * Stores an event behind a tenant's log without a look at it, as endpoints did before ids had an
 * alphabet; or, given as text, as a damaged page leaves it.
 */
export async function storeAsBefore(
  server: SqlServer,
  tenantId: string,
  event: SyncEvent | string,
): Promise<void> {
  await server.transaction(async (connection) => {
    const [log] = await connection.all<{ id: string; head_seq: number }>(
      'SELECT id, head_seq FROM logs WHERE tenant_id = ?',
      [tenantId],
    )
    const seq = log!.head_seq + 1
    const hash = Buffer.alloc(32, seq)
    const { data, datasalt, ...attributes } = typeof event === 'string' ? {} : event
    await connection.insertAll('events', [
      {
        log_id: log!.id,
        seq,
        hash,
        attributes: typeof event === 'string' ? event : JSON.stringify(attributes),
        data: JSON.stringify(data ?? {}),
        data_salt: Buffer.from(datasalt ?? '', 'hex'),
        rejected_code: null,
        rejected_detail: null,
        received_at: '2026-03-02T07:00:00.000Z',
      },
    ])
    await connection.run('UPDATE logs SET head_seq = ?, head_hash = ? WHERE id = ?', [
      seq,
      hash,
      log!.id,
    ])
  })
}
