import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { pairRequestSchema, refusalSchema, tokensSchema } from '../../shared/sync-protocol.ts'
import type { EndpointParts } from '../create-endpoint.ts'
import { refuse, RefusedRequest } from '../refusal.ts'
import { authenticateDevice } from './authenticate.ts'
import { pairDevice, refreshTokens } from './pair-device.ts'
import { RequestLimit, whoseAddress } from './request-limit.ts'

/** How a laptop gets its tokens, and the next ones. */
export function accessRoutes({ server, limits, clock, now }: EndpointParts) {
  const perAddress = new RequestLimit(server, 'pairing', limits.pairingsPerAddress)
  const wrong = new RequestLimit(server, 'wrong code', limits.pairingsInAll)

  async function noteGuess(who: string): Promise<void> {
    await wrong.take(who, clock())
    await wrong.take('all', clock())
  }

  /** Many who guess wrong hold up each other, and nobody who has not guessed wrong. */
  async function waitOfGuessers(who: string): Promise<number> {
    if ((await wrong.look(who, clock())) === 0) return 0
    return wrong.waitAt(await wrong.look('all', clock()), clock())
  }

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
          const who = whoseAddress(request.ip)
          const wait = (await perAddress.take(who, clock())) || (await waitOfGuessers(who))
          if (wait > 0) throw new RefusedRequest(refuse('rate_limited'), wait)
        },
      },
      async (request) => {
        const paired = await pairDevice(server, request.body, now())
        if ('code' in paired) {
          if (paired.code === 'pairing_refused') await noteGuess(whoseAddress(request.ip))
          throw new RefusedRequest(paired)
        }
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
