import type { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { messageOf } from '../../shared/thrown.ts'
import { refuse, type Refusal } from '../refusal.ts'

/** A request's body as text, or why it is not read. */
export type ReadBody = { readonly text: string } | { readonly refusal: Refusal }

/**
 * Reads a body, and unpacks it on the way. Stops at the first byte too many, so that a small body
 * which unpacks to gigabytes never becomes them.
 *
 * @param maxBytes of the unpacked body
 */
export async function readBody(
  body: Readable,
  encoding: string | undefined,
  maxBytes: number,
): Promise<ReadBody> {
  if (encoding !== undefined && encoding !== 'gzip' && encoding !== 'identity') {
    return { refusal: refuse('unsupported_media') }
  }
  const tooMuch = { refusal: refuse('too_many_bytes', { limit: maxBytes }) }
  const gunzip = encoding === 'gzip' ? createGunzip() : null
  let received = 0
  const source: Readable = gunzip ? body.pipe(gunzip) : body
  // `pipe` does not pass on that the connection broke.
  const onBroken = (error: Error) => void gunzip?.destroy(error)
  body.on('error', onBroken).on('aborted', () => onBroken(new Error('aborted')))
  if (gunzip) body.on('data', (chunk: Buffer) => (received += chunk.length))
  const chunks: Buffer[] = []
  let size = 0
  try {
    // Not destroyed: that would close the connection before the refusal is sent on it.
    for await (const chunk of source.iterator({
      destroyOnReturn: false,
    }) as AsyncIterable<Buffer>) {
      size += chunk.length
      if (size > maxBytes || received > maxBytes) return tooMuch
      chunks.push(chunk)
    }
  } catch (error) {
    const detail = `the body breaks off: ${messageOf(error)}`
    return { refusal: refuse('unreadable', { detail }) }
  } finally {
    if (gunzip) {
      body.unpipe(gunzip)
      gunzip.destroy()
    }
    // What is left of it is read and thrown away by the connection.
    if (!body.destroyed) body.resume()
  }
  return { text: Buffer.concat(chunks).toString('utf8') }
}
