import { Banknote, CreditCard, Landmark, Split, Wallet, X } from 'lucide-react'
import { useEffect, useRef, useState, type ReactNode } from 'react'
import { formatMoney, minor, type Minor } from '../../../shared/money.ts'
import { words } from '../../../shared/words/index.ts'
import { Button } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { MoneyField } from '../../ui/money-field.tsx'
import { SegmentedControl } from '../../ui/segmented-control.tsx'
import { TextField } from '../../ui/text-field.tsx'
import styles from './pay-form.module.css'
import { quickAmounts } from './quick-amounts.ts'
import type { TenderDraft, TenderProblems } from './tender-drafts.ts'

const { methods: names } = words.payment
const methods = [
  { value: 'cash', label: names.cash, icon: Banknote },
  { value: 'card', label: names.card, icon: CreditCard },
  { value: 'bank_transfer', label: words.payment.transfer, icon: Landmark },
  { value: 'account', label: names.account, icon: Wallet },
] as const

export interface TenderPartProps {
  draft: TenderDraft
  /** What this part is to bring; null while that is not known. */
  amount: Minor | null
  problems: TenderProblems
  currency: string
  /** What the studio holds for the client; with nothing it cannot be chosen. */
  balanceMinor: Minor
  /** Which part of a split payment, from 1; left out for the only one. */
  number?: number | undefined
  /** Whether its amount is what the other parts leave. */
  isRest: boolean
  /** False where the cursor is to stay in a field above. */
  takesFocus: boolean
  onChange: (draft: TenderDraft) => void
  /** Takes the cash that is there and pays the rest another way; left out where no way is left. */
  onPayMissing?: ((receivedMinor: Minor) => void) | undefined
  /** Takes the part away; left out for the only one. */
  onRemove?: (() => void) | undefined
}

/** One way in which a part of a payment, or all of it, is paid. */
export function TenderPart({
  draft,
  amount,
  problems,
  currency,
  balanceMinor,
  number,
  isRest,
  takesFocus,
  onChange,
  onPayMissing,
  onRemove,
}: TenderPartProps): ReactNode {
  const { payment } = words
  // Whoever clicks a way goes on in its first field; whoever goes through the ways by arrow stays.
  const [isFollowed, setFollowed] = useState(takesFocus)
  const said = formatMoney(amount ?? minor(0), currency)
  const fields = (
    <>
      {number !== undefined && (
        <div className={styles.partHead}>
          <strong>{isRest ? payment.rest(said) : payment.part(number)}</strong>
          {onRemove && (
            <IconButton icon={X} label={payment.removePart(number)} onPress={onRemove} />
          )}
        </div>
      )}
      <SegmentedControl
        label={payment.method}
        isLabelHidden
        isFullWidth
        segments={methods.filter(({ value }) => value !== 'account' || balanceMinor > 0)}
        value={draft.method}
        onChange={(method) => {
          setFollowed(document.querySelector('[type="radio"]:focus-visible') === null)
          onChange({ ...draft, method })
        }}
      />
      {!isRest && (
        <MoneyField
          autoFocus
          label={payment.partAmount}
          currency={currency}
          value={draft.amount}
          onChange={(next) => onChange({ ...draft, amount: next })}
          error={problems.amount}
        />
      )}
      {draft.method === 'cash' && (
        <Cash
          draft={draft}
          amount={amount}
          currency={currency}
          takesFocus={isFollowed && number === undefined}
          onChange={onChange}
          onPayMissing={onPayMissing}
        />
      )}
      {draft.method === 'card' && (
        <>
          <p className={styles.help}>{payment.cardHelp(said)}</p>
          <TextField
            autoFocus={isFollowed && number === undefined}
            label={payment.reference}
            description={payment.referenceHelp}
            value={draft.reference}
            onChange={(reference) => onChange({ ...draft, reference })}
            error={problems.reference}
            maxLength={40}
          />
          <TextField
            label={payment.last4}
            isOptional
            inputMode="numeric"
            maxLength={4}
            value={draft.last4}
            onChange={(last4) => onChange({ ...draft, last4 })}
            error={problems.last4}
          />
        </>
      )}
      {draft.method === 'bank_transfer' && (
        <TextField
          autoFocus={isFollowed && number === undefined}
          label={payment.transferReference}
          description={payment.transferHelp}
          value={draft.reference}
          onChange={(reference) => onChange({ ...draft, reference })}
          error={problems.reference}
          maxLength={60}
        />
      )}
      {draft.method === 'account' && (
        <p className={styles.help}>{payment.balanceHeld(formatMoney(balanceMinor, currency))}</p>
      )}
      {isRest && problems.amount !== undefined && (
        <p role="alert" className={styles.problem}>
          {problems.amount}
        </p>
      )}
    </>
  )
  return number === undefined ? (
    fields
  ) : (
    <div role="group" aria-label={payment.part(number)} className={styles.part}>
      {fields}
    </div>
  )
}

function Cash({
  draft,
  amount,
  currency,
  takesFocus,
  onChange,
  onPayMissing,
}: {
  draft: TenderDraft
  amount: Minor | null
  currency: string
  takesFocus: boolean
  onChange: (draft: TenderDraft) => void
  onPayMissing: ((receivedMinor: Minor) => void) | undefined
}): ReactNode {
  const field = useRef<HTMLInputElement>(null)
  const tendered = draft.tendered === undefined ? amount : draft.tendered

  // The exact sum stands there already: Enter takes it, and typing replaces it.
  useEffect(() => {
    if (takesFocus) field.current?.select()
  }, [takesFocus])

  return (
    <>
      <MoneyField
        ref={field}
        autoFocus={takesFocus}
        label={words.payment.tendered}
        currency={currency}
        value={tendered}
        onChange={(next) => onChange({ ...draft, tendered: next })}
      />
      {amount !== null && (
        <div role="group" aria-label={words.payment.quickAmounts} className={styles.quick}>
          {quickAmounts(amount, currency).map((quick) => (
            <Button key={quick} onPress={() => onChange({ ...draft, tendered: quick })}>
              {quick === amount ? words.payment.exact : formatMoney(quick, currency)}
            </Button>
          ))}
        </div>
      )}
      <Change dueMinor={amount ?? minor(0)} tendered={tendered} currency={currency} />
      {onPayMissing &&
        amount !== null &&
        tendered !== null &&
        tendered > 0 &&
        tendered < amount && (
          <Button icon={Split} onPress={() => onPayMissing(tendered)}>
            {words.payment.payMissing(formatMoney(minor(amount - tendered), currency))}
          </Button>
        )}
    </>
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
