import { z } from 'zod'
import { idSchema } from '../ids.ts'
import { roleSchema } from '../roles.ts'
import { approvalActionSchema } from '../approvals.ts'
import { lockCauseSchema } from '../staff.ts'
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
  'staff.changed': declare(
    'staff',
    z.strictObject({ staffId: idSchema, role: roleSchema, trainerId: idSchema.nullable() }),
  ),
  /** A manager set a new one, its owner did at sign-in, or somebody at the computer itself did for a manager. */
  'staff.pin_changed': declare(
    'staff',
    z.strictObject({ staffId: idSchema, by: z.enum(['manager', 'themselves', 'computer']) }),
  ),
  /** A new way back in, given to a manager. An earlier one is void. */
  'staff.recovery_code_made': declare('staff', z.strictObject({ staffId: idSchema })),
  /** A manager came in by the recovery code, with a new PIN, and nobody has to wait any more. */
  'staff.recovered': declare('staff', z.strictObject({ staffId: idSchema })),
  'staff.deactivated': declare('staff', z.strictObject({ staffId: idSchema })),
  'staff.reactivated': declare('staff', z.strictObject({ staffId: idSchema })),
  'staff.moved': declare('staff', z.strictObject({ staffId: idSchema, position: z.int().min(0) })),
  /** Where somebody is written to, and of what. The address stays out of the log. */
  'staff.messages_changed': declare(
    'staff',
    z.strictObject({
      staffId: idSchema,
      hasAddress: z.boolean(),
      booked: z.boolean(),
      moved: z.boolean(),
      cancelled: z.boolean(),
      withinHours: z.int().min(1).nullable(),
    }),
  ),
  'staff.locked': declare('staff', z.strictObject({ staffId: idSchema, cause: lockCauseSchema })),
}
