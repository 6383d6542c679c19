import { isIP } from 'node:net'
import { isPublic } from './public-address.ts'

/**
 * Tells what is wrong with a webhook's address; null when nothing is. Whether its name leads to the
 * public internet is asked whenever something is sent.
 */
export function wrongWebhookUrl(text: string): string | null {
  const url = URL.canParse(text) ? new URL(text) : null
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:')) {
    return 'it is not an https:// address'
  }
  if (url.username !== '' || url.password !== '') return 'it must not hold a user or a password'
  if (isLoopback(url)) return null
  if (url.protocol !== 'https:') return 'it must begin with https://'
  const host = hostOf(url)
  return isIP(host) !== 0 && !isPublic(host) ? 'it is a private address' : null
}

/** This very machine, said in so many words: there plain HTTP is as good, and nothing is looked up. */
export function isLoopback(url: URL): boolean {
  return /^(?:localhost|127(?:\.\d+){3}|::1)$/.test(hostOf(url))
}

function hostOf({ hostname }: URL): string {
  return hostname.replaceAll(/^\[|\]$/g, '')
}
