import { Split } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { formatMoney, minor, type Minor } from '../../../shared/money.ts'
import type { PaymentMethod } from '../../../shared/payments.ts'
import type { Failure } from '../../../shared/result.ts'
import type { Tender } from '../../../shared/tenders.ts'
import { words } from '../../../shared/words/index.ts'
import { useQueryOf } from '../../app/api.ts'
import { Button } from '../../ui/button.tsx'
import { MoneyRefusal } from './money-refusal.tsx'
import styles from './pay-form.module.css'
import {
  amountsOf,
  changeOf,
  emptyTender,
  readTenders,
  type TenderDraft,
  type TenderProblems,
} from './tender-drafts.ts'
import { TenderPart } from './tender-part.tsx'

export interface PayFormProps {
  /** Who pays, and whose balance can be used. */
  clientId: string
  /** What is to be paid; null while that is not known yet. Nothing: there is only the button. */
  dueMinor: Minor | null
  currency: string
  /** Fields that say what is paid for, above the sum; Enter in them pays too. */
  children?: ReactNode
  /** Set where the balance cannot pay: when it is what is being topped up. */
  withoutBalance?: boolean
  isPending: boolean
  failure: Failure | null
  /** The person is correcting something: an old refusal no longer holds. */
  onEdit: () => void
  /** The tenders add up to what is due. */
  onPay: (tenders: Tender[]) => void
}

interface Part {
  readonly id: number
  readonly draft: TenderDraft
}

const mostParts = 3

const confirmWords = {
  cash: words.payment.takeCash,
  card: words.payment.takeCard,
  bank_transfer: words.payment.takeTransfer,
  account: words.payment.takeBalance,
} as const

/**
 * The one form that takes money, whatever it is for: in cash, by card or transfer, out of the
 * client's balance, or split over two or three of them. For cash it says the change in figures that
 * can be read across the counter. What the studio already holds pays first, where it reaches.
 */
export function PayForm({
  clientId,
  dueMinor,
  currency,
  children,
  withoutBalance = false,
  isPending,
  failure,
  onEdit,
  onPay,
}: PayFormProps): ReactNode {
  const account = useQueryOf('payments.account', { clientId }, { enabled: !withoutBalance })
  // Null until something is chosen: the balance, which says what is likely, may still be read.
  const [chosen, setChosen] = useState<readonly Part[] | null>(null)
  const [problems, setProblems] = useState<readonly TenderProblems[]>([])
  const [lastDue, setLastDue] = useState(dueMinor)
  const owed = dueMinor ?? minor(0)
  const balanceMinor = (withoutBalance ? null : account.data?.balanceMinor) ?? minor(0)
  const likely = owed > 0 && balanceMinor >= owed ? 'account' : 'cash'
  const parts = chosen ?? [{ id: 0, draft: emptyTender(likely) }]
  const drafts = parts.map(({ draft }) => draft)
  const amounts = amountsOf(drafts, owed)
  const isSplit = parts.length > 1
  const isWayLeft = parts.length < mostParts
  const due = formatMoney(owed, currency)
  const isAtOnce = dueMinor === 0 || (chosen === null && likely === 'account')

  // Another product is another sum: what was counted for the last one is not for this one.
  if (dueMinor !== lastDue) {
    setLastDue(dueMinor)
    setProblems([])
    setChosen(chosen && chosen.map((part) => ({ ...part, draft: withoutCounted(part.draft) })))
  }

  function change(next: readonly Part[]): void {
    setChosen(next)
    setProblems([])
    onEdit()
  }

  function edit(index: number, draft: TenderDraft): void {
    const edited = parts.map((part, at) => (at === index ? { ...part, draft } : part))
    // A balance that does not reach pays its part, and the rest is paid another way.
    const isTaken = draft.method === 'account' && drafts[index]?.method !== 'account'
    const amount = amounts[index] ?? 0
    const isLast = index === parts.length - 1
    if (isTaken && isLast && balanceMinor < amount && isWayLeft) {
      const held = { ...draft, amount: balanceMinor }
      change([...parts.slice(0, -1), { id: parts[index]!.id, draft: held }, added('cash')])
    } else change(edited)
  }

  /** The cash that is there pays its part; what it does not reach is paid another way. */
  function payMissing(draft: TenderDraft, received: Minor): void {
    const cash = { ...draft, amount: received, tendered: received }
    change([...parts.slice(0, -1), { id: parts.at(-1)!.id, draft: cash }, added('card')])
  }

  function added(method: PaymentMethod): Part {
    return { id: Math.max(...parts.map(({ id }) => id)) + 1, draft: emptyTender(method) }
  }

  function submit(): void {
    if (dueMinor === null) return
    if (dueMinor === 0) return onPay([])
    const read = readTenders(drafts, { dueMinor, balanceMinor, currency })
    setProblems(read.ok ? [] : read.problems)
    if (read.ok) onPay(read.tenders)
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
      {children}
      {dueMinor !== null && (
        <div className={styles.due}>
          <span className={styles.dueLabel}>{words.payment.due}</span>
          <strong className={styles.dueAmount}>{due}</strong>
        </div>
      )}
      {owed > 0 &&
        parts.map(({ id, draft }, index) => (
          <TenderPart
            key={id}
            draft={draft}
            amount={amounts[index] ?? null}
            problems={problems[index] ?? {}}
            currency={currency}
            balanceMinor={balanceMinor}
            number={isSplit ? index + 1 : undefined}
            isRest={index === parts.length - 1}
            takesFocus={children === undefined}
            onChange={(next) => edit(index, next)}
            onPayMissing={
              isWayLeft && index === parts.length - 1
                ? (received) => payMissing(draft, received)
                : undefined
            }
            onRemove={isSplit ? () => change(parts.filter((_, at) => at !== index)) : undefined}
          />
        ))}
      {owed > 0 && isWayLeft && (
        <Button
          variant="ghost"
          icon={Split}
          onPress={() =>
            change([...parts, added(drafts.at(-1)?.method === 'card' ? 'cash' : 'card')])
          }
        >
          {words.payment.split}
        </Button>
      )}
      <MoneyRefusal
        failure={failure}
        cashOutMinor={owed > 0 ? changeOf(drafts, amounts) : null}
        onSolved={onEdit}
      />
      {dueMinor !== null && (
        <Button
          variant="primary"
          size="lg"
          type="submit"
          isFullWidth
          isPending={isPending}
          // There is no field to take the focus: the button does, so that Enter pays.
          key={isAtOnce ? 'at-once' : 'filled-in'}
          autoFocus={isAtOnce && children === undefined}
          shortcut="Enter"
        >
          {dueMinor === 0
            ? words.payment.takeNothing
            : isSplit
              ? words.payment.takeAll(due)
              : confirmWords[drafts[0]!.method](due)}
        </Button>
      )}
    </form>
  )
}

function withoutCounted({ tendered: _, ...draft }: TenderDraft): TenderDraft {
  return draft
}
