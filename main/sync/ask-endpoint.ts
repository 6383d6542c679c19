import { gzip } from 'node:zlib'
import { promisify } from 'node:util'
import { fetchThrough } from '../network/fetch-through.ts'
import type { Instant } from '../../shared/time.ts'
import {
  batchContentType,
  formatBase,
  formatIdempotencyKey,
  syncHeaders,
  syncProtocolVersion,
  type ChainPoint,
} from '../../shared/sync-protocol.ts'
import type { Batch } from './build-batch.ts'
import type { Answer } from './decide-answer.ts'

const compress = promisify(gzip)
/** An answer is a few hundred bytes, a list of rejected events some hundred thousand. */
const longestAnswer = 2 * 1024 * 1024

/** One request to a cloud endpoint. */
interface Request {
  readonly method: 'GET' | 'POST'
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: Buffer | string
}

/**
 * Sends a request and reads the whole answer. Null when none came: no network, a connection that
 * broke off, a body that is no JSON or was cut in the middle, or nothing within the time.
 */
async function ask(request: Request, limits: AskLimits): Promise<Answer | null> {
  const { url, ...init } = request
  try {
    const response = await fetchThrough(limits.proxy, url, {
      ...init,
      // Another place that a token is sent to is never followed.
      redirect: 'error',
      signal: AbortSignal.any([limits.signal, AbortSignal.timeout(limits.timeoutMs)]),
    })
    const text = await readText(response)
    const isJson = response.headers.get('content-type')?.includes('json') === true
    // A success that cannot be read whole proves nothing; a refusal says enough by its status.
    if (response.ok && !isJson) return { status: response.status, body: null, retryAfterMs: null }
    return {
      status: response.status,
      body: isJson ? JSON.parse(text) : null,
      retryAfterMs: readRetryAfter(response.headers.get('retry-after')),
    }
  } catch {
    return null
  }
}

/** Limits of every request, and its way. */
export interface AskLimits {
  /** The proxy that leads there; null for a direct line. */
  readonly proxy: string | null
  readonly timeoutMs: number
  readonly signal: AbortSignal
}

/** Exchanges a pairing code for tokens. */
export function askToPair(
  endpointUrl: string,
  body: { readonly code: string; readonly studio_id: string; readonly device_id: string },
  limits: AskLimits,
): Promise<Answer | null> {
  const headers = { 'content-type': 'application/json', ...spoken }
  const url = addressOf(endpointUrl, '/v1/pair')
  return ask({ method: 'POST', url, headers, body: JSON.stringify(body) }, limits)
}

/** Exchanges the refresh token for the next pair. */
export function askForTokens(
  endpointUrl: string,
  refreshToken: string,
  limits: AskLimits,
): Promise<Answer | null> {
  const headers = { authorization: `Bearer ${refreshToken}`, ...spoken }
  return ask({ method: 'POST', url: addressOf(endpointUrl, '/v1/token'), headers }, limits)
}

/**
 * Asks how far an epoch is stored.
 *
 * @param ours the event that this log has in some place: an endpoint that has another one there notes
 * for its admin that the log was copied
 */
export function askHowFar(
  endpointUrl: string,
  token: string,
  epoch: string,
  limits: AskLimits,
  ours?: ChainPoint,
): Promise<Answer | null> {
  const base = ours && { [syncHeaders.base]: formatBase(ours) }
  const headers = { authorization: `Bearer ${token}`, ...base, ...spoken }
  return ask({ method: 'GET', url: addressOf(endpointUrl, `/v1/logs/${epoch}`), headers }, limits)
}

/** Pushes a batch. Compressed away from the main thread. */
export async function askToStore(
  endpointUrl: string,
  token: string,
  from: { readonly deviceId: string; readonly epoch: string; readonly now: Instant },
  batch: Batch,
  limits: AskLimits,
): Promise<Answer | null> {
  const { base, last } = batch
  const headers = {
    authorization: `Bearer ${token}`,
    'content-type': batchContentType,
    'content-encoding': 'gzip',
    [syncHeaders.base]: formatBase(base),
    [syncHeaders.idempotencyKey]: formatIdempotencyKey(
      from.deviceId,
      from.epoch,
      base.seq + 1,
      last.seq,
    ),
    [syncHeaders.time]: from.now,
    ...spoken,
  }
  const body = await compress(batch.json, { level: 6 })
  const url = addressOf(endpointUrl, `/v1/logs/${from.epoch}/events`)
  return ask({ method: 'POST', url, headers, body }, limits)
}

const spoken = { [syncHeaders.protocol]: String(syncProtocolVersion) }

/** @example addressOf('https://example.com/sync/', '/v1/pair') // 'https://example.com/sync/v1/pair' */
function addressOf(endpointUrl: string, path: string): string {
  return `${endpointUrl.replace(/\/+$/, '')}${path}`
}

async function readText(response: Response): Promise<string> {
  const parts: Uint8Array[] = []
  let bytes = 0
  for await (const part of response.body ?? []) {
    bytes += part.byteLength
    if (bytes > longestAnswer) throw new Error('The answer is too long.')
    parts.push(part)
  }
  return Buffer.concat(parts).toString('utf8')
}

/** Seconds, or a date, by the standard; nothing is waited for longer than a day. */
function readRetryAfter(text: string | null): number | null {
  if (text === null) return null
  const seconds = Number(text)
  const ms = Number.isFinite(seconds) ? seconds * 1_000 : Date.parse(text) - Date.now()
  return Number.isFinite(ms) ? Math.min(Math.max(0, ms), 86_400_000) : null
}
