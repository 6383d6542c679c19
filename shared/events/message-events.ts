import { z } from 'zod'
import { idSchema } from '../ids.ts'
import { mailSecuritySchema } from '../messages.ts'
import { declare } from './declare-event.ts'

/** What was done about messages. */
export const messageEvents = {
  /** How e-mail is sent was changed. Server, names and addresses stay out of the log. */
  'messages.configured': declare(
    'studio',
    z.strictObject({ studioId: idSchema, enabled: z.boolean(), security: mailSecuritySchema }),
  ),
  /** A failed message was queued once more by a person. */
  'messages.retried': declare(
    'message',
    z.strictObject({ messageId: idSchema, appointmentId: idSchema }),
  ),
}
