import fastify, { LogController, type FastifyInstance } from 'fastify'
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod'
import type { Transport } from '../brokers/index.ts'
import { syncHeaders, syncProtocolVersion } from '../shared/sync-protocol.ts'
import { instantFrom, type Instant } from '../shared/time.ts'
import { accessRoutes } from './access/access-routes.ts'
import { RequestLimit, whoseAddress } from './access/request-limit.ts'
import { adminRoutes } from './admin/admin-routes.ts'
import { defaultLimits, type EndpointLimits } from './endpoint-options.ts'
import { logRoutes } from './logs/log-routes.ts'
import { refuseAddress, refuseBytes, refuseInOneForm } from './operations/answer-in-one-form.ts'
import { healthRoutes } from './operations/health-routes.ts'
import { Metrics } from './operations/metrics.ts'
import { RelayMetrics } from './operations/relay-metrics.ts'
import { troubleOf } from './operations/trouble.ts'
import { describeApi } from './operations/describe-api.ts'
import { refuse, RefusedRequest } from './refusal.ts'
import { Relay } from './relay/relay.ts'
import type { SqlServer } from './storage/sql-server.ts'
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
    frameworkErrors: refuseAddress,
    clientErrorHandler: refuseBytes,
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
  protectBrowsers(app)
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

/** What every answer says to a browser: nothing here is to be framed, guessed at or passed on. */
function protectBrowsers(app: FastifyInstance): void {
  app.addHook('onSend', async (request, reply) => {
    reply.header('X-Content-Type-Options', 'nosniff')
    reply.header('X-Frame-Options', 'DENY')
    reply.header('Referrer-Policy', 'no-referrer')
    reply.header('Cross-Origin-Resource-Policy', 'same-origin')
    if (!request.url.startsWith('/docs')) reply.header('Cache-Control', 'no-store')
    if (!reply.hasHeader('Content-Security-Policy')) {
      reply.header('Content-Security-Policy', "default-src 'none'; frame-ancestors 'none'")
    }
  })
}

/** What is asked of every request under `/v1`, before anything is looked up for it. */
function holdToLimits(app: FastifyInstance, { server, limits, clock }: EndpointParts): void {
  const perAddress = new RequestLimit(server, 'address', limits.perAddress)
  app.addHook('onRequest', async (request) => {
    if (!request.url.startsWith('/v1/')) return
    const wait = await perAddress.take(whoseAddress(request.ip), clock())
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
