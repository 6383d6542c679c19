import { createHmac, randomBytes, scryptSync, timingSafeEqual } from 'node:crypto'

/**
 * 64 MB and about 200 ms on two slow cores: a person does not notice, and all PINs of four digits take a
 * guesser who has the file and its key half an hour, those of six more than two days.
 */
export const usualCost = 16
/** For a PIN that stands on the screen beside its person: nobody has to guess it. */
export const shownCost = 10
const blockSize = 8

/** What is kept of a PIN. */
export interface HashedPin {
  readonly salt: Buffer
  readonly hash: Buffer
  /** N of scrypt is 2 to this. */
  readonly cost: number
}

/**
 * Hashes a PIN with a salt of its own.
 *
 * @param pepper 32 bytes that are not in the file, so that a copy of it cannot be guessed at; null
 * where there is nowhere to keep them.
 */
export function hashPin(pin: string, pepper: Buffer | null, cost: number): HashedPin {
  const salt = randomBytes(16)
  return { salt, hash: derive(pin, salt, pepper, cost), cost }
}

/** Compares in constant time. */
export function pinMatches(pin: string, { salt, hash, cost }: HashedPin, pepper: Buffer | null) {
  return timingSafeEqual(derive(pin, salt, pepper, cost), hash)
}

function derive(pin: string, salt: Buffer, pepper: Buffer | null, cost: number): Buffer {
  const secret = pepper ? createHmac('sha256', pepper).update(pin).digest() : pin
  const N = 2 ** cost
  return scryptSync(secret, salt, 32, { N, r: blockSize, p: 1, maxmem: 2 * 128 * N * blockSize })
}
