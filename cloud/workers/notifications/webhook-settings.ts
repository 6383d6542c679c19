import type { Instant } from '../../../shared/time.ts'
import type { SqlConnection, SqlServer } from '../../storage/sql-server.ts'
import { mintWebhookSecret, type Webhook } from './send-webhook.ts'

/** A tenant's webhook as its admin set it. */
export interface WebhookSettings extends Webhook {
  /** Events that were stored earlier are not sent. */
  readonly since: string
  readonly changedAt: string
  /** When the other side answered that it wants no more. */
  readonly turnedOffAt: string | null
}

/** Undefined when none is set. */
export async function readWebhook(
  connection: Pick<SqlConnection, 'all'>,
  tenantId: string,
): Promise<WebhookSettings | undefined> {
  const [row] = await connection.all<{
    url: string
    secret: string
    since: string
    changed_at: string
    turned_off_at: string | null
  }>('SELECT url, secret, since, changed_at, turned_off_at FROM webhooks WHERE tenant_id = ?', [
    tenantId,
  ])
  if (!row) return undefined
  const { url, secret, since, changed_at: changedAt, turned_off_at: turnedOffAt } = row
  return { url, secret, since, changedAt, turnedOffAt }
}

/**
 * Sets or changes a tenant's webhook, and turns it on. What is on its way goes to the new address.
 *
 * @param secret undefined: the one it has, or a new one
 * @returns undefined when there is no such tenant
 */
export async function saveWebhook(
  server: SqlServer,
  tenantId: string,
  { url, secret }: { readonly url: string; readonly secret: string | undefined },
  now: Instant,
): Promise<WebhookSettings | undefined> {
  return server.transaction(async (connection) => {
    const [tenant] = await connection.all(
      `SELECT 1 AS found FROM tenants WHERE id = ?${connection.forUpdate}`,
      [tenantId],
    )
    if (!tenant) return undefined
    const before = await readWebhook(connection, tenantId)
    const since = before && before.turnedOffAt === null ? before.since : now
    const chosen = secret ?? before?.secret ?? mintWebhookSecret()
    await connection.run(
      `INSERT INTO webhooks (tenant_id, url, secret, since, changed_at) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (tenant_id) DO UPDATE SET url = excluded.url, secret = excluded.secret,
         since = excluded.since, changed_at = excluded.changed_at, turned_off_at = NULL`,
      [tenantId, url, chosen, since, now],
    )
    return { url, secret: chosen, since, changedAt: now, turnedOffAt: null }
  })
}

/** Turns a webhook off, unless it was changed since: the answer was another address's. */
export async function turnOffWebhook(
  server: SqlServer,
  tenantId: string,
  { changedAt }: WebhookSettings,
  now: Instant,
): Promise<void> {
  await server.run('UPDATE webhooks SET turned_off_at = ? WHERE tenant_id = ? AND changed_at = ?', [
    now,
    tenantId,
    changedAt,
  ])
}

/** @returns false when none was set. */
export async function removeWebhook(server: SqlServer, tenantId: string): Promise<boolean> {
  return (await server.run('DELETE FROM webhooks WHERE tenant_id = ?', [tenantId])) > 0
}
