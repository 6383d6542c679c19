import { Banknote, CreditCard } from 'lucide-react'
import { useEffect, useRef, useState, type ReactNode } from 'react'
import { formatMoney, minor, type Minor } from '../../../shared/money.ts'
import type { PaymentMethod, PaymentTaken } from '../../../shared/payments.ts'
import { words } from '../../../shared/words/index.ts'
import { useCommand } from '../../app/api.ts'
import { Button } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { FormError } from '../../ui/form-error.tsx'
import { MoneyField } from '../../ui/money-field.tsx'
import { SegmentedControl } from '../../ui/segmented-control.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { OpenDrawerOffer } from '../drawer/open-drawer-offer.tsx'
import styles from './pay-form.module.css'
import { quickAmounts } from './quick-amounts.ts'
import { readCardSlip, type CardSlipProblems } from './read-card-slip.ts'

export interface PayFormProps {
  appointmentId: string
  /** What the client owes; main refuses when it is another amount by now. */
  dueMinor: Minor
  currency: string
  onPaid: (paid: PaymentTaken) => void
}

const methods = [
  { value: 'cash', label: words.payment.methods.cash, icon: Banknote },
  { value: 'card', label: words.payment.methods.card, icon: CreditCard },
] as const

/**
 * Takes the whole price in cash or records a card payment. For cash it says the change in figures
 * that can be read across the counter.
 */
export function PayForm({ appointmentId, dueMinor, currency, onPaid }: PayFormProps): ReactNode {
  const take = useCommand('payments.take')
  const [method, setMethod] = useState<PaymentMethod>('cash')
  const [tendered, setTendered] = useState<Minor | null>(dueMinor)
  const [slip, setSlip] = useState({ reference: '', last4: '' })
  const [slipProblems, setSlipProblems] = useState<CardSlipProblems>({})
  const amountField = useRef<HTMLInputElement>(null)
  const due = formatMoney(dueMinor, currency)

  // The exact sum stands there already: Enter takes it, and typing replaces it.
  useEffect(() => {
    if (method === 'cash') amountField.current?.select()
  }, [method])

  async function submit(): Promise<void> {
    const tender = readTender()
    if (tender === null) return
    const result = await take.run({ appointmentId, amountMinor: dueMinor, tenders: [tender] })
    if (result.ok) onPaid(result.value)
  }

  function readTender() {
    const amountMinor = dueMinor
    if (method !== 'card') {
      return tendered === null
        ? null
        : ({ method: 'cash', amountMinor, tenderedMinor: tendered } as const)
    }
    const read = readCardSlip(slip)
    setSlipProblems(read.ok ? {} : read.problems)
    return read.ok ? { method, amountMinor, ...read.slip } : null
  }

  return (
    <form
      className={styles.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
    >
      <div className={styles.due}>
        <span className={styles.dueLabel}>{words.payment.due}</span>
        <strong className={styles.dueAmount}>{due}</strong>
      </div>
      <SegmentedControl
        label={words.payment.method}
        isLabelHidden
        isFullWidth
        segments={methods}
        value={method}
        onChange={(next) => {
          setMethod(next)
          take.clear()
        }}
      />
      {method === 'cash' ? (
        <>
          <MoneyField
            ref={amountField}
            autoFocus
            label={words.payment.tendered}
            currency={currency}
            value={tendered}
            onChange={(amount) => {
              setTendered(amount)
              take.clear()
            }}
          />
          <div role="group" aria-label={words.payment.quickAmounts} className={styles.quick}>
            {quickAmounts(dueMinor, currency).map((amount) => (
              <Button
                key={amount}
                onPress={() => {
                  setTendered(amount)
                  take.clear()
                }}
              >
                {amount === dueMinor ? words.payment.exact : formatMoney(amount, currency)}
              </Button>
            ))}
          </div>
          <Change dueMinor={dueMinor} tendered={tendered} currency={currency} />
        </>
      ) : (
        <>
          <p className={styles.help}>{words.payment.cardHelp(due)}</p>
          <TextField
            autoFocus
            label={words.payment.reference}
            description={words.payment.referenceHelp}
            value={slip.reference}
            onChange={(reference) => {
              setSlip({ ...slip, reference })
              setSlipProblems({})
            }}
            error={slipProblems.reference}
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
              setSlipProblems({})
            }}
            error={slipProblems.last4}
          />
        </>
      )}
      <FormError
        error={take.failure}
        action={<OpenDrawerOffer failure={take.failure} onOpened={take.clear} />}
      />
      <Button
        variant="primary"
        size="lg"
        type="submit"
        isFullWidth
        isPending={take.isPending}
        shortcut="Enter"
      >
        {method === 'cash' ? words.payment.takeCash(due) : words.payment.takeCard(due)}
      </Button>
    </form>
  )
}

function Change({
  dueMinor,
  tendered,
  currency,
}: {
  dueMinor: Minor
  tendered: Minor | null
  currency: string
}): ReactNode {
  const rest = (tendered ?? 0) - dueMinor
  const isMissing = tendered !== null && rest < 0
  return (
    <div
      role="status"
      className={classNames(styles.change, isMissing && styles.missing, rest > 0 && styles.toGive)}
    >
      {!isMissing && <span className={styles.changeLabel}>{words.payment.change}</span>}
      <strong className={styles.changeAmount}>
        {isMissing
          ? words.payment.missing(formatMoney(minor(-rest), currency))
          : formatMoney(minor(Math.max(0, rest)), currency)}
      </strong>
    </div>
  )
}
