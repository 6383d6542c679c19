import type { ProxyAgent } from 'undici'
import { trustSystem } from './trust-system.ts'

const agents = new Map<string, ProxyAgent>()

/** `fetch`, trusting who the computer trusts, and through a proxy where there is one. */
export async function fetchThrough(
  proxy: string | null,
  url: string,
  init: {
    readonly method: string
    readonly headers: Readonly<Record<string, string>>
    readonly body?: Buffer | string
    readonly redirect: 'error'
    readonly signal: AbortSignal
  },
): Promise<Response> {
  trustSystem()
  if (proxy === null) return fetch(url, init)
  // Most studios have none: it is loaded only where it is needed. Its agents are for its own fetch.
  const undici = await import('undici')
  const agent = agents.get(proxy) ?? new undici.ProxyAgent(proxy)
  agents.set(proxy, agent)
  return undici.fetch(url, { ...init, dispatcher: agent })
}
