import type { ReactNode } from 'react'
import type { Failure } from '../../../shared/result.ts'
import { FormDialog } from '../../ui/form-dialog.tsx'
import { FormError } from '../../ui/form-error.tsx'

/** The frame in which something about a membership is decided: what it means, its way out and its act. */
export function MembershipDialog({
  title,
  leave,
  confirm,
  isDanger = false,
  isPending,
  isDisabled = false,
  failure,
  onSubmit,
  onClose,
  children,
}: {
  title: string
  /** The button that changes nothing. */
  leave: string
  confirm: string
  /** It takes something away. */
  isDanger?: boolean
  isPending: boolean
  isDisabled?: boolean
  failure: Failure | null
  onSubmit: () => Promise<void>
  onClose: () => void
  children: ReactNode
}): ReactNode {
  return (
    <FormDialog
      onClose={onClose}
      size="sm"
      title={title}
      cancel={leave}
      action={confirm}
      isDanger={isDanger}
      isPending={isPending}
      isDisabled={isDisabled}
      onSubmit={onSubmit}
    >
      {children}
      <FormError error={failure} />
    </FormDialog>
  )
}
