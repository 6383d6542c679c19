import { createHmac, randomBytes } from 'node:crypto'
import { request as requestHttp, type IncomingMessage } from 'node:http'
import { request as requestHttps } from 'node:https'
import { once } from 'node:events'
import { readThrown } from '../../../shared/thrown.ts'
import { lookupPublic } from './public-address.ts'
import { isLoopback, wrongWebhookUrl } from './webhook-url.ts'

/** Where a tenant's own systems are told, and what signs it. */
export interface Webhook {
  readonly url: string
  /** `whsec_` and base64. */
  readonly secret: string
}

/** The other side did not take it; it is tried again. */
class WebhookFailed extends Error {
  override readonly name = 'WebhookFailed'
}

/** How long the other side may take. */
export const webhookTimeoutMs = 10_000
const secretPrefix = 'whsec_'

/** A new secret of 32 random bytes, as Standard Webhooks writes it. */
export function mintWebhookSecret(): string {
  return secretPrefix + randomBytes(32).toString('base64')
}

/** What a secret looks like: 24 to 64 bytes. */
export const webhookSecretPattern = /^whsec_[A-Za-z0-9+/]{32,86}={0,2}$/

/**
 * The signature of a message by Standard Webhooks 1.0: whoever has the secret can check that it came
 * from here, unchanged, and when.
 *
 * @param timestamp seconds since 1970
 */
export function signWebhook(secret: string, id: string, timestamp: number, body: string): string {
  const key = Buffer.from(secret.slice(secretPrefix.length), 'base64')
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')
  return `v1,${signature}`
}

/**
 * Sends a message once. Follows no redirect and reads no body. The connection goes to an address that
 * was checked to be public, or to this machine where the URL says so itself.
 *
 * @param id the same whenever this message is sent
 * @returns `gone` when the other side wants no more of them
 * @throws WebhookFailed when it was not taken
 */
export async function sendWebhook(
  webhook: Webhook,
  id: string,
  body: string,
  { nowMs, timeoutMs }: { readonly nowMs: number; readonly timeoutMs: number },
): Promise<'taken' | 'gone'> {
  const wrong = wrongWebhookUrl(webhook.url)
  if (wrong !== null) throw new WebhookFailed(`The webhook’s address is refused: ${wrong}.`)
  const url = new URL(webhook.url)
  const timestamp = Math.floor(nowMs / 1_000)
  const send = url.protocol === 'https:' ? requestHttps : requestHttp
  const request = send(url, {
    method: 'POST',
    // One connection a message: a pool would outlive the check of the address.
    agent: false,
    signal: AbortSignal.timeout(timeoutMs),
    ...(isLoopback(url) ? {} : { lookup: lookupPublic }),
    headers: {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      'user-agent': 'FitFlow-Cloud',
      'webhook-id': id,
      'webhook-timestamp': String(timestamp),
      'webhook-signature': signWebhook(webhook.secret, id, timestamp, body),
    },
  })
  // What breaks after the answer is nobody's concern; unheard, it would end the process.
  request.on('error', () => {})
  let status: number
  try {
    request.end(body)
    const [response] = (await once(request, 'response')) as [IncomingMessage]
    response.on('error', () => {})
    status = response.statusCode ?? 0
    response.destroy()
  } catch (error) {
    throw new WebhookFailed(whyItBroke(error, timeoutMs), { cause: error })
  }
  if (status >= 200 && status < 300) return 'taken'
  if (status === 410) return 'gone'
  throw new WebhookFailed(`It was answered with ${status}.`)
}

function whyItBroke(error: unknown, timeoutMs: number): string {
  const { name, message } = readThrown(error)
  if (name === 'AbortError' || name === 'TimeoutError') {
    return `There was no answer within ${timeoutMs / 1_000} seconds.`
  }
  return message
}
