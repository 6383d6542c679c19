import type { FastifyInstance } from 'fastify'
import type { EndpointParts } from '../create-endpoint.ts'
import { refusalBody, refuse } from '../refusal.ts'

/** How old the news of the storage may be. */
const newsMs = 1_000

/** For whoever watches the endpoint: is it alive, can it store, how is it doing. */
export function healthRoutes({ server, metrics, relay }: EndpointParts) {
  return async (app: FastifyInstance): Promise<void> => {
    const hidden = { schema: { hide: true } }
    app.get('/healthz', hidden, async () => ({
      status: 'alive',
      ...(relay && { broker: relay.isUp ? 'up' : 'away' }),
    }))

    // Anybody may ask, so that many do not make many writes of it.
    let asked: { readonly at: number; readonly answer: Promise<void> } | null = null
    const probe = () => {
      const at = performance.now()
      if (asked === null || at - asked.at > newsMs) asked = { at, answer: server.probe() }
      return asked.answer
    }

    app.get('/readyz', hidden, async (_request, reply) => {
      try {
        await probe()
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
