import { use, useCallback, type ReactNode } from 'react'
import { approvalActionSchema, type ApprovalFacts } from '../../../shared/approvals.ts'
import type { Result } from '../../../shared/result.ts'
import { LayerHost, LayersContext } from '../../ui/layer-host.tsx'
import { ApprovalContext } from './approval.ts'
import { ApprovalDialog } from './approval-dialog.tsx'

/** Asks for a manager's PIN over whatever is shown, for everything below it. See `useApproval`. */
export function ApprovalProvider({ children }: { children: ReactNode }): ReactNode {
  const hosts = use(LayersContext)

  const approved = useCallback(
    async <T,>(run: (approvalId?: string) => Promise<Result<T>>): Promise<Result<T>> => {
      const first = await run()
      if (first.ok || first.error.code !== 'approval_needed') return first
      const action = approvalActionSchema.safeParse(first.error.details?.['action'])
      const subject = first.error.details?.['subject']
      const show = [...hosts].at(-1)
      if (!action.success || typeof subject !== 'string' || !show) return first
      const approvalId = await new Promise<string | null>((answer) =>
        show(
          <ApprovalDialog
            action={action.data}
            subject={subject}
            about={first.error.details?.['about'] as ApprovalFacts}
            onApproved={answer}
            onClose={() => answer(null)}
          />,
        ),
      )
      show(null)
      return approvalId === null ? first : run(approvalId)
    },
    [hosts],
  )

  return (
    <ApprovalContext value={approved}>
      {children}
      {/* Inside the screens, so that the lock screen covers it with them. */}
      <LayerHost />
    </ApprovalContext>
  )
}
