import { randomInt } from 'node:crypto'

/** Without 0 and O, 1 and I and L, U and V: it is read from one screen and typed at another. */
const alphabet = '23456789ABCDEFGHJKMNPQRSTWXYZ'
const length = 8

/** How long a code can be used. Eight signs are 39 bits: enough for that time and the limit of tries. */
export const pairingCodeMinutes = 15

/** @example mintPairingCode() // 'K7QM-4XTP' */
export function mintPairingCode(): string {
  const signs = Array.from({ length }, () => alphabet[randomInt(alphabet.length)])
  return `${signs.slice(0, length / 2).join('')}-${signs.slice(length / 2).join('')}`
}

/** A code as a person typed it, in the form that is hashed. */
export function readPairingCode(typed: string): string {
  return typed.toUpperCase().replaceAll(/[^A-Z0-9]/g, '')
}
