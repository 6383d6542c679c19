import type { IncomingMessage } from 'node:http'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import {
  baseSchema,
  batchContentType,
  epochSchema,
  formatIdempotencyKey,
  idempotencyKeySchema,
  logStateSchema,
  parseBase,
  pushAnswerSchema,
  refusalSchema,
  sourceOf,
  syncEventSchema,
  syncHeaders,
  zeroHash,
} from '../../shared/sync-protocol.ts'
import { authenticateDevice, deviceOf, rememberDevice } from '../access/authenticate.ts'
import { RequestLimit } from '../access/request-limit.ts'
import type { EndpointParts } from '../create-endpoint.ts'
import { refuse, RefusedRequest } from '../refusal.ts'
import type { PushDecision } from './decide-push.ts'
import { listHeads } from './find-log.ts'
import { readBatch } from './read-batch.ts'
import { hasMoreItems } from './has-more-items.ts'
import { readBody } from './read-body.ts'
import { lookForFork, storePush } from './store-push.ts'

const params = z.object({ epoch: epochSchema })

/** What a paired laptop does: ask how far its log is here, and push the rest. */
export function logRoutes(parts: EndpointParts) {
  const { server, limits, metrics, relay, clock, now } = parts
  const perDevice = new RequestLimit(server, 'device', limits.perDevice)

  return async (plain: FastifyInstance): Promise<void> => {
    const app = plain.withTypeProvider<ZodTypeProvider>()
    const refusals = { '4xx': refusalSchema, '5xx': refusalSchema }

    // Before the body is read: whoever has no token sends nothing that is unpacked here.
    app.addHook('onRequest', async (request) => {
      const { authorization } = request.headers
      const device = await authenticateDevice(server, authorization, 'access', now())
      if ('code' in device) throw new RefusedRequest(device)
      const wait = await perDevice.take(`${device.tenantId}/${device.deviceId}`, clock())
      if (wait > 0) throw new RefusedRequest(refuse('rate_limited'), wait)
      rememberDevice(request, device)
    })

    // The body is read event by event later, so that one bad event does not refuse all.
    app.setValidatorCompiler<z.ZodType>((route) =>
      route.httpPart === 'body' ? (value: unknown) => ({ value }) : validatorCompiler(route),
    )
    // Plain JSON is no batch, whatever stands in it.
    app.removeAllContentTypeParsers()
    app.addContentTypeParser(
      batchContentType,
      async (request: FastifyRequest, body: IncomingMessage) => {
        const read = await readBody(body, request.headers['content-encoding'], limits.maxBytes)
        if ('refusal' in read) throw new RefusedRequest(read.refusal)
        return read.text
      },
    )

    app.get(
      '/v1/logs/:epoch',
      {
        schema: {
          tags: ['logs'],
          summary: 'How far an epoch of this device is stored',
          security: [{ device: [] }],
          params,
          headers: z.looseObject({ [syncHeaders.base.toLowerCase()]: baseSchema.optional() }),
          response: { 200: logStateSchema, ...refusals },
        },
      },
      async (request) => {
        const claimed = parseBase(headerOf(request, syncHeaders.base))
        if (claimed) {
          const asked = { device: deviceOf(request), epoch: request.params.epoch, claimed }
          const seq = await lookForFork(server, asked, now())
          if (seq !== null) {
            metrics.forks.inc()
            throw new RefusedRequest(refuse('fork', { seq }))
          }
        }
        const heads = (await listHeads(server, deviceOf(request))).map((row) => ({
          epoch: row.epoch,
          accepted_seq: row.head_seq,
          accepted_hash: row.head_hash.toString('hex'),
        }))
        const mine = heads.find(({ epoch }) => epoch === request.params.epoch)
        return {
          accepted_seq: mine?.accepted_seq ?? 0,
          accepted_hash: mine?.accepted_hash ?? zeroHash,
          max_events: limits.maxEvents,
          max_bytes: limits.maxBytes,
          max_event_bytes: limits.maxEventBytes,
          server_time: now(),
          other_epochs: heads.filter((head) => head !== mine),
        }
      },
    )

    app.post(
      '/v1/logs/:epoch/events',
      {
        schema: {
          tags: ['logs'],
          summary: 'Stores a batch of events behind those that are stored',
          consumes: [batchContentType],
          security: [{ device: [] }],
          params,
          headers: z.looseObject({
            [syncHeaders.base.toLowerCase()]: baseSchema,
            [syncHeaders.idempotencyKey.toLowerCase()]: idempotencyKeySchema,
          }),
          body: z.array(syncEventSchema),
          response: { 200: pushAnswerSchema, ...refusals },
        },
      },
      async (request) => {
        const push = readPush(request, request.params.epoch, parts)
        const decision = await storePush(server, push, now())
        if (decision.kind === 'foreign') throw new RefusedRequest(refuse('source_mismatch'))
        note(decision, push.items.length)
        if (decision.kind === 'gap') {
          throw new RefusedRequest(refuse('gap', { expected: decision.expected }))
        }
        if (decision.kind === 'fork') {
          throw new RefusedRequest(refuse('fork', { seq: decision.seq }))
        }
        return {
          accepted_through: decision.through.seq,
          head_hash: decision.through.hash,
          rejected: [...decision.rejected],
          server_time: now(),
        }
      },
    )

    function note(decision: PushDecision, count: number): void {
      if (decision.kind === 'fork') metrics.forks.inc()
      if (decision.kind !== 'accepted') return
      if (decision.append.length > 0) relay?.wake()
      metrics.stored.inc(decision.append.length)
      metrics.repeated.inc(count - decision.append.length)
      for (const { rejected } of decision.append) {
        if (rejected) metrics.rejected.inc({ code: rejected.code })
      }
    }
  }
}

