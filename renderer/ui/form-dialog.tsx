import { useId, type ReactNode } from 'react'
import { words } from '../../shared/words/index.ts'
import { Button } from './button.tsx'
import { Dialog, type DialogProps } from './dialog.tsx'
import styles from './form-dialog.module.css'

export interface FormDialogProps extends Omit<DialogProps, 'isOpen' | 'footer'> {
  /** What the one action is called. */
  action: string
  onSubmit: () => Promise<void> | void
  isPending: boolean
  isDisabled?: boolean
  /** For what cannot simply be done again. */
  isDanger?: boolean
  /** A way out that says what it drops, and drops it. Left out: “Close”, which asks first. */
  cancel?: string
}

/**
 * A dialog with a form: its fields, a way out, and one action, by its button or by Enter.
 *
 * @example
 * <FormDialog title={say.pinTitle(name)} action={say.confirmPin} isPending={set.isPending}
 *   onSubmit={submit} onClose={onClose}>…</FormDialog>
 */
export function FormDialog({
  action,
  onSubmit,
  isPending,
  isDisabled = false,
  isDanger = false,
  cancel,
  children,
  ...dialog
}: FormDialogProps): ReactNode {
  const formId = useId()
  return (
    <Dialog
      {...dialog}
      isOpen
      footer={
        <>
          {cancel === undefined ? (
            <Button closes>{words.ui.close}</Button>
          ) : (
            <Button onPress={dialog.onClose}>{cancel}</Button>
          )}
          <Button
            variant={isDanger ? 'danger' : 'primary'}
            type="submit"
            form={formId}
            isPending={isPending}
            isDisabled={isDisabled}
          >
            {action}
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
      </form>
    </Dialog>
  )
}
