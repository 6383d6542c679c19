import { useState, type ReactNode } from 'react'
import type { Client, MergePreview } from '../../../shared/clients.ts'
import { formatMoney } from '../../../shared/money.ts'
import { words } from '../../../shared/words/index.ts'
import { useCommand, useQueryOf } from '../../app/api.ts'
import { BothVersions } from '../../ui/both-versions.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { FormError } from '../../ui/form-error.tsx'
import { SegmentedControl } from '../../ui/segmented-control.tsx'
import { useToasts } from '../../ui/toast.tsx'
import styles from './client-form.module.css'
import { draftOf, versionsOf } from './client-versions.ts'
import { ClientPicker } from './client-picker.tsx'

const fieldsToChoose = ['name', 'phone', 'email'] as const
type Winners = Record<(typeof fieldsToChoose)[number], 'keep' | 'merge'>

/**
 * Makes two entries one: choose the other, see what moves and which fields win, then merge. What was shown
 * is what is merged: when somebody edits one of the two meanwhile, both versions are shown first.
 */
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
  const now = other === null ? undefined : preview.data
  /** Both as they were when they were first shown, while `now` goes on to say how they are. */
  const [shown, setShown] = useState<MergePreview | null>(null)
  if (now && shown === null && !preview.isFetching) setShown(now)
  const winners = shown && { ...suggestedWinners(shown), ...chosen }

  async function submit(): Promise<void> {
    if (!shown || !winners) return
    const result = await merge.run({
      keepId: shown.keep.id,
      mergeId: shown.merge.id,
      fields: winners,
      expectedVersion: shown.keep.version + shown.merge.version,
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
            isDisabled={!shown}
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
              setShown(null)
              setChosen({})
              merge.clear()
            }}
          />
        )}
        {now && shown && winners && (
          <>
            {fieldsToChoose.filter(isChoice(shown)).map((field) => (
              <SegmentedControl
                key={field}
                isFullWidth
                label={words.booking[field]}
                segments={[
                  { value: 'keep', label: shown.keep[field] ?? words.clients.none },
                  { value: 'merge', label: shown.merge[field] ?? words.clients.none },
                ]}
                value={winners[field]}
                onChange={(winner) => setChosen((before) => ({ ...before, [field]: winner }))}
              />
            ))}
            <div className={styles.group}>
              <p className={styles.strong}>{words.clients.mergeMoves}</p>
              <ul className={styles.list}>
                {Object.entries(now.moves).map(([table, count]) => (
                  <li key={table}>{words.clients.moved(table, count)}</li>
                ))}
                {now.balanceMinor > 0 && (
                  <li>{words.clients.mergeBalance(formatMoney(now.balanceMinor, now.currency))}</li>
                )}
                <li>{words.clients.mergeLinks}</li>
              </ul>
            </div>
          </>
        )}
        <FormError error={merge.failure ?? (other === null ? null : preview.failure)} />
        {now && shown && (
          <BothVersions
            failure={merge.failure}
            mineIs={words.clients.mergeShown}
            fields={(['keep', 'merge'] as const).flatMap((side) =>
              versionsOf(draftOf(shown[side]), draftOf(now[side])).map((field) => ({
                ...field,
                label: words.clients.mergeField(field.label, side),
              })),
            )}
            onTakeTheirs={() => {
              setShown(now)
              merge.clear()
            }}
          />
        )}
      </div>
    </Dialog>
  )
}

/** What both have in common is not asked. */
const isChoice =
  ({ keep, merge }: MergePreview) =>
  (field: keyof Winners) =>
    keep[field] !== merge[field]

/** The one who stays wins, except where they have nothing. */
function suggestedWinners({ keep, merge }: MergePreview): Winners {
  const winner = (field: 'phone' | 'email') =>
    keep[field] === null && merge[field] !== null ? 'merge' : 'keep'
  return { name: 'keep', phone: winner('phone'), email: winner('email') }
}
