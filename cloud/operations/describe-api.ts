import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import type { FastifyInstance } from 'fastify'
import { jsonSchemaTransform } from 'fastify-type-provider-zod'
import { syncProtocolVersion } from '../../shared/sync-protocol.ts'

/** The page needs its own scripts and styles, which hold pictures of their own, and nothing else. */
const contentSecurityPolicy =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; " +
  "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

/** The page at `/docs` and the OpenAPI document at `/docs/json`, made from the protocol's schemas. */
export async function describeApi(app: FastifyInstance): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'FitFlow cloud endpoint',
        version: String(syncProtocolVersion),
        description: 'Keeps a copy of the event logs that FitFlow laptops push to it.',
      },
      tags: [
        { name: 'logs', description: 'What a paired laptop does.' },
        { name: 'access', description: 'How a laptop gets its tokens.' },
        { name: 'admin', description: 'What whoever runs the endpoint does.' },
      ],
      components: {
        securitySchemes: {
          device: { type: 'http', scheme: 'bearer' },
          admin: { type: 'http', scheme: 'bearer' },
        },
      },
    },
    transform: jsonSchemaTransform,
  })
  await app.register(swaggerUi, { routePrefix: '/docs', staticCSP: contentSecurityPolicy })
}
