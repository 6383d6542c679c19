import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { pairRequestSchema, refusalSchema, tokensSchema } from '../../shared/sync-protocol.ts'
import type { EndpointParts } from '../create-endpoint.ts'
import { refuse, RefusedRequest } from '../refusal.ts'
import { authenticateDevice } from './authenticate.ts'
import { pairDevice, refreshTokens } from './pair-device.ts'
import { RequestLimit } from './request-limit.ts'

/** How a laptop gets its tokens, and the next ones. */
export function accessRoutes({ server, limits, clock, now }: EndpointParts) {
  const perAddress = new RequestLimit(limits.pairingsPerAddress)
  const inAll = new RequestLimit(limits.pairingsInAll)

  return async (plain: FastifyInstance): Promise<void> => {
    const app = plain.withTypeProvider<ZodTypeProvider>()
    const refusals = { '4xx': refusalSchema, '5xx': refusalSchema }

    app.post(
      '/v1/pair',
      {
        schema: {
          tags: ['access'],
          summary: 'Exchanges a pairing code for tokens',
          body: pairRequestSchema,
          response: { 200: tokensSchema, ...refusals },
        },
        onRequest: async (request) => {
          // A code is short: what keeps it from being guessed is that few can be tried.
          const wait = perAddress.take(request.ip, clock()) || inAll.take('all', clock())
          if (wait > 0) throw new RefusedRequest(refuse('rate_limited'), wait)
        },
      },
      async (request) => {
        const paired = await pairDevice(server, request.body, now())
        if ('code' in paired) throw new RefusedRequest(paired)
        return paired
      },
    )

    app.post(
      '/v1/token',
      {
        schema: {
          tags: ['access'],
          summary: 'Exchanges the refresh token, sent as Bearer, for the next pair of tokens',
          security: [{ device: [] }],
          response: { 200: tokensSchema, ...refusals },
        },
      },
      async (request) => {
        const { authorization } = request.headers
        const device = await authenticateDevice(server, authorization, 'refresh', now())
        if ('code' in device) throw new RefusedRequest(device)
        return refreshTokens(server, device, now())
      },
    )
  }
}
