import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { EndpointParts } from '../create-endpoint.ts'
import { refuse, RefusedRequest } from '../refusal.ts'
import { forgetCursors } from '../relay/relay-cursors.ts'
import { readFigures } from '../workers/analytics/read-figures.ts'
import {
  discardDeadLetter,
  listDeadLetters,
  replayAllDeadLetters,
  replayDeadLetter,
} from '../workers/dead-letters.ts'
import {
  readWebhook,
  removeWebhook,
  saveWebhook,
  type WebhookSettings,
} from '../workers/notifications/webhook-settings.ts'
import { wrongWebhookUrl } from '../workers/notifications/webhook-url.ts'
import { about, refusals, tenantParams } from './describe-route.ts'
import {
  deadLetterSchema,
  figuresRequestSchema,
  figuresSchema,
  reasonSchema,
  webhookAnswerSchema,
  webhookRequestSchema,
  webhookSchema,
  workerNameSchema,
} from './worker-schemas.ts'

const letterParams = tenantParams.extend({ letter: z.uuid() })

/** What whoever runs the endpoint asks of its workers. Registered where an admin token was asked for. */
export function workerRoutes({ server, relay, now }: EndpointParts) {
  return async (plain: FastifyInstance): Promise<void> => {
    const app = plain.withTypeProvider<ZodTypeProvider>()

    app.get(
      '/v1/admin/tenants/:tenant/webhook',
      {
        schema: {
          ...about('Where this tenant’s own systems are told; never the secret'),
          params: tenantParams,
          response: { 200: webhookSchema, ...refusals },
        },
      },
      async ({ params }) => {
        const webhook = await readWebhook(server, params.tenant)
        if (!webhook) throw new RefusedRequest(refuse('not_found'))
        return answerOf(webhook)
      },
    )

    app.put(
      '/v1/admin/tenants/:tenant/webhook',
      {
        schema: {
          ...about('Sets a tenant’s webhook, or turns it on again; answers its secret'),
          params: tenantParams,
          body: webhookRequestSchema,
          response: { 200: webhookAnswerSchema, ...refusals },
        },
      },
      async ({ params, body }) => {
        const wrong = wrongWebhookUrl(body.url)
        if (wrong !== null) {
          throw new RefusedRequest(refuse('unreadable', { detail: `url: ${wrong}` }))
        }
        const { url, secret } = body
        const webhook = await saveWebhook(server, params.tenant, { url, secret }, now())
        if (!webhook) throw new RefusedRequest(refuse('not_found'))
        return { ...answerOf(webhook), secret: webhook.secret }
      },
    )

    app.delete(
      '/v1/admin/tenants/:tenant/webhook',
      {
        schema: {
          ...about('Forgets a tenant’s webhook; what was not sent yet is not sent any more'),
          params: tenantParams,
          response: { 204: z.undefined(), ...refusals },
        },
      },
      async ({ params }, reply) => {
        if (!(await removeWebhook(server, params.tenant))) {
          throw new RefusedRequest(refuse('not_found'))
        }
        return reply.code(204).send()
      },
    )

    app.get(
      '/v1/admin/tenants/:tenant/figures',
      {
        schema: {
          ...about('What the days of a studio came to, both ends included'),
          params: tenantParams,
          querystring: figuresRequestSchema,
          response: { 200: figuresSchema, ...refusals },
        },
      },
      ({ params, query }) => readFigures(server, params.tenant, query),
    )

    app.post(
      '/v1/admin/relay/again',
      {
        schema: {
          ...about('Sends everything to the broker again, as after it lost its disk'),
          response: { 204: z.undefined(), ...refusals },
        },
      },
      async (_request, reply) => {
        await forgetCursors(server)
        relay?.wake()
        return reply.code(204).send()
      },
    )

    app.get(
      '/v1/admin/tenants/:tenant/dead-letters',
      {
        schema: {
          ...about('Events that a worker gave up on, the oldest first'),
          params: tenantParams,
          response: { 200: z.array(deadLetterSchema), ...refusals },
        },
      },
      ({ params }) => listDeadLetters(server, params.tenant),
    )

    app.post(
      '/v1/admin/tenants/:tenant/dead-letters/replay',
      {
        schema: {
          ...about('Has a worker try all again that it gave up on, as after an outage'),
          params: tenantParams,
          body: z.strictObject({ worker: workerNameSchema }),
          response: { 200: z.object({ replayed: z.number() }), ...refusals },
        },
      },
      async ({ params, body }) => {
        const key = { tenantId: params.tenant, worker: body.worker }
        return { replayed: await replayAllDeadLetters(server, key, now()) }
      },
    )

    app.post(
      '/v1/admin/tenants/:tenant/dead-letters/:letter/replay',
      {
        schema: {
          ...about('Has the worker try again; what waits behind it follows'),
          params: letterParams,
          response: { 204: z.undefined(), ...refusals },
        },
      },
      async ({ params }, reply) => {
        const key = { tenantId: params.tenant, id: params.letter }
        if (!(await replayDeadLetter(server, key, now()))) {
          throw new RefusedRequest(refuse('not_found'))
        }
        return reply.code(204).send()
      },
    )

    app.post(
      '/v1/admin/tenants/:tenant/dead-letters/:letter/discard',
      {
        schema: {
          ...about('Gives the event up for good; what waits behind it follows'),
          params: letterParams,
          body: z.strictObject({ reason: reasonSchema }),
          response: { 204: z.undefined(), ...refusals },
        },
      },
      async ({ params, body }, reply) => {
        const key = { tenantId: params.tenant, id: params.letter }
        if (!(await discardDeadLetter(server, key, body.reason, now()))) {
          throw new RefusedRequest(refuse('not_found'))
        }
        return reply.code(204).send()
      },
    )
  }
}

function answerOf(webhook: WebhookSettings) {
  return {
    url: webhook.url,
    since: webhook.since,
    changed_at: webhook.changedAt,
    turned_off_at: webhook.turnedOffAt,
  }
}
