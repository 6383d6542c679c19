import type { ReactNode } from 'react'
import { words } from '../../../shared/words/index.ts'
import { useCommand } from '../../app/api.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { FormError } from '../../ui/form-error.tsx'
import styles from './consequences.module.css'
import { nameHandler } from './name-handler.ts'

export interface RebuildDialogProps {
  projection: string
  onClose: () => void
  /** Called once it has begun, to show how far it is. */
  onBegun: () => void
}

/** Asks before a read model is made again from the log, and says what happens to the desk. */
export function RebuildDialog({ projection, onClose, onBegun }: RebuildDialogProps): ReactNode {
  const say = words.events.rebuild
  const rebuild = useCommand('events.rebuild')

  async function begin(): Promise<void> {
    const result = await rebuild.run({ projection })
    if (!result.ok) return
    onClose()
    onBegun()
  }

  return (
    <Dialog
      isOpen
      onClose={onClose}
      role="alertdialog"
      title={say.title(nameHandler(projection))}
      footer={
        <>
          <Button onPress={onClose}>{say.cancel}</Button>
          <Button variant="primary" isPending={rebuild.isPending} onPress={() => void begin()}>
            {say.confirm}
          </Button>
        </>
      }
    >
      <div className={styles.form}>
        <p>{say.body}</p>
        <ul className={styles.points}>
          {say.points.map((point) => (
            <li key={point}>{point}</li>
          ))}
        </ul>
        <FormError error={rebuild.failure} />
      </div>
    </Dialog>
  )
}
