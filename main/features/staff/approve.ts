import type { ApprovalAction } from '../../../shared/approvals.ts'
import { newId } from '../../../shared/ids.ts'
import { ok, refuse, type Result } from '../../../shared/result.ts'
import type { Approval } from '../../../shared/staff.ts'
import { addMinutes } from '../../../shared/time.ts'
import type { Row } from '../../db/tables.ts'
import type { Tx } from '../../db/unit-of-work.ts'
import type { EventBus } from '../../events/event-bus.ts'
import type { StaffCaller } from '../handlers.ts'
import { checkPin } from './sign-in.ts'
import type { StaffAccess } from './staff-access.ts'

/** Long enough to press the button it was asked for, too short to be kept for later. */
const goodForMinutes = 2

/**
 * A manager allows one action of whoever is signed in. Wrong PINs are counted as at the door.
 * Refuses `not_a_manager`, `wrong_pin` and `pin_locked`.
 */
export function approve(
  tx: Tx,
  bus: EventBus,
  access: StaffAccess,
  input: { readonly staffId: string; readonly pin: string; readonly action: ApprovalAction },
  caller: StaffCaller,
): Result<Approval> {
  const checked = checkPin(tx, bus, access, input)
  if (!checked.ok) return checked
  const { id: approverId, name, role } = checked.value
  if (role !== 'manager') return refuse('not_a_manager', { name })
  const id = newId()
  tx.database.insert('approvals', {
    id,
    action: input.action,
    approver_id: approverId,
    actor_id: caller.actor.id,
    created_at: tx.now,
    expires_at: addMinutes(tx.now, goodForMinutes),
    used_at: null,
  })
  return ok({ approvalId: id })
}

/**
 * Whether the caller may do what needs a manager: they are one, or one has just allowed it. Uses the
 * approval up, and logs who gave it. Answers the manager's id. Refuses `approval_needed`.
 *
 * @example
 * const allowed = spendApproval(tx, bus, 'refund', input.approvalId, caller)
 * if (!allowed.ok) return allowed
 */
export function spendApproval(
  tx: Tx,
  bus: EventBus,
  action: ApprovalAction,
  approvalId: string | undefined,
  caller: StaffCaller,
): Result<string> {
  const { actor } = caller
  if (actor.role === 'manager') return ok(actor.id)
  const approval = tx.database
    .prepare('SELECT * FROM approvals WHERE id = ?')
    .get(approvalId ?? '') as Row<'approvals'> | undefined
  const isGood =
    approval?.action === action &&
    approval.actor_id === actor.id &&
    approval.used_at === null &&
    approval.created_at <= tx.now &&
    tx.now <= approval.expires_at
  if (!approval || !isGood) return refuse('approval_needed', { action })
  tx.database.prepare('UPDATE approvals SET used_at = ? WHERE id = ?').run(tx.now, approval.id)
  const staffId = approval.approver_id
  bus.publish('staff.override_used', { staffId, actorId: actor.id, action })
  return ok(staffId)
}
