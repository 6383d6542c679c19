import { useState, type ReactNode } from 'react'
import type { FeeView } from '../../../shared/fees.ts'
import { formatMoney, minor, type Minor } from '../../../shared/money.ts'
import { waiverReasonSchema, type WaiverReason } from '../../../shared/waiver.ts'
import { words } from '../../../shared/words/index.ts'
import { useCommand, useUndo } from '../../app/api.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Select } from '../../ui/select.tsx'
import { useToasts } from '../../ui/toast.tsx'
import { useApproval } from '../staff/approval.ts'
import { MoneyRefusal } from '../payments/money-refusal.tsx'

export interface WaiveDialogProps {
  fee: FeeView
  /** What of it is let go. */
  amountMinor: Minor
  onClose: () => void
}

/** Lets a fee go, with a reason. Who is no manager is asked for a manager's PIN. */
export function WaiveDialog({ fee, amountMinor, onClose }: WaiveDialogProps): ReactNode {
  const waive = useCommand('fees.waive')
  const approved = useApproval()
  const undo = useUndo()
  const toasts = useToasts()
  const [reason, setReason] = useState<WaiverReason>('goodwill')
  const amount = formatMoney(amountMinor, fee.currency)

  async function submit(): Promise<void> {
    const backMinor = fee.state === 'kept' ? amountMinor : minor(0)
    const input = { feeId: fee.id, reason, shown: { backMinor } }
    const result = await approved((approvalId) =>
      waive.run(approvalId === undefined ? input : { ...input, approvalId }),
    )
    if (!result.ok) return
    const reverse = result.value.undo
    toasts.show({
      tone: 'success',
      title: words.fees.waived(amount),
      ...(reverse && { action: { label: words.booking.undo, onPress: () => void undo(reverse) } }),
    })
    onClose()
  }

  return (
    <Dialog
      isOpen
      onClose={onClose}
      size="sm"
      title={words.fees.waiveTitle(amount)}
      subtitle={`${fee.clientName}, ${words.fees.kinds[fee.kind]}`}
      footer={
        <>
          <Button onPress={onClose}>{words.fees.keep}</Button>
          <Button variant="primary" isPending={waive.isPending} onPress={() => void submit()}>
            {words.fees.waive}
          </Button>
        </>
      }
    >
      <p>{words.fees.waiveBody}</p>
      <Select
        label={words.outcome.waiveReason}
        options={waiverReasonSchema.options.map((value) => ({
          value,
          label: words.outcome.waiveReasons[value],
        }))}
        value={reason}
        onChange={setReason}
      />
      <MoneyRefusal failure={waive.failure} onSolved={waive.clear} />
    </Dialog>
  )
}
