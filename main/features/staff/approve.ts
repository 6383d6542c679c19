import type { ApprovalAction } from '../../../shared/approvals.ts'
import { newId } from '../../../shared/ids.ts'
import { ok, refuse, type Result } from '../../../shared/result.ts'
import type { Approval } from '../../../shared/staff.ts'
import { addMinutes } from '../../../shared/time.ts'
import type { Row } from '../../db/tables.ts'
import type { Tx } from '../../db/unit-of-work.ts'
import type { EventBus } from '../../events/event-bus.ts'
import type { StaffCaller } from '../handlers.ts'
import { nameRequest } from './name-request.ts'
import { checkPin } from './sign-in.ts'
import type { StaffAccess } from './staff-access.ts'

/** How long one is good by the wall clock, which the file keeps; what counts is the uptime. */
const goodForMinutes = 2

/**
 * A manager allows whoever is signed in what is on the screen: the one command with the one input that
 * was refused. Wrong PINs are counted as at the door.
 * Refuses `not_a_manager`, `wrong_pin` and `pin_locked`.
 */
export function approve(
  tx: Tx,
  bus: EventBus,
  access: StaffAccess,
  input: {
    readonly staffId: string
    readonly pin: string
    readonly action: ApprovalAction
    readonly subject: string
  },
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
  tx.afterCommit(() => access.approvals.give(id, approverId, input.subject))
  return ok({ approvalId: id })
}

/**
 * Whether the caller may do what needs a manager: they are one, or one has just allowed exactly this
 * command with this input, and still is a manager. Uses the approval up, and logs who gave it. Answers
 * the manager's id. Refuses `approval_needed`, with what is to be approved, in names and sums.
 *
 * @param amountMinor what it is about, where the request itself does not say it
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
  amountMinor?: number,
): Result<string> {
  const { actor, approvals } = caller
  if (actor.role === 'manager') return ok(actor.id)
  // Its giver may have lost the right meanwhile.
  const approval = tx.database
    .prepare(
      `SELECT a.* FROM approvals a JOIN staff s ON s.id = a.approver_id
       WHERE a.id = ? AND s.role = 'manager' AND s.active = 1`,
    )
    .get(approvalId ?? '') as Row<'approvals'> | undefined
  const isGood =
    approval?.action === action &&
    approval.actor_id === actor.id &&
    approval.used_at === null &&
    approvals?.isGood(approval.id) === true
  if (!approval || !isGood) {
    const named = nameRequest(tx.database, approvals?.input ?? {})
    const about = { ...named, amountMinor: amountMinor ?? named.amountMinor }
    return refuse('approval_needed', { action, subject: approvals?.subject ?? '', about })
  }
  tx.database.prepare('UPDATE approvals SET used_at = ? WHERE id = ?').run(tx.now, approval.id)
  const staffId = approval.approver_id
  bus.publish('staff.override_used', { staffId, actorId: actor.id, action })
  return ok(staffId)
}
