import { useState, type ReactNode } from 'react'
import { formatMoney, minor, type Minor } from '../../../shared/money.ts'
import { voidReasonSchema, type VoidPreview, type VoidReason } from '../../../shared/payments.ts'
import type { Receipt } from '../../../shared/receipt.ts'
import { words } from '../../../shared/words/index.ts'
import { useCommand, useQueryOf } from '../../app/api.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { FormError } from '../../ui/form-error.tsx'
import { Select } from '../../ui/select.tsx'
import { Spinner } from '../../ui/spinner.tsx'
import { useApproval } from '../staff/approval.ts'
import { MoneyRefusal } from './money-refusal.tsx'
import styles from './refund-dialog.module.css'

export interface VoidDialogProps {
  receipt: Receipt
  onClose: () => void
}

const formId = 'void-form'

/**
 * Takes a sale or a pay-out of today back. What goes back, tender by tender, stands before the button;
 * or why nothing can.
 */
export function VoidDialog({ receipt, onClose }: VoidDialogProps): ReactNode {
  const { receiptNumber } = receipt
  const preview = useQueryOf('payments.voidPreview', { receiptNumber })
  const run = useCommand('payments.void')
  const approved = useApproval()
  const [reason, setReason] = useState<VoidReason>('wrong_client')
  const { payment } = words

  async function submit({ tenders }: VoidPreview): Promise<void> {
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
          <Button
            variant="danger"
            type="submit"
            form={formId}
            isPending={run.isPending}
            isDisabled={!preview.data}
          >
            {payment.confirmVoid[receipt.kind === 'pay_out' ? 'pay_out' : 'sale']}
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
          if (preview.data) void submit(preview.data)
        }}
      >
        {preview.data ? (
          <Consequences preview={preview.data} />
        ) : preview.failure ? (
          <FormError error={preview.failure} />
        ) : (
          <Spinner label={payment.voidLoading} />
        )}
        <Select
          label={payment.reason}
          options={voidReasonSchema.options.map((value) => ({
            value,
            label: payment.voidReasons[value],
          }))}
          value={reason}
          onChange={setReason}
        />
        <MoneyRefusal
          failure={run.failure}
          cashOutMinor={preview.data ? cashBack(preview.data) : null}
          onSolved={run.clear}
        />
      </form>
    </Dialog>
  )
}

function Consequences({ preview }: { preview: VoidPreview }): ReactNode {
  const { payment } = words
  const { kind, currency, tenders, ahead } = preview
  const ways = kind === 'sale' ? payment.voidWay : { ...payment.voidWay, ...payment.voidPayOutWay }
  return (
    <>
      <p>{kind === 'sale' ? payment.voidMeans : payment.voidPayOutMeans}</p>
      <ul>
        {ahead.map((sold) => (
          <li key={sold.id}>{payment.voidAhead[sold.kind]}</li>
        ))}
        {tenders.map(({ id, method, amountMinor }) => (
          <li key={id}>{ways[method](formatMoney(amountMinor, currency))}</li>
        ))}
      </ul>
    </>
  )
}

/** What a void takes out of the drawer; that of a pay-out brings it back. */
function cashBack({ kind, tenders }: VoidPreview): Minor | null {
  if (kind === 'pay_out') return null
  const cash = tenders.filter(({ method }) => method === 'cash')
  return minor(cash.reduce((sum, { amountMinor }) => sum + amountMinor, 0))
}
