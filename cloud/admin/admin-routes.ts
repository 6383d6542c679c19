import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { idSchema } from '../../shared/ids.ts'
import { epochSchema } from '../../shared/sync-protocol.ts'
import { authenticateAdmin } from '../access/authenticate.ts'
import { createPairingCode } from '../access/pair-device.ts'
import type { EndpointParts } from '../create-endpoint.ts'
import { refuse, RefusedRequest } from '../refusal.ts'
import { readEvents } from './read-events.ts'
import { readWitness } from './read-witness.ts'
import {
  deviceSchema,
  forkSchema,
  logSchema,
  storedEventSchema,
  witnessSchema,
} from './admin-schemas.ts'
import { about, refusals, tenantParams } from './describe-route.ts'
import { listDevices, listForks, listLogs } from './list-logs.ts'
import { deleteTenant } from './delete-tenant.ts'
import { tokenRoutes } from './token-routes.ts'
import { workerRoutes } from './worker-routes.ts'

const deviceParams = tenantParams.extend({ device: idSchema })
const logParams = deviceParams.extend({ epoch: epochSchema })

/** What whoever runs the endpoint does. Every route asks for an admin token. */
export function adminRoutes(parts: EndpointParts) {
  const { server, now } = parts
  return async (plain: FastifyInstance): Promise<void> => {
    const app = plain.withTypeProvider<ZodTypeProvider>()

    app.addHook('onRequest', async (request) => {
      if (!(await authenticateAdmin(server, request.headers.authorization, now()))) {
        throw new RefusedRequest(refuse('unauthorized'))
      }
    })
    await app.register(workerRoutes(parts))
    await app.register(tokenRoutes(parts))

    app.post(
      '/v1/admin/tenants/:tenant/pairing-codes',
      {
        schema: {
          ...about('Makes a code with which one laptop can pair, once; and the tenant, if new'),
          params: tenantParams,
          response: { 200: z.object({ code: z.string(), expires_at: z.string() }), ...refusals },
        },
      },
      async ({ params }) => {
        const made = await createPairingCode(server, params.tenant, now())
        if (!made) throw new RefusedRequest(refuse('tenant_closed'))
        return { code: made.code, expires_at: made.expiresAt }
      },
    )

    app.post(
      '/v1/admin/tenants/:tenant/close',
      {
        schema: {
          ...about('Refuses everything from this tenant from now on; what is stored stays'),
          params: tenantParams,
          response: { 204: z.undefined(), ...refusals },
        },
      },
      async ({ params }, reply) => {
        const changed = await server.run(
          'UPDATE tenants SET closed_at = coalesce(closed_at, ?) WHERE id = ?',
          [now(), params.tenant],
        )
        if (changed === 0) throw new RefusedRequest(refuse('not_found'))
        return reply.code(204).send()
      },
    )

    app.delete(
      '/v1/admin/tenants/:tenant',
      {
        schema: {
          ...about('Deletes a tenant that was closed, with everything there is of it'),
          params: tenantParams,
          response: { 204: z.undefined(), ...refusals },
        },
      },
      async ({ params }, reply) => {
        const refused = await deleteTenant(server, params.tenant, now())
        if (refused) throw new RefusedRequest(refused)
        return reply.code(204).send()
      },
    )

    app.post(
      '/v1/admin/tenants/:tenant/devices/:device/revoke',
      {
        schema: {
          ...about('Refuses this device from now on; what it sent stays'),
          params: deviceParams,
          response: { 204: z.undefined(), ...refusals },
        },
      },
      async ({ params }, reply) => {
        const changed = await server.run(
          `UPDATE devices SET revoked_at = coalesce(revoked_at, ?)
           WHERE tenant_id = ? AND device_id = ?`,
          [now(), params.tenant, params.device],
        )
        if (changed === 0) throw new RefusedRequest(refuse('not_found'))
        return reply.code(204).send()
      },
    )

    app.get(
      '/v1/admin/tenants/:tenant/devices',
      {
        schema: {
          ...about('The devices of a tenant, and how far off their clocks are'),
          params: tenantParams,
          response: { 200: z.array(deviceSchema), ...refusals },
        },
      },
      ({ params }) => listDevices(server, params.tenant),
    )

    app.get(
      '/v1/admin/tenants/:tenant/logs',
      {
        schema: {
          ...about('The witnessed head of every epoch of every device'),
          params: tenantParams,
          response: { 200: z.array(logSchema), ...refusals },
        },
      },
      ({ params }) => listLogs(server, params.tenant),
    )

    app.get(
      '/v1/admin/tenants/:tenant/forks',
      {
        schema: {
          ...about('Copied logs: epochs of which two histories came'),
          params: tenantParams,
          response: { 200: z.array(forkSchema), ...refusals },
        },
      },
      ({ params }) => listForks(server, params.tenant),
    )

    app.get(
      '/v1/admin/tenants/:tenant/devices/:device/logs/:epoch/witness/:seq',
      {
        schema: {
          ...about('The hash that this endpoint saw in one place, and when'),
          params: logParams.extend({ seq: z.coerce.number().int().min(1) }),
          response: { 200: witnessSchema, ...refusals },
        },
      },
      async ({ params }) => {
        const { tenant, device, epoch, seq } = params
        const name = { tenantId: tenant, deviceId: device }
        const witness = await readWitness(server, name, epoch, seq)
        if (!witness) throw new RefusedRequest(refuse('not_found'))
        return witness
      },
    )

    app.get(
      '/v1/admin/tenants/:tenant/devices/:device/logs/:epoch/events',
      {
        schema: {
          ...about('What is stored of an epoch, oldest first'),
          params: logParams,
          querystring: z.object({
            after: z.coerce.number().int().min(0).default(0),
            limit: z.coerce.number().int().min(1).max(1_000).default(100),
          }),
          response: { 200: z.array(storedEventSchema), ...refusals },
        },
      },
      async ({ params, query }) => {
        const { tenant, device, epoch } = params
        const name = { tenantId: tenant, deviceId: device }
        const events = await readEvents(server, name, epoch, query)
        if (!events) throw new RefusedRequest(refuse('not_found'))
        return events
      },
    )
  }
}
