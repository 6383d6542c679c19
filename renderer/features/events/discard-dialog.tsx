import { useState, type ReactNode } from 'react'
import { words } from '../../../shared/words/index.ts'
import { useCommand } from '../../app/api.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { FormError } from '../../ui/form-error.tsx'
import { TextArea } from '../../ui/text-area.tsx'
import { useToasts } from '../../ui/toast.tsx'
import styles from './consequences.module.css'

export interface DiscardDialogProps {
  seq: number
  /** The handler, in words. */
  name: string
  letterId: string
  onClose: () => void
}

const formId = 'discard-form'

/** Gives an event up for one handler. What that means stands first; a reason is asked for. */
export function DiscardDialog({ seq, name, letterId, onClose }: DiscardDialogProps): ReactNode {
  const say = words.events.failures
  const discard = useCommand('events.discard')
  const toasts = useToasts()
  const [reason, setReason] = useState('')
  const [isMissing, setMissing] = useState(false)

  async function submit(): Promise<void> {
    if (reason.trim() === '') {
      setMissing(true)
      return
    }
    const result = await discard.run({ deadLetterId: letterId, reason: reason.trim() })
    if (!result.ok) return
    toasts.show({ tone: 'success', title: say.discarded(seq), body: say.discardedBody })
    onClose()
  }

  return (
    <Dialog
      isOpen
      onClose={onClose}
      role="alertdialog"
      title={say.discardTitle(seq)}
      footer={
        <>
          <Button onPress={onClose}>{say.discardCancel}</Button>
          <Button variant="danger" type="submit" form={formId} isPending={discard.isPending}>
            {say.discardConfirm}
          </Button>
        </>
      }
    >
      <form
        id={formId}
        noValidate
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault()
          void submit()
        }}
      >
        <p>{say.discardBody(name)}</p>
        <ul className={styles.points}>
          {say.discardPoints.map((point) => (
            <li key={point}>{point}</li>
          ))}
        </ul>
        <TextArea
          label={say.reason}
          value={reason}
          onChange={(text) => {
            setReason(text)
            setMissing(false)
          }}
          placeholder={say.reasonPlaceholder}
          maxLength={300}
          autoFocus
          error={isMissing ? say.reasonMissing : undefined}
        />
        <FormError error={discard.failure} />
      </form>
    </Dialog>
  )
}
