import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

/** What a token is good for; it stands in its first letters, so that a leaked one is recognised. */
const prefixes = { access: 'ffd_', refresh: 'ffr_', admin: 'ffa_' } as const
export type TokenKind = keyof typeof prefixes

/** A new secret of 32 random bytes. Only its hash is ever stored. */
export function mintToken(kind: TokenKind): string {
  return prefixes[kind] + randomBytes(32).toString('base64url')
}

/** What is stored of a secret. It is too long to be guessed at, so no salt and no slow hash. */
export function hashSecret(secret: string): Buffer {
  return createHash('sha256').update(secret).digest()
}

/** Compares without telling by its time how much is right. */
export function isSameSecret(stored: Buffer, computed: Buffer): boolean {
  return stored.length === computed.length && timingSafeEqual(stored, computed)
}

/** The token of an `Authorization: Bearer` header of this kind; null when there is none. */
export function bearerToken(header: string | undefined, kind: TokenKind): string | null {
  const token = /^Bearer ([\w-]{1,100})$/i.exec(header ?? '')?.[1]
  return token?.startsWith(prefixes[kind]) ? token : null
}
