import { createContext, use } from 'react'
import type { Result } from '../../../shared/result.ts'

/** Runs something that may need a manager. */
type RunApproved = <T>(run: (approvalId?: string) => Promise<Result<T>>) => Promise<Result<T>>

export const ApprovalContext = createContext<RunApproved | null>(null)

/**
 * Runs a command; when it is refused with `approval_needed`, asks for a manager's PIN and runs it
 * again with the approval. Answers what the last run answered: closing the PIN pad leaves the
 * refusal, which the form shows as any other.
 *
 * @example
 * const approved = useApproval()
 * const result = await approved((approvalId) => refund.run({ paymentId, amountMinor, reason, approvalId }))
 */
export function useApproval(): RunApproved {
  const approved = use(ApprovalContext)
  if (!approved) throw new Error('useApproval needs an ApprovalProvider above it')
  return approved
}
