import { z } from 'zod'
import { idSchema } from '../ids.ts'
import { declare } from './declare-event.ts'

/** Who trains here. Never a name, phone, e-mail or note. */
export const clientEvents = {
  'client.registered': declare('client', z.strictObject({ clientId: idSchema })),
  'client.updated': declare(
    'client',
    z.strictObject({
      clientId: idSchema,
      fields: z.array(z.enum(['name', 'phone', 'email', 'messagesConsent', 'notes'])),
    }),
  ),
  'client.merged': declare(
    'client',
    z.strictObject({ clientId: idSchema, mergedClientId: idSchema }),
  ),
  'client.exported': declare(
    'client',
    z.strictObject({ clientId: idSchema, format: z.enum(['json', 'html']) }),
  ),
  'client.erased': declare('client', z.strictObject({ clientId: idSchema })),
}
