import { Download } from 'lucide-react'
import type { ReactNode } from 'react'
import type { SyncExport, SyncStatus } from '../../../shared/sync.ts'
import { words } from '../../../shared/words/index.ts'
import { useCommand, useQueryOf } from '../../app/api.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { FormError } from '../../ui/form-error.tsx'
import { useToasts } from '../../ui/toast.tsx'
import styles from './sync-section.module.css'

/** Ends the connection; what waits has to be sent or saved first. */
export function DisconnectDialog({
  link,
  onClose,
}: {
  link: NonNullable<SyncStatus['link']>
  onClose: () => void
}): ReactNode {
  const disconnect = useCommand('sync.disconnect')
  const save = useCommand('sync.export', { toastFailures: true })
  const saved = useQueryOf('sync.exportState', {}).data ?? null
  const toasts = useToasts()
  const isBlocked = link.waiting > 0 && !link.isExported

  async function submit(): Promise<void> {
    const result = await disconnect.run({})
    if (!result.ok) return
    toasts.show({ tone: 'success', title: words.sync.disconnected })
    onClose()
  }

  return (
    <Dialog
      isOpen
      role="alertdialog"
      onClose={onClose}
      title={words.sync.disconnectTitle}
      footer={
        <>
          <Button onPress={onClose}>{words.sync.keep}</Button>
          <Button
            variant="danger"
            isDisabled={isBlocked}
            isPending={disconnect.isPending}
            onPress={() => void submit()}
          >
            {words.sync.disconnect}
          </Button>
        </>
      }
    >
      <div className={styles.group}>
        <p>{words.sync.disconnectBody}</p>
        {link.waiting > 0 && (
          <>
            <p role="status">
              {saved ? sayExport(saved, link.waiting) : words.sync.waitingBlocks(link.waiting)}
            </p>
            <Button
              icon={Download}
              isPending={save.isPending || saved?.state === 'saving'}
              onPress={() => void save.run({})}
            >
              {words.sync.exportWaiting}
            </Button>
          </>
        )}
        <FormError error={disconnect.failure} />
      </div>
    </Dialog>
  )
}

function sayExport(saved: SyncExport, waiting: number): string {
  switch (saved.state) {
    case 'saving':
      return words.sync.exporting(saved.events)
    case 'saved':
      return words.sync.exported({ file: saved.file ?? '', events: saved.events })
    case 'failed':
      return words.sync.exportFailed(saved.problem ?? '')
    case 'choosing':
    case 'dismissed':
      return words.sync.waitingBlocks(waiting)
  }
}
