import type { ApprovalAction } from '../../../shared/approvals.ts'
import type { Result } from '../../../shared/result.ts'
import type { WaiverReason } from '../../../shared/waiver.ts'
import { useApproval } from '../staff/approval.ts'

/** The approvals given so far, by what they are for. */
export type Approvals = Partial<Record<ApprovalAction, string>>

/**
 * Runs a command that may need a manager for two things at once, such as letting a fee go and a
 * refund above the limit: each is asked for when main says that it is needed.
 *
 * @example
 * const approved = useTwoApprovals()
 * const result = await approved((given) => cancel.run({ …input, refundApprovalId: given.refund }))
 */
export function useTwoApprovals(): <T>(
  run: (given: Approvals) => Promise<Result<T>>,
) => Promise<Result<T>> {
  const approved = useApproval()
  return (run) => {
    const given: Approvals = {}
    let asked: ApprovalAction | null = null
    const attempt = async (approvalId: string | undefined) => {
      if (approvalId !== undefined && asked !== null) given[asked] = approvalId
      const result = await run(given)
      const isAsking = !result.ok && result.error.code === 'approval_needed'
      asked = isAsking ? (result.error.details?.['action'] as ApprovalAction) : null
      return result
    }
    return approved((first) =>
      first === undefined ? attempt(undefined) : approved((second) => attempt(second ?? first)),
    )
  }
}

/** The waiver part of a command's input: nothing when it is not let go. */
export function waiverOf(reason: WaiverReason | null, given: Approvals) {
  if (reason === null) return {}
  return { waiver: { reason, ...(given.waive && { approvalId: given.waive }) } }
}
