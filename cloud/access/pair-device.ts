import type { z } from 'zod'
import { newId } from '../../shared/ids.ts'
import type { pairRequestSchema, SyncTokens } from '../../shared/sync-protocol.ts'
import { addMinutes, type Instant } from '../../shared/time.ts'
import { refuse, type Refusal } from '../refusal.ts'
import type { SqlConnection, SqlServer } from '../storage/sql-server.ts'
import { mintPairingCode, pairingCodeMinutes, readPairingCode } from './pairing-code.ts'
import { hashSecret, isSameSecret, mintToken } from './tokens.ts'

/** How long an access token lives. A device that was away longer uses its refresh token first. */
const accessTokenMinutes = 24 * 60

/** So many answers to one refresh token are good at a time. */
const mostAnswers = 8

/** A tenant's name at the endpoint, chosen by whoever runs it. */
export const tenantPattern = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/

/**
 * Makes a code with which one laptop can pair, once, within {@link pairingCodeMinutes}. A tenant of
 * that name is made if there is none.
 *
 * @returns null when the tenant is closed.
 */
export async function createPairingCode(
  server: SqlServer,
  tenantId: string,
  now: Instant,
): Promise<{ code: string; expiresAt: Instant } | null> {
  return server.transaction(async (connection) => {
    await connection.run(
      'INSERT INTO tenants (id, created_at) VALUES (?, ?) ON CONFLICT (id) DO NOTHING',
      [tenantId, now],
    )
    const tenant = await lockTenant(connection, tenantId)
    if (tenant?.closed_at !== null) return null
    // Codes are asked for seldom: the old ones go when a new one comes.
    await connection.run('DELETE FROM pairing_codes WHERE expires_at < ?', [now])
    const code = mintPairingCode()
    const expiresAt = addMinutes(now, pairingCodeMinutes)
    await connection.run(
      'INSERT INTO pairing_codes (code_hash, tenant_id, created_at, expires_at) VALUES (?, ?, ?, ?)',
      [hashSecret(readPairingCode(code)), tenantId, now, expiresAt],
    )
    return { code, expiresAt }
  })
}

/**
 * Lets a laptop in that knows a code. The first one ties the tenant to its studio. A laptop that
 * pairs again, because its key store was wiped or it had been revoked, gets new tokens; the old ones
 * are void.
 */
export async function pairDevice(
  server: SqlServer,
  request: z.output<typeof pairRequestSchema>,
  now: Instant,
): Promise<SyncTokens | Refusal> {
  return server.transaction(async (connection) => {
    const codeHash = hashSecret(readPairingCode(request.code))
    const [code] = await connection.all<{ code_hash: Buffer; tenant_id: string }>(
      `SELECT code_hash, tenant_id FROM pairing_codes
       WHERE code_hash = ? AND used_at IS NULL AND expires_at > ?${connection.forUpdate}`,
      [codeHash, now],
    )
    if (!code || !isSameSecret(code.code_hash, codeHash)) return refuse('pairing_refused')
    const tenant = await lockTenant(connection, code.tenant_id)
    if (!tenant || tenant.closed_at !== null) return refuse('tenant_closed')
    if (tenant.studio_id !== null && tenant.studio_id !== request.studio_id) {
      return refuse('studio_mismatch')
    }
    await connection.run('UPDATE pairing_codes SET used_at = ? WHERE code_hash = ?', [
      now,
      codeHash,
    ])
    await connection.run('UPDATE tenants SET studio_id = ? WHERE id = ?', [
      request.studio_id,
      tenant.id,
    ])
    const device = { tenantId: tenant.id, deviceId: request.device_id }
    await connection.run(
      `INSERT INTO devices (tenant_id, device_id, paired_at) VALUES (?, ?, ?)
       ON CONFLICT (tenant_id, device_id) DO UPDATE SET paired_at = excluded.paired_at, revoked_at = NULL`,
      [device.tenantId, device.deviceId, now],
    )
    await connection.run('DELETE FROM tokens WHERE tenant_id = ? AND device_id = ?', [
      device.tenantId,
      device.deviceId,
    ])
    return issueTokens(connection, device, now)
  })
}

/**
 * Exchanges a refresh token for the next pair. The pair before stays good until the device shows
 * that it has a new one, because the answer to this very request may get lost. So does every pair
 * that it was answered with: the line may bring the same request twice, the second time behind the
 * answer that the device got.
 */
export async function refreshTokens(
  server: SqlServer,
  device: { readonly tenantId: string; readonly deviceId: string; readonly pairId: string },
  now: Instant,
): Promise<SyncTokens> {
  return server.transaction(async (connection) => {
    // Nobody fills the disk by asking again and again.
    await connection.run(
      `DELETE FROM tokens WHERE tenant_id = ? AND device_id = ? AND pair_id <> ?
         AND pair_id NOT IN (
           SELECT pair_id FROM tokens WHERE tenant_id = ? AND device_id = ? AND kind = 'refresh'
           ORDER BY pair_id DESC LIMIT ${mostAnswers})`,
      [device.tenantId, device.deviceId, device.pairId, device.tenantId, device.deviceId],
    )
    return issueTokens(connection, device, now)
  })
}

async function issueTokens(
  connection: SqlConnection,
  device: { readonly tenantId: string; readonly deviceId: string },
  now: Instant,
): Promise<SyncTokens> {
  const token = mintToken('access')
  const refreshToken = mintToken('refresh')
  const expiresAt = addMinutes(now, accessTokenMinutes)
  const pairId = newId()
  const { tenantId, deviceId } = device
  const owner = { tenant_id: tenantId, device_id: deviceId, pair_id: pairId, confirmed: 0 }
  await connection.insertAll('tokens', [
    { token_hash: hashSecret(token), kind: 'access', expires_at: expiresAt, ...owner },
    { token_hash: hashSecret(refreshToken), kind: 'refresh', expires_at: null, ...owner },
  ])
  return {
    tenant: tenantId,
    token,
    token_expires_at: expiresAt,
    refresh_token: refreshToken,
    server_time: now,
  }
}

async function lockTenant(
  connection: SqlConnection,
  tenantId: string,
): Promise<{ id: string; studio_id: string | null; closed_at: string | null } | undefined> {
  const [tenant] = await connection.all<{
    id: string
    studio_id: string | null
    closed_at: string | null
  }>(`SELECT id, studio_id, closed_at FROM tenants WHERE id = ?${connection.forUpdate}`, [tenantId])
  return tenant
}
