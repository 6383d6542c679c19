import { z } from 'zod'
import { refusalSchema } from '../../shared/sync-protocol.ts'
import { tenantPattern } from '../access/pair-device.ts'

/** How every admin route is described. */
export function about(summary: string) {
  return { tags: ['admin'], summary, security: [{ admin: [] }] }
}

/** How every admin route may refuse. */
export const refusals = { '4xx': refusalSchema, '5xx': refusalSchema }

const tenantSchema = z.string().regex(tenantPattern, 'must be lower-case letters, digits, hyphens')
export const tenantParams = z.object({ tenant: tenantSchema })
