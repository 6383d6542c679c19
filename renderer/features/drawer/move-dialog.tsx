import { useState, type ReactNode } from 'react'
import type { HandMovement } from '../../../shared/drawer.ts'
import { formatMoney, type Minor } from '../../../shared/money.ts'
import { words } from '../../../shared/words/index.ts'
import { useCommand, useUndo } from '../../app/api.ts'
import { useSure } from '../../app/sure-provider.tsx'
import { FormDialog } from '../../ui/form-dialog.tsx'
import { FormError } from '../../ui/form-error.tsx'
import { MoneyField } from '../../ui/money-field.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { useToasts } from '../../ui/toast.tsx'
import { useApproval } from '../staff/approval.ts'
import { CashShort } from './cash-short.tsx'

/** Moves cash by hand: in, out, or to the safe, and says why. */
export function MoveDialog({
  kind,
  currency,
  onClose,
}: {
  kind: HandMovement
  currency: string
  onClose: () => void
}): ReactNode {
  const move = useCommand('drawer.move')
  const undo = useUndo()
  const sure = useSure()
  const approved = useApproval()
  const toasts = useToasts()
  const [amount, setAmount] = useState<Minor | null>(null)
  const [reason, setReason] = useState('')
  const [problems, setProblems] = useState<{ amount?: string; reason?: string }>({})

  async function submit(): Promise<void> {
    const isEmpty = amount === null || amount === 0
    if (isEmpty || reason.trim() === '') {
      setProblems({
        ...(isEmpty && { amount: words.drawer.amountMissing }),
        ...(reason.trim() === '' && { reason: words.drawer.reasonMissing }),
      })
      return
    }
    const result = await sure((sureOfMinor) =>
      approved((approvalId) =>
        move.run({ kind, amountMinor: amount, reason, sureOfMinor, approvalId }),
      ),
    )
    if (!result.ok) return
    toasts.show({
      tone: 'success',
      title: words.drawer.done[kind](formatMoney(amount, currency)),
      action: { label: words.ui.undo, onPress: () => void undo(result.value.undo) },
    })
    onClose()
  }

  return (
    <FormDialog
      onClose={onClose}
      size="sm"
      title={words.drawer.acts[kind]}
      subtitle={words.drawer.actHints[kind]}
      action={
        amount === null || amount === 0
          ? words.drawer.acts[kind]
          : words.drawer.confirm[kind](formatMoney(amount, currency))
      }
      isPending={move.isPending}
      onSubmit={submit}
    >
      <MoneyField
        autoFocus
        label={words.drawer.amount}
        currency={currency}
        value={amount}
        onChange={(next) => {
          setAmount(next)
          setProblems({})
          move.clear()
        }}
        error={problems.amount}
      />
      <TextField
        label={words.drawer.reason}
        maxLength={200}
        value={reason}
        onChange={(text) => {
          setReason(text)
          setProblems({})
        }}
        error={problems.reason}
      />
      {move.failure ? (
        <FormError error={move.failure} />
      ) : (
        kind !== 'paid_in' && <CashShort amountMinor={amount} />
      )}
    </FormDialog>
  )
}
