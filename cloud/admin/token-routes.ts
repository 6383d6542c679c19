import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import {
  adminTokenDays,
  adminTokenId,
  listAdminTokens,
  makeAdminToken,
  revokeAdminToken,
} from '../access/admin-tokens.ts'
import type { EndpointParts } from '../create-endpoint.ts'
import { refuse, RefusedRequest } from '../refusal.ts'
import { about, refusals } from './describe-route.ts'

const idSchema = z.string().regex(/^[0-9a-f]{16}$/, 'must be 16 hexadecimal digits')

const tokenSchema = z.object({
  id: idSchema,
  created_at: z.string(),
  /** Null for one that was made when they did not end. */
  expires_at: z.string().nullable(),
})

/** The tokens of those who run the endpoint. Registered where an admin token was asked for. */
export function tokenRoutes({ server, now }: EndpointParts) {
  return async (plain: FastifyInstance): Promise<void> => {
    const app = plain.withTypeProvider<ZodTypeProvider>()

    app.get(
      '/v1/admin/tokens',
      {
        schema: {
          ...about('The admin tokens, also those that have ended; never the tokens themselves'),
          response: { 200: z.array(tokenSchema.extend({ is_mine: z.boolean() })), ...refusals },
        },
      },
      async ({ headers }) => {
        const mine = adminTokenId(headers.authorization)
        return (await listAdminTokens(server)).map((row) => ({ ...row, is_mine: row.id === mine }))
      },
    )

    app.post(
      '/v1/admin/tokens',
      {
        schema: {
          ...about('Makes another admin token, shown only now'),
          body: z.strictObject({
            days: z.int().min(1).max(adminTokenDays.most).default(adminTokenDays.usual),
          }),
          response: { 200: tokenSchema.extend({ token: z.string() }), ...refusals },
        },
      },
      ({ body }) => makeAdminToken(server, now(), body.days),
    )

    app.delete(
      '/v1/admin/tokens/:id',
      {
        schema: {
          ...about('Ends an admin token at once; also the one that asks'),
          params: z.object({ id: idSchema }),
          response: { 204: z.undefined(), ...refusals },
        },
      },
      async ({ params }, reply) => {
        if (!(await revokeAdminToken(server, params.id))) {
          throw new RefusedRequest(refuse('not_found'))
        }
        return reply.code(204).send()
      },
    )
  }
}
