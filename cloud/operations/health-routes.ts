import type { FastifyInstance } from 'fastify'
import type { EndpointParts } from '../create-endpoint.ts'
import { refusalBody, refuse } from '../refusal.ts'

/** For whoever watches the endpoint: is it alive, can it store, how is it doing. */
export function healthRoutes({ server, metrics, relay }: EndpointParts) {
  return async (app: FastifyInstance): Promise<void> => {
    const hidden = { schema: { hide: true } }
    app.get('/healthz', hidden, async () => ({
      status: 'alive',
      ...(relay && { broker: relay.isUp ? 'up' : 'away' }),
    }))

    app.get('/readyz', hidden, async (_request, reply) => {
      try {
        await server.all('SELECT version FROM schema_versions')
        return { status: 'ready' }
      } catch {
        return reply.code(503).send(refusalBody(refuse('unavailable')))
      }
    })

    app.get('/metrics', hidden, async (_request, reply) => {
      const text = await metrics.registry.metrics()
      return reply.type(metrics.registry.contentType).send(text)
    })
  }
}
