import { useState, type ReactNode } from 'react'
import { words } from '../../../shared/words/index.ts'
import { useCommand } from '../../app/api.ts'
import { FormDialog } from '../../ui/form-dialog.tsx'
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
    <FormDialog
      onClose={onClose}
      role="alertdialog"
      title={say.discardTitle(seq)}
      cancel={say.discardCancel}
      action={say.discardConfirm}
      isDanger
      isPending={discard.isPending}
      onSubmit={submit}
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
    </FormDialog>
  )
}
