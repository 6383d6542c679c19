import type { FastifyRequest } from 'fastify'
import type { Instant } from '../../shared/time.ts'
import { refuse, type Refusal } from '../refusal.ts'
import type { SqlServer } from '../storage/sql-server.ts'
import { adminTokenDays, makeAdminToken } from './admin-tokens.ts'
import { bearerToken, hashSecret, isSameSecret } from './tokens.ts'

/** Who a device's token says it is. Everything that a request claims is held against it. */
export interface PairedDevice {
  readonly tenantId: string
  readonly deviceId: string
  /** The studio whose events this device may bring. */
  readonly studioId: string
  readonly pairId: string
}

interface TokenRow {
  readonly token_hash: Buffer
  readonly tenant_id: string
  readonly device_id: string
  readonly pair_id: string
  readonly confirmed: number
  readonly expires_at: string | null
  readonly revoked_at: string | null
  readonly studio_id: string
  readonly closed_at: string | null
}

const selectToken = `SELECT t.token_hash, t.tenant_id, t.device_id, t.pair_id, t.confirmed, t.expires_at,
    d.revoked_at, s.studio_id, s.closed_at
  FROM tokens t
  JOIN devices d ON d.tenant_id = t.tenant_id AND d.device_id = t.device_id
  JOIN tenants s ON s.id = t.tenant_id
  WHERE t.token_hash = ? AND t.kind = ?`

/**
 * Finds the device of a request's token. The first use of a new pair of tokens voids all others.
 *
 * @param kind `refresh` only where tokens are exchanged.
 */
export async function authenticateDevice(
  server: SqlServer,
  authorization: string | undefined,
  kind: 'access' | 'refresh',
  now: Instant,
): Promise<PairedDevice | Refusal> {
  const token = bearerToken(authorization, kind)
  if (token === null) return refuse('unauthorized')
  const hash = hashSecret(token)
  const [row] = await server.all<TokenRow>(selectToken, [hash, kind])
  if (!row || !isSameSecret(row.token_hash, hash)) return refuse('unauthorized')
  if (row.expires_at !== null && row.expires_at <= now) return refuse('unauthorized')
  if (row.closed_at !== null) return refuse('tenant_closed')
  if (row.revoked_at !== null) return refuse('device_revoked')
  if (row.confirmed === 0) await confirmPair(server, row)
  return {
    tenantId: row.tenant_id,
    deviceId: row.device_id,
    studioId: row.studio_id,
    pairId: row.pair_id,
  }
}

async function confirmPair(server: SqlServer, row: TokenRow): Promise<void> {
  await server.transaction(async (connection) => {
    const confirmed = await connection.run(
      'UPDATE tokens SET confirmed = 1 WHERE pair_id = ? AND confirmed = 0',
      [row.pair_id],
    )
    // Another request with it was quicker; meanwhile there may be the next pair.
    if (confirmed === 0) return
    await connection.run(
      'DELETE FROM tokens WHERE tenant_id = ? AND device_id = ? AND pair_id <> ?',
      [row.tenant_id, row.device_id, row.pair_id],
    )
  })
}

/** Tells whether a request comes from who runs the endpoint. */
export async function authenticateAdmin(
  server: SqlServer,
  authorization: string | undefined,
  now: Instant,
): Promise<boolean> {
  const token = bearerToken(authorization, 'admin')
  if (token === null) return false
  const hash = hashSecret(token)
  const [row] = await server.all<{ token_hash: Buffer }>(
    'SELECT token_hash FROM admins WHERE token_hash = ? AND (expires_at IS NULL OR expires_at > ?)',
    [hash, now],
  )
  return row !== undefined && isSameSecret(row.token_hash, hash)
}

/** Makes an admin token that is good for the usual time, for whoever stands at the terminal. */
export async function createAdminToken(server: SqlServer, now: Instant): Promise<string> {
  return (await makeAdminToken(server, now, adminTokenDays.usual)).token
}

const devices = new WeakMap<FastifyRequest, PairedDevice>()

/** Remembers who a request comes from, for the handler behind the hook that found it out. */
export function rememberDevice(request: FastifyRequest, device: PairedDevice): void {
  devices.set(request, device)
}

/** Who a request comes from. Throws where no hook asked: that is a bug. */
export function deviceOf(request: FastifyRequest): PairedDevice {
  const device = devices.get(request)
  if (!device) throw new Error('This route does not ask for a token.')
  return device
}