/** Holds what a request says about itself against its token, and reads its events. */
function readPush(
  request: FastifyRequest,
  epoch: string,
  { limits, clock }: EndpointParts,
): Parameters<typeof storePush>[1] {
  const device = deviceOf(request)
  const base = parseBase(headerOf(request, syncHeaders.base))
  if (!base) throw new RefusedRequest(refuse('unreadable', { detail: syncHeaders.base }))
  const events = parseEvents(request.body, limits.maxEvents)
  const key = formatIdempotencyKey(device.deviceId, epoch, base.seq + 1, base.seq + events.length)
  if (headerOf(request, syncHeaders.idempotencyKey) !== key) {
    throw new RefusedRequest(refuse('key_mismatch'))
  }
  const items = readBatch(events, {
    base,
    source: sourceOf(device.deviceId, epoch),
    studioId: device.studioId,
    maxEventBytes: limits.maxEventBytes,
  })
  if ('code' in items) throw new RefusedRequest(items)
  const laptopTime = Date.parse(headerOf(request, syncHeaders.time))
  const clockOffsetMs = Number.isNaN(laptopTime) ? null : laptopTime - clock()
  return { device, epoch, base, items, clockOffsetMs }
}

function parseEvents(body: unknown, most: number): readonly unknown[] {
  // Before it is parsed: four kilobytes can unpack to a million of them.
  if (typeof body === 'string' && hasMoreItems(body, most)) {
    throw new RefusedRequest(refuse('too_many_events', { limit: most }))
  }
  let events: unknown
  try {
    events = typeof body === 'string' ? JSON.parse(body) : undefined
  } catch {
    // Said below.
  }
  if (!Array.isArray(events)) {
    throw new RefusedRequest(refuse('unreadable', { detail: 'the body is not a JSON array' }))
  }
  return events as unknown[]
}

function headerOf(request: FastifyRequest, name: string): string {
  const value = request.headers[name.toLowerCase()]
  return typeof value === 'string' ? value : ''
}
