import { addMinutes, type Instant } from '../../shared/time.ts'
import type { SqlServer } from '../storage/sql-server.ts'
import { bearerToken, hashSecret, mintToken } from './tokens.ts'

/** How long an admin token is good unless it is said otherwise, and at most. */
export const adminTokenDays = { usual: 365, most: 3_650 } as const

/** An admin token as it is listed: never the token. */
export interface AdminToken {
  /** The first digits of its hash: enough to name it, and of no use to who has no token. */
  readonly id: string
  readonly created_at: string
  /** Null for one that was made when they did not end. */
  readonly expires_at: string | null
}

/** Makes another admin token. It is shown once and stored as a hash. */
export async function makeAdminToken(
  server: SqlServer,
  now: Instant,
  days: number,
): Promise<AdminToken & { readonly token: string }> {
  const token = mintToken('admin')
  const hash = hashSecret(token)
  const expiresAt = addMinutes(now, days * 24 * 60)
  await server.run('INSERT INTO admins (token_hash, created_at, expires_at) VALUES (?, ?, ?)', [
    hash,
    now,
    expiresAt,
  ])
  return { token, id: idOf(hash), created_at: now, expires_at: expiresAt }
}

/** The id of the token that a request came with. */
export function adminTokenId(authorization: string | undefined): string | null {
  const token = bearerToken(authorization, 'admin')
  return token === null ? null : idOf(hashSecret(token))
}

/** All of them, also those that have ended, the oldest first. */
export async function listAdminTokens(server: SqlServer): Promise<AdminToken[]> {
  const rows = await server.all<{
    token_hash: Buffer
    created_at: string
    expires_at: string | null
  }>('SELECT token_hash, created_at, expires_at FROM admins ORDER BY created_at, token_hash')
  return rows.map(({ token_hash: hash, ...row }) => ({ id: idOf(hash), ...row }))
}

/** Ends a token at once. False when there is none of this id. */
export async function revokeAdminToken(server: SqlServer, id: string): Promise<boolean> {
  return server.transaction(async (connection) => {
    const rows = await connection.all<{ token_hash: Buffer }>('SELECT token_hash FROM admins')
    const row = rows.find(({ token_hash: hash }) => idOf(hash) === id)
    if (!row) return false
    await connection.run('DELETE FROM admins WHERE token_hash = ?', [row.token_hash])
    return true
  })
}

function idOf(hash: Buffer): string {
  return hash.toString('hex').slice(0, 16)
}
