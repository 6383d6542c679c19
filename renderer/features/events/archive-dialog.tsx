import { useState, type ReactNode } from 'react'
import { addDays, localDateSchema } from '../../../shared/time.ts'
import { words } from '../../../shared/words/index.ts'
import { useCommand } from '../../app/api.ts'
import { Button } from '../../ui/button.tsx'
import { DatePicker } from '../../ui/date-picker.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { FormError } from '../../ui/form-error.tsx'
import { useToasts } from '../../ui/toast.tsx'
import styles from './consequences.module.css'
import { useToday } from './use-today.ts'

/** Asks from which day on events stay, and says where the others go. */
export function ArchiveDialog({ onClose }: { onClose: () => void }): ReactNode {
  const say = words.events.archive
  const today = useToday()
  const [before, setBefore] = useState(addDays(today, -365))
  const prune = useCommand('events.prune')
  const toasts = useToasts()

  async function begin(): Promise<void> {
    const result = await prune.run({ before })
    if (!result.ok) return
    toasts.show({ title: say.begun, body: say.begunBody })
    onClose()
  }

  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={say.dialogTitle}
      footer={
        <>
          <Button onPress={onClose}>{say.cancel}</Button>
          <Button variant="primary" isPending={prune.isPending} onPress={() => void begin()}>
            {say.confirm}
          </Button>
        </>
      }
    >
      <div className={styles.form}>
        <DatePicker
          label={say.before}
          description={say.beforeHelp}
          value={before}
          onChange={(date) => {
            setBefore(localDateSchema.parse(date))
            prune.clear()
          }}
          today={today}
          max={today}
        />
        <ul className={styles.points}>
          {say.points.map((point) => (
            <li key={point}>{point}</li>
          ))}
        </ul>
        <FormError error={prune.failure} />
      </div>
    </Dialog>
  )
}
