import { useState, type ReactNode } from 'react'
import { formatMoney, type Minor } from '../../../shared/money.ts'
import type { PayOutMethod } from '../../../shared/payments.ts'
import { words } from '../../../shared/words/index.ts'
import { useCommand } from '../../app/api.ts'
import { FormDialog } from '../../ui/form-dialog.tsx'
import { MoneyField } from '../../ui/money-field.tsx'
import { SegmentedControl } from '../../ui/segmented-control.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { useApproval } from '../staff/approval.ts'
import { MoneyRefusal } from './money-refusal.tsx'
import styles from './refund-dialog.module.css'

const ways = [
  { value: 'cash', label: words.payment.methods.cash },
  { value: 'bank_transfer', label: words.payment.methods.bank_transfer },
] as const

/** Gives a client their balance, all of it unless less is typed, in cash or by a transfer. */
export function PayOutDialog({
  clientId,
  currency,
  balanceMinor,
  onClose,
  onPaidOut,
}: {
  clientId: string
  currency: string
  balanceMinor: Minor
  onClose: () => void
  onPaidOut: (receiptNumber: string, amountMinor: Minor) => void
}): ReactNode {
  const payOut = useCommand('payments.payOut')
  const approved = useApproval()
  const [amount, setAmount] = useState<Minor | null>(balanceMinor)
  const [method, setMethod] = useState<PayOutMethod>('cash')
  const [reference, setReference] = useState('')
  const [problem, setProblem] = useState<{ amount?: string; reference?: string }>({})
  const { account, payment } = words
  const edit = () => {
    setProblem({})
    payOut.clear()
  }

  async function submit(): Promise<void> {
    if (amount === null || amount === 0) {
      setProblem({ amount: account.payOutMissing })
      return
    }
    if (method === 'bank_transfer' && reference.trim() === '') {
      setProblem({ reference: payment.transferMissing })
      return
    }
    const to = method === 'cash' ? { method } : { method, reference }
    const input = { clientId, amountMinor: amount, to }
    const result = await approved((approvalId) => payOut.run({ ...input, approvalId }))
    if (result.ok) onPaidOut(result.value.receiptNumber, amount)
  }

  return (
    <FormDialog
      onClose={onClose}
      size="sm"
      title={account.payOutTitle}
      cancel={words.booking.keepAsIs}
      action={
        amount === null ? account.payOut : account.payOutAmount(formatMoney(amount, currency))
      }
      isPending={payOut.isPending}
      onSubmit={submit}
    >
      <MoneyField
        autoFocus
        label={payment.amount}
        description={payment.balanceHeld(formatMoney(balanceMinor, currency))}
        currency={currency}
        value={amount}
        onChange={(next) => {
          setAmount(next)
          edit()
        }}
        error={problem.amount}
      />
      <SegmentedControl
        label={payment.method}
        segments={ways}
        value={method}
        onChange={(next) => {
          setMethod(next)
          edit()
        }}
        isFullWidth
      />
      {method === 'bank_transfer' && (
        <TextField
          label={payment.transferReference}
          description={payment.transferHelp}
          value={reference}
          maxLength={60}
          onChange={(next) => {
            setReference(next)
            edit()
          }}
          error={problem.reference}
        />
      )}
      <p className={styles.way}>{account.payOutWay[method]}</p>
      <MoneyRefusal
        failure={payOut.failure}
        cashOutMinor={method === 'cash' ? amount : null}
        onSolved={payOut.clear}
      />
    </FormDialog>
  )
}
