import { useState, type ReactNode } from 'react'
import { formatMoney, minor, type Minor } from '../../../shared/money.ts'
import {
  refundReasonSchema,
  type PaymentSummary,
  type RefundReason,
  type RefundTo,
} from '../../../shared/payments.ts'
import { words } from '../../../shared/words/index.ts'
import { sayDay } from '../../../shared/words/say-day.ts'
import { useCommand, useQueryOf } from '../../app/api.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { FormError } from '../../ui/form-error.tsx'
import { MoneyField } from '../../ui/money-field.tsx'
import { SegmentedControl } from '../../ui/segmented-control.tsx'
import { Select } from '../../ui/select.tsx'
import { useApproval } from '../staff/approval.ts'
import { MoneyRefusal } from './money-refusal.tsx'
import styles from './refund-dialog.module.css'

export interface RefundDialogProps {
  /** The payments that still hold money, at least one. */
  payments: readonly PaymentSummary[]
  currency: string
  clientName: string
  /** What a cancellation left to give back; 0 when nothing is due. */
  dueMinor: Minor
  onClose: () => void
  onRefunded: (receiptNumber: string, amountMinor: Minor) => void
}

const formId = 'refund-form'

const ways = [
  { value: 'original', label: words.payment.refundToWays.original },
  { value: 'account', label: words.payment.refundToWays.account },
] as const

/** Gives back part or all of one payment: the way it was paid, or into the client's balance. */
export function RefundDialog({
  payments,
  currency,
  clientName,
  dueMinor,
  onClose,
  onRefunded,
}: RefundDialogProps): ReactNode {
  const refund = useCommand('payments.refund')
  const approved = useApproval()
  const [paymentId, setPaymentId] = useState(payments[0]?.id ?? '')
  const chosen = payments.find((candidate) => candidate.id === paymentId) ?? payments[0]
  const [amount, setAmount] = useState<Minor | null>(chosen ? suggested(chosen, dueMinor) : null)
  const [reason, setReason] = useState<RefundReason>(dueMinor > 0 ? 'cancellation' : 'goodwill')
  const [to, setTo] = useState<RefundTo>('original')
  const [problem, setProblem] = useState<string>()
  const query = useQueryOf(
    'payments.refundConsequence',
    {
      paymentId: chosen?.id ?? '',
      saleLineId: chosen?.saleLineId,
      amountMinor: amount ?? minor(0),
      reason,
    },
    { enabled: chosen !== undefined && amount !== null && amount > 0 },
  )
  const month = query.data?.month
  if (!chosen) return null

  const { payment } = words
  const refundable = formatMoney(chosen.refundableMinor, currency)

  async function submit(from: PaymentSummary): Promise<void> {
    if (amount === null || amount === 0) {
      setProblem(payment.amountMissing)
      return
    }
    if (query.isLoading) return
    const result = await approved((approvalId) =>
      refund.run({
        paymentId: from.id,
        saleLineId: from.saleLineId,
        amountMinor: amount,
        to,
        reason,
        approvalId,
        shown: { endsOn: month?.endsOn ?? null },
      }),
    )
    if (result.ok) onRefunded(result.value.receiptNumber, amount)
  }

  return (
    <Dialog
      isOpen
      onClose={onClose}
      size="sm"
      title={payment.refundTitle}
      subtitle={clientName}
      footer={
        <>
          <Button onPress={onClose}>{words.booking.keepAsIs}</Button>
          <Button variant="danger" type="submit" form={formId} isPending={refund.isPending}>
            {amount === null
              ? payment.confirmRefundEmpty
              : payment.confirmRefund(formatMoney(amount, currency))}
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
          void submit(chosen)
        }}
      >
        {payments.length > 1 && (
          <Select
            label={payment.whichPayment}
            options={payments.map((candidate) => ({
              value: candidate.id,
              label: payment.paymentOption(
                payment.methods[candidate.method],
                formatMoney(candidate.amountMinor, currency),
                candidate.receiptNumber,
              ),
            }))}
            value={chosen.id}
            onChange={(id) => {
              setPaymentId(id)
              const next = payments.find((candidate) => candidate.id === id)
              setAmount(next ? suggested(next, dueMinor) : null)
              refund.clear()
            }}
          />
        )}
        <MoneyField
          autoFocus
          label={payment.amount}
          description={payment.refundable(refundable)}
          currency={currency}
          value={amount}
          onChange={(next) => {
            setAmount(next)
            setProblem(undefined)
            refund.clear()
          }}
          error={problem}
        />
        <Select
          label={payment.reason}
          options={refundReasonSchema.options.map((value) => ({
            value,
            label: payment.reasons[value],
          }))}
          description={payment.reasonMeans[reason === 'goodwill' ? 'goodwill' : 'other']}
          value={reason}
          onChange={setReason}
        />
        {chosen.method !== 'account' && (
          <SegmentedControl
            label={payment.refundTo}
            segments={ways}
            value={to}
            onChange={(next) => {
              setTo(next)
              refund.clear()
            }}
            isFullWidth
          />
        )}
        <p className={styles.way}>
          {payment.refundWay[to === 'account' ? 'account' : chosen.method]}
        </p>
        {month && (
          <p className={styles.warning}>
            {month.isOver
              ? payment.refundEnds(month.name)
              : payment.refundMonth(month.name, sayDay(month.endsOn))}
          </p>
        )}
        {query.failure && !refund.failure && <FormError error={query.failure} />}
        <MoneyRefusal
          failure={refund.failure}
          cashOutMinor={to === 'original' && chosen.method === 'cash' ? amount : null}
          onSolved={refund.clear}
        />
      </form>
    </Dialog>
  )
}

/** What is due, as far as this payment holds it; the whole payment when nothing is due. */
function suggested(payment: PaymentSummary, dueMinor: Minor): Minor {
  return dueMinor > 0 ? minor(Math.min(dueMinor, payment.refundableMinor)) : payment.refundableMinor
}
