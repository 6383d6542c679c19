import fastify, { LogController, type FastifyInstance } from 'fastify'
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod'
import type { Transport } from '../brokers/index.ts'
import { syncHeaders, syncProtocolVersion, syncRefusals } from '../shared/sync-protocol.ts'
import { instantFrom, type Instant } from '../shared/time.ts'
import { accessRoutes } from './access/access-routes.ts'
import { RequestLimit } from './access/request-limit.ts'
import { adminRoutes } from './admin/admin-routes.ts'
import { defaultLimits, type EndpointLimits } from './endpoint-options.ts'
import { logRoutes } from './logs/log-routes.ts'
import { healthRoutes } from './operations/health-routes.ts'
import { Metrics } from './operations/metrics.ts'
import { RelayMetrics } from './operations/relay-metrics.ts'
import { troubleOf } from './operations/trouble.ts'
import { describeApi } from './operations/describe-api.ts'
import { refusalBody, refuse, RefusedRequest } from './refusal.ts'
import { Relay } from './relay/relay.ts'
import { StorageUnavailable, ValueRefused, type SqlServer } from './storage/sql-server.ts'
import { allWorkers } from './workers/all-workers.ts'

/** What every part of the endpoint works with. */
export interface EndpointParts {
  readonly server: SqlServer
  readonly limits: EndpointLimits
  readonly metrics: Metrics
  /** Null without a broker. */
  readonly relay: Relay | null
  /** Milliseconds since 1970. */
  readonly clock: () => number
  readonly now: () => Instant
}

/** How an endpoint is made. */
export interface EndpointOptions {
  readonly server: SqlServer
  readonly limits?: Partial<EndpointLimits>
  readonly clock?: () => number
  /** Where log lines go; none without it. They hold ids and codes, never a token or an address. */
  readonly log?: NodeJS.WritableStream
  /** Believe `X-Forwarded-For`, because a proxy of our own stands in front. */
  readonly trustProxy?: boolean
  /** Where to send what is stored. The caller's to close afterwards. */
  readonly broker?: Transport | null
}

const unavailableForSeconds = 5
/** Longer than a laptop waits for an answer. */
const requestTimeoutMs = 60_000

/**
 * The cloud endpoint as an HTTP server that does not listen yet. Closing it waits for the requests
 * that run; the storage is the caller's to close afterwards.
 *
 * @example
 * const endpoint = await createEndpoint({ server: await openSqliteServer('cloud.db') })
 * await endpoint.listen({ port: 4280 })
 */
export async function createEndpoint(options: EndpointOptions): Promise<FastifyInstance> {
  const clock = options.clock ?? Date.now
  const app = fastify({
    logger: options.log ? { level: 'info', stream: options.log, base: null } : false,
    // Fastify's own lines hold addresses; ours is written below.
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: options.trustProxy ?? false,
    bodyLimit: 16 * 1024,
    requestTimeout: requestTimeoutMs,
    forceCloseConnections: 'idle',
  })
  const metrics = new Metrics()
  const relay = options.broker ? relayTo(options.broker, options.server, metrics, app) : null
  const parts: EndpointParts = {
    server: options.server,
    limits: { ...defaultLimits, ...options.limits },
    metrics,
    relay,
    clock,
    now: () => instantFrom(clock()),
  }
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  refuseInOneForm(app)
  holdToLimits(app, parts)
  noteRequests(app, parts)
  await describeApi(app)
  await app.register(healthRoutes(parts))
  await app.register(accessRoutes(parts))
  await app.register(logRoutes(parts))
  await app.register(adminRoutes(parts))
  await app.ready()
  return app
}

/** Sends what is stored to a broker for as long as the endpoint is open. */
function relayTo(
  transport: Transport,
  server: SqlServer,
  { registry }: Metrics,
  app: FastifyInstance,
): Relay {
  const metrics = new RelayMetrics(registry, () => relay)
  const relay: Relay = new Relay({
    server,
    transport,
    subscribers: allWorkers(server),
    onSent: (count) => metrics.sent.inc(count),
    onAway: (error) => app.log.warn({ ...troubleOf(error) }, 'nothing is relayed'),
  })
  app.addHook('onListen', async () => relay.start())
  app.addHook('onClose', () => relay.stop())
  return relay
}

/** Every refusal, whoever found the reason, has the body that the protocol declares. */
function refuseInOneForm(app: FastifyInstance): void {
  app.setErrorHandler((error: unknown, request, reply) => {
    const refused = asRefused(error)
    const { status } = syncRefusals[refused.refusal.code]
    if (status === 500) {
      const type = error instanceof Error ? error.name : typeof error
      // A message may quote what was sent; the stack without it says where.
      const at = error instanceof Error ? error.stack?.split('\n').slice(1, 6).join('\n') : ''
      request.log.error({ type, at }, 'a request failed')
    }
    if (refused.retryAfterSeconds !== null) reply.header('Retry-After', refused.retryAfterSeconds)
    if (status === 426) reply.header('Upgrade', `FitFlow/${syncProtocolVersion}`)
    // What is left of a body that was not read to its end must not be taken for the next request.
    if (status === 413) reply.header('Connection', 'close')
    return reply.code(status).send(refusalBody(refused.refusal))
  })
  app.setNotFoundHandler((_request, reply) =>
    reply.code(404).send(refusalBody(refuse('not_found'))),
  )
}

function asRefused(error: unknown): RefusedRequest {
  if (error instanceof RefusedRequest) return error
  if (error instanceof StorageUnavailable) {
    return new RefusedRequest(refuse('unavailable'), unavailableForSeconds)
  }
  if (error instanceof ValueRefused) {
    return new RefusedRequest(refuse('unreadable', { detail: 'a value that cannot be stored' }))
  }
  const status = error instanceof Error && 'statusCode' in error ? error.statusCode : 500
  if (status === 413) return new RefusedRequest(refuse('too_many_bytes'))
  if (status === 415) return new RefusedRequest(refuse('unsupported_media'))
  if (typeof status === 'number' && status >= 400 && status < 500) {
    const detail = error instanceof Error ? error.message : ''
    return new RefusedRequest(refuse('unreadable', { detail }))
  }
  return new RefusedRequest(refuse('unexpected'))
}

/** What is asked of every request under `/v1`, before anything is looked up for it. */
function holdToLimits(app: FastifyInstance, { limits, clock }: EndpointParts): void {
  const perAddress = new RequestLimit(limits.perAddress)
  app.addHook('onRequest', async (request) => {
    if (!request.url.startsWith('/v1/')) return
    const wait = perAddress.take(request.ip, clock())
    if (wait > 0) throw new RefusedRequest(refuse('rate_limited'), wait)
    const version = request.headers[syncHeaders.protocol.toLowerCase()] ?? '1'
    if (version !== String(syncProtocolVersion)) {
      throw new RefusedRequest(refuse('upgrade_needed', { supported: [syncProtocolVersion] }))
    }
  })
}

/** One line and one count a request: the route, never the address it came from nor a header. */
function noteRequests(app: FastifyInstance, { metrics }: EndpointParts): void {
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none'
    const seconds = reply.elapsedTime / 1_000
    metrics.requests.observe({ method: request.method, route, status: reply.statusCode }, seconds)
    if (!route.startsWith('/v1/')) return
    const ms = Math.round(reply.elapsedTime)
    request.log.info({ method: request.method, url: request.url, status: reply.statusCode, ms })
  })
}
