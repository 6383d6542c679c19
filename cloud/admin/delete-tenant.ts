import type { Instant } from '../../shared/time.ts'
import { refuse, type Refusal } from '../refusal.ts'
import { holdUp } from '../operations/lease.ts'
import type { SqlConnection, SqlServer } from '../storage/sql-server.ts'
import { holdAllTurns } from '../workers/tenant-turns.ts'

/** So many events go in one transaction, so that pushes of others come in between. */
const eventsAtOnce = 5_000

/** What else there is of a tenant, in an order in which nothing refers to what is gone. */
const tables = [
  'dead_letters',
  'processed_events',
  'tenant_turns',
  'webhooks',
  'figures',
  'figure_marks',
  'forks',
  'logs',
  'tokens',
  'pairing_codes',
  'devices',
]

/**
 * Deletes everything there is of a tenant that was closed. When this is interrupted, asking again goes
 * on with it; from its first moment on nothing of the tenant can be read or sent.
 *
 * @returns why not, or null when all is gone.
 */
export async function deleteTenant(
  server: SqlServer,
  tenantId: string,
  now: Instant,
): Promise<Refusal | null> {
  const refused = await server.transaction(async (connection): Promise<Refusal | null> => {
    const [tenant] = await connection.all<{ closed_at: string | null }>(
      `SELECT closed_at FROM tenants WHERE id = ?${connection.forUpdate}`,
      [tenantId],
    )
    if (!tenant) return refuse('not_found')
    if (tenant.closed_at === null) return refuse('tenant_open')
    await connection.run('UPDATE tenants SET deleted_at = coalesce(deleted_at, ?) WHERE id = ?', [
      now,
      tenantId,
    ])
    return null
  })
  if (refused) return refused
  while ((await server.transaction((connection) => deleteSome(connection, tenantId))) > 0);
  await server.transaction(async (connection) => {
    await holdEverybodyUp(connection, tenantId)
    const ofLogs = 'log_id IN (SELECT id FROM logs WHERE tenant_id = ?)'
    await connection.run(`DELETE FROM relay_cursors WHERE ${ofLogs}`, [tenantId])
    for (const table of tables) {
      await connection.run(`DELETE FROM ${table} WHERE tenant_id = ?`, [tenantId])
    }
    await connection.run('DELETE FROM tenants WHERE id = ?', [tenantId])
  })
  return null
}

async function deleteSome(connection: SqlConnection, tenantId: string): Promise<number> {
  await holdEverybodyUp(connection, tenantId)
  await connection.run('DELETE FROM event_delivery WHERE tenant_id = ?', [tenantId])
  return connection.run(
    `DELETE FROM events WHERE (log_id, seq) IN (
       SELECT e.log_id, e.seq FROM events e JOIN logs l ON l.id = e.log_id
       WHERE l.tenant_id = ? LIMIT ${eventsAtOnce})`,
    [tenantId],
  )
}

/** Neither the relay nor a worker writes down anything of it meanwhile. */
async function holdEverybodyUp(connection: SqlConnection, tenantId: string): Promise<void> {
  const leases = await connection.all<{ name: string }>('SELECT name FROM leases ORDER BY name')
  for (const { name } of leases) await holdUp(connection, name)
  await holdAllTurns(connection, tenantId)
}
