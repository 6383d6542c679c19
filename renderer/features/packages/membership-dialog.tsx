import { useId, type ReactNode } from 'react'
import type { Failure } from '../../../shared/result.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { FormError } from '../../ui/form-error.tsx'
import styles from './membership-dialog.module.css'

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
  const formId = useId()
  return (
    <Dialog
      isOpen
      onClose={onClose}
      size="sm"
      title={title}
      footer={
        <>
          <Button onPress={onClose}>{leave}</Button>
          <Button
            variant={isDanger ? 'danger' : 'primary'}
            type="submit"
            form={formId}
            isPending={isPending}
            isDisabled={isDisabled}
          >
            {confirm}
          </Button>
        </>
      }
    >
      <form
        id={formId}
        className={styles.form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          void onSubmit()
        }}
      >
        {children}
        <FormError error={failure} />
      </form>
    </Dialog>
  )
}
