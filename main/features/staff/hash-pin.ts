import { createHmac, randomBytes, scryptSync, timingSafeEqual } from 'node:crypto'

/** About 40 ms and 16 MB on a desk laptop: unnoticed by a person, slow for a guesser. */
const cost = { N: 16_384, r: 8, p: 1 }

/**
 * Hashes a PIN with a salt of its own.
 *
 * @param pepper 32 bytes that are not in the file, so that a copy of it cannot be guessed at; null
 * where there is no key store to keep them.
 */
export function hashPin(pin: string, pepper: Buffer | null): { salt: Buffer; hash: Buffer } {
  const salt = randomBytes(16)
  return { salt, hash: derive(pin, salt, pepper) }
}

/** Compares in constant time. */
export function pinMatches(
  pin: string,
  salt: Buffer,
  hash: Buffer,
  pepper: Buffer | null,
): boolean {
  return timingSafeEqual(derive(pin, salt, pepper), hash)
}

function derive(pin: string, salt: Buffer, pepper: Buffer | null): Buffer {
  const secret = pepper ? createHmac('sha256', pepper).update(pin).digest() : pin
  return scryptSync(secret, salt, 32, cost)
}
