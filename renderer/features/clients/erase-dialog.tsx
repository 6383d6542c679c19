import { useState, type ReactNode } from 'react'
import { isNameTyped } from '../../../shared/fold-text.ts'
import { words } from '../../../shared/words/index.ts'
import { useCommand, useQueryOf } from '../../app/api.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { FormError } from '../../ui/form-error.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { useToasts } from '../../ui/toast.tsx'
import styles from './client-form.module.css'

const formId = 'erase-form'

/** Erases a person: what that means first, then their name to be typed. */
export function EraseDialog({
  clientId,
  name,
  onClose,
}: {
  clientId: string
  name: string
  onClose: () => void
}): ReactNode {
  const preview = useQueryOf('clients.erasurePreview', { clientId })
  const erase = useCommand('clients.erase')
  const toasts = useToasts()
  const [confirmation, setConfirmation] = useState('')
  const obstacles = preview.data?.obstacles ?? []
  const isReady = preview.data !== undefined && obstacles.length === 0

  async function submit(): Promise<void> {
    const result = await erase.run({ clientId, confirmation })
    if (!result.ok) return
    toasts.show({ tone: 'success', title: words.clients.erasedDone })
    onClose()
  }

  return (
    <Dialog
      isOpen
      role="alertdialog"
      onClose={onClose}
      title={words.clients.eraseTitle(name)}
      footer={
        <>
          <Button onPress={onClose}>{words.clients.keepClient}</Button>
          {isReady && (
            <Button
              variant="danger"
              type="submit"
              form={formId}
              isDisabled={!isNameTyped(confirmation, name)}
              isPending={erase.isPending}
            >
              {words.clients.eraseConfirm}
            </Button>
          )}
        </>
      }
    >
      {preview.data ? (
        obstacles.length > 0 ? (
          <div className={styles.group}>
            <p className={styles.strong}>{words.clients.eraseFirst}</p>
            <ul className={styles.list}>
              {obstacles.map(({ code, count }) => (
                <li key={code}>{words.clients.obstacles[code](count)}</li>
              ))}
            </ul>
          </div>
        ) : (
          <form
            id={formId}
            className={styles.form}
            noValidate
            onSubmit={(event) => {
              event.preventDefault()
              void submit()
            }}
          >
            <ul className={styles.list}>
              {words.clients.eraseMeans(preview.data).map((line) => (
                <li key={line}>{line}</li>
              ))}
            </ul>
            <TextField
              autoFocus
              label={words.clients.eraseType(name)}
              value={confirmation}
              onChange={(text) => {
                setConfirmation(text)
                erase.clear()
              }}
              maxLength={80}
            />
            <FormError error={erase.failure} />
          </form>
        )
      ) : preview.failure ? (
        <FormError error={preview.failure} />
      ) : (
        <div aria-busy>
          <Skeleton height={120} />
        </div>
      )}
    </Dialog>
  )
}
