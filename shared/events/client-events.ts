import { z } from 'zod'
import { idSchema } from '../ids.ts'
import { declare } from './declare-event.ts'

/** Who trains here. Never a name, phone, e-mail or note. */
export const clientEvents = {
  'client.registered': declare('client', z.strictObject({ clientId: idSchema })),
}
