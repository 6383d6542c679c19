import { useState, type ReactNode } from 'react'
import { formatMoney } from '../../../shared/money.ts'
import { voidReasonSchema, type VoidReason } from '../../../shared/payments.ts'
import type { Receipt } from '../../../shared/receipt.ts'
import { words } from '../../../shared/words/index.ts'
import { useCommand } from '../../app/api.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { FormError } from '../../ui/form-error.tsx'
import { Select } from '../../ui/select.tsx'
import { OpenDrawerOffer } from '../drawer/open-drawer-offer.tsx'
import { useApproval } from '../staff/approval.ts'
import styles from './refund-dialog.module.css'

export interface VoidDialogProps {
  receipt: Receipt
  onClose: () => void
}

const formId = 'void-form'

/** Takes a sale of today back. What that means, tender by tender, stands before the button. */
export function VoidDialog({ receipt, onClose }: VoidDialogProps): ReactNode {
  const { receiptNumber, currency, lines, tenders } = receipt
  const run = useCommand('payments.void')
  const approved = useApproval()
  const [reason, setReason] = useState<VoidReason>('wrong_client')
  const { payment } = words

  async function submit(): Promise<void> {
    const shown = { backMinor: tenders.reduce((sum, { amountMinor }) => sum + amountMinor, 0) }
    const input = { receiptNumber, reason, shown }
    const result = await approved((approvalId) => run.run({ ...input, approvalId }))
    if (result.ok) onClose()
  }

  return (
    <Dialog
      isOpen
      onClose={onClose}
      size="sm"
      title={payment.voidTitle(receiptNumber)}
      subtitle={receipt.clientName}
      footer={
        <>
          <Button onPress={onClose}>{words.booking.keepAsIs}</Button>
          <Button variant="danger" type="submit" form={formId} isPending={run.isPending}>
            {payment.confirmVoid}
          </Button>
        </>
      }
    >
      <form
        id={formId}
        className={styles.form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          void submit()
        }}
      >
        <p>{payment.voidMeans}</p>
        <ul>
          {lines.map(
            ({ id, kind }) =>
              (kind === 'package' || kind === 'membership') && (
                <li key={id}>{payment.voidAhead[kind]}</li>
              ),
          )}
          {tenders.map(({ id, method, amountMinor }) => (
            <li key={id}>{payment.voidWay[method](formatMoney(amountMinor, currency))}</li>
          ))}
        </ul>
        <Select
          label={payment.reason}
          options={voidReasonSchema.options.map((value) => ({
            value,
            label: payment.voidReasons[value],
          }))}
          value={reason}
          onChange={setReason}
        />
        <FormError
          error={run.failure}
          action={<OpenDrawerOffer failure={run.failure} onOpened={run.clear} />}
        />
      </form>
    </Dialog>
  )
}
