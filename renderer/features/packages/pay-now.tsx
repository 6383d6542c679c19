import { Banknote, CreditCard } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { formatMoney, minor, type Minor } from '../../../shared/money.ts'
import type { Failure } from '../../../shared/result.ts'
import type { Tender } from '../../../shared/tenders.ts'
import { words } from '../../../shared/words/index.ts'
import { Button } from '../../ui/button.tsx'
import { FormError } from '../../ui/form-error.tsx'
import { MoneyField } from '../../ui/money-field.tsx'
import { SegmentedControl } from '../../ui/segmented-control.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { OpenDrawerOffer } from '../drawer/open-drawer-offer.tsx'
import { readCardSlip, type CardSlipProblems } from '../payments/read-card-slip.ts'
import styles from './pay-now.module.css'

const methods = [
  { value: 'cash', label: words.payment.methods.cash, icon: Banknote },
  { value: 'card', label: words.payment.methods.card, icon: CreditCard },
] as const

export interface PayNowProps {
  dueMinor: Minor
  currency: string
  isPending: boolean
  failure: Failure | null
  /** The person is correcting something: an old refusal no longer holds. */
  onEdit: () => void
  onPay: (tenders: Tender[]) => void
}

/** Takes the whole sum of a sale in cash or by card, and says the change. */
export function PayNow({
  dueMinor,
  currency,
  isPending,
  failure,
  onEdit,
  onPay,
}: PayNowProps): ReactNode {
  const [method, setMethod] = useState<'cash' | 'card'>('cash')
  // Another product is another sum: what was counted for the last one is not for this one.
  const [counted, setCounted] = useState<{ due: Minor; amount: Minor | null } | null>(null)
  const [slip, setSlip] = useState({ reference: '', last4: '' })
  const [problems, setProblems] = useState<CardSlipProblems>({})
  const tendered = counted?.due === dueMinor ? counted.amount : dueMinor
  const change = (tendered ?? 0) - dueMinor
  const due = formatMoney(dueMinor, currency)

  function submit(): void {
    if (dueMinor === 0) return onPay([])
    if (method === 'cash') {
      if (tendered !== null) onPay([{ method, amountMinor: dueMinor, tenderedMinor: tendered }])
      return
    }
    const read = readCardSlip(slip)
    setProblems(read.ok ? {} : read.problems)
    if (read.ok) onPay([{ method, amountMinor: dueMinor, ...read.slip }])
  }

  return (
    <form
      className={styles.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      <div className={styles.due}>
        <span>{words.payment.due}</span>
        <strong className={styles.amount}>{due}</strong>
      </div>
      {dueMinor > 0 && (
        <SegmentedControl
          label={words.payment.method}
          isLabelHidden
          isFullWidth
          segments={methods}
          value={method}
          onChange={(next) => {
            setMethod(next)
            onEdit()
          }}
        />
      )}
      {dueMinor > 0 && method === 'cash' && (
        <MoneyField
          label={words.payment.tendered}
          currency={currency}
          value={tendered}
          onChange={(amount) => {
            setCounted({ due: dueMinor, amount })
            onEdit()
          }}
          description={
            change < 0
              ? words.payment.missing(formatMoney(minor(-change), currency))
              : `${words.payment.change} ${formatMoney(minor(change), currency)}`
          }
        />
      )}
      {dueMinor > 0 && method === 'card' && (
        <div className={styles.slip}>
          <TextField
            label={words.payment.reference}
            description={words.payment.referenceHelp}
            value={slip.reference}
            onChange={(reference) => {
              setSlip({ ...slip, reference })
              setProblems({})
              onEdit()
            }}
            error={problems.reference}
            maxLength={40}
          />
          <TextField
            label={words.payment.last4}
            isOptional
            inputMode="numeric"
            maxLength={4}
            value={slip.last4}
            onChange={(last4) => {
              setSlip({ ...slip, last4 })
              setProblems({})
              onEdit()
            }}
            error={problems.last4}
          />
        </div>
      )}
      <FormError error={failure} action={<OpenDrawerOffer failure={failure} onOpened={onEdit} />} />
      <Button variant="primary" size="lg" type="submit" isFullWidth isPending={isPending}>
        {dueMinor === 0
          ? words.packages.sellFree
          : method === 'cash'
            ? words.payment.takeCash(due)
            : words.payment.takeCard(due)}
      </Button>
    </form>
  )
}
