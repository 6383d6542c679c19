import { z } from 'zod'
import { idSchema } from '../ids.ts'
import { roleSchema } from '../roles.ts'
import { approvalActionSchema } from '../approvals.ts'
import { declare } from './declare-event.ts'

/** Who works here, and what they tried at the door. */
export const staffEvents = {
  'staff.added': declare('staff', z.strictObject({ staffId: idSchema, role: roleSchema })),
  'staff.signed_in': declare('staff', z.strictObject({ staffId: idSchema })),
  'staff.pin_failed': declare(
    'staff',
    z.strictObject({ staffId: idSchema, failedAttempts: z.int().min(1) }),
  ),
  /** A manager allowed one action of somebody else with their own PIN. The subject is the manager. */
  'staff.override_used': declare(
    'staff',
    z.strictObject({ staffId: idSchema, actorId: idSchema, action: approvalActionSchema }),
  ),
}
