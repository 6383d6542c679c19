import { useState, type ReactNode } from 'react'
import type { Client, MergePreview } from '../../../shared/clients.ts'
import { formatMoney } from '../../../shared/money.ts'
import { words } from '../../../shared/words/index.ts'
import { useCommand, useQueryOf } from '../../app/api.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { FormError } from '../../ui/form-error.tsx'
import { SegmentedControl } from '../../ui/segmented-control.tsx'
import { useToasts } from '../../ui/toast.tsx'
import styles from './client-form.module.css'
import { ClientPicker } from './client-picker.tsx'

const fieldsToChoose = ['name', 'phone', 'email'] as const
type Winners = Record<(typeof fieldsToChoose)[number], 'keep' | 'merge'>

/** Makes two entries one: choose the other, see what moves and which fields win, then merge. */
export function MergeDialog({
  keepId,
  keepName,
  initialOther = null,
  onClose,
  onMerged,
}: {
  keepId: string
  keepName: string
  initialOther?: Client | null
  onClose: () => void
  onMerged: (clientId: string) => void
}): ReactNode {
  const [other, setOther] = useState<Client | null>(initialOther)
  const [chosen, setChosen] = useState<Partial<Winners>>({})
  const merge = useCommand('clients.merge')
  const toasts = useToasts()
  const preview = useQueryOf(
    'clients.mergePreview',
    { keepId, mergeId: other?.id ?? keepId },
    { enabled: other !== null },
  )
  const data = other === null ? undefined : preview.data
  const winners = data && { ...suggestedWinners(data), ...chosen }

  async function submit(): Promise<void> {
    if (!data || !winners) return
    const result = await merge.run({
      keepId: data.keep.id,
      mergeId: data.merge.id,
      fields: winners,
      // Of what is listed here, which goes on to say how both are.
      expectedVersion: data.keep.version + data.merge.version,
    })
    if (!result.ok) return
    toasts.show({ tone: 'success', title: words.clients.mergedDone(keepName) })
    onMerged(result.value.clientId)
  }

  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={words.clients.mergeTitle(keepName)}
      subtitle={initialOther ? words.clients.mergeThis(initialOther.name) : words.clients.mergeHelp}
      footer={
        <>
          <Button onPress={onClose}>{words.clients.cancel}</Button>
          <Button
            variant="danger"
            isDisabled={!data}
            isPending={merge.isPending}
            onPress={() => void submit()}
          >
            {words.clients.mergeConfirm}
          </Button>
        </>
      }
    >
      <div className={styles.form}>
        {initialOther === null && (
          <ClientPicker
            value={other}
            onChange={(client) => {
              setOther(client)
              setChosen({})
              merge.clear()
            }}
          />
        )}
        {data && winners && (
          <>
            {fieldsToChoose.map((field) => (
              <SegmentedControl
                key={field}
                isFullWidth
                label={words.booking[field]}
                segments={[
                  { value: 'keep', label: data.keep[field] ?? words.clients.none },
                  { value: 'merge', label: data.merge[field] ?? words.clients.none },
                ]}
                value={winners[field]}
                onChange={(winner) => setChosen((before) => ({ ...before, [field]: winner }))}
              />
            ))}
            <div className={styles.group}>
              <p className={styles.strong}>{words.clients.mergeMoves}</p>
              <ul className={styles.list}>
                {Object.entries(data.moves).map(([table, count]) => (
                  <li key={table}>{words.clients.moved(table, count)}</li>
                ))}
                {data.balanceMinor > 0 && (
                  <li>
                    {words.clients.mergeBalance(formatMoney(data.balanceMinor, data.currency))}
                  </li>
                )}
                <li>{words.clients.mergeLinks}</li>
              </ul>
            </div>
          </>
        )}
        <FormError error={merge.failure ?? (other === null ? null : preview.failure)} />
      </div>
    </Dialog>
  )
}

/** The one who stays wins, except where they have nothing. */
function suggestedWinners({ keep, merge }: MergePreview): Winners {
  const winner = (field: 'phone' | 'email') =>
    keep[field] === null && merge[field] !== null ? 'merge' : 'keep'
  return { name: 'keep', phone: winner('phone'), email: winner('email') }
}
