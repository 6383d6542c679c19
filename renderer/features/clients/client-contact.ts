import type { Client } from '../../../shared/clients.ts'

/**
 * How to reach a client on one line; null when nothing is known.
 *
 * @example
 * contactOf({ id, name, phone: '+49 30 1234', email: null }) // '+49 30 1234'
 */
export function contactOf(client: Client): string | null {
  const ways = [client.phone, client.email].filter((way) => way !== null)
  return ways.length === 0 ? null : ways.join(' · ')
}
