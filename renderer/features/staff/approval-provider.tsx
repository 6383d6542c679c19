import { useCallback, useState, type ReactNode } from 'react'
import { approvalActionSchema } from '../../../shared/approvals.ts'
import type { Result } from '../../../shared/result.ts'
import { ApprovalContext, type Asking } from './approval.ts'
import { ApprovalDialog } from './approval-dialog.tsx'

/** Asks for a manager's PIN over whatever is shown, for everything below it. See `useApproval`. */
export function ApprovalProvider({ children }: { children: ReactNode }): ReactNode {
  const [asking, setAsking] = useState<Asking | null>(null)

  const approved = useCallback(
    async <T,>(run: (approvalId?: string) => Promise<Result<T>>): Promise<Result<T>> => {
      const first = await run()
      if (first.ok || first.error.code !== 'approval_needed') return first
      const action = approvalActionSchema.safeParse(first.error.details?.['action'])
      if (!action.success) return first
      const approvalId = await new Promise<string | null>((answer) =>
        setAsking({ action: action.data, answer }),
      )
      setAsking(null)
      return approvalId === null ? first : run(approvalId)
    },
    [],
  )

  return (
    <ApprovalContext value={approved}>
      {children}
      {asking && (
        <ApprovalDialog
          action={asking.action}
          onApproved={(approvalId) => asking.answer(approvalId)}
          onClose={() => asking.answer(null)}
        />
      )}
    </ApprovalContext>
  )
}
