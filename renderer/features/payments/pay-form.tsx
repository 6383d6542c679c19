import { Split } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { formatMoney, minor, type Minor } from '../../../shared/money.ts'
import type { PaymentMethod, PaymentTaken } from '../../../shared/payments.ts'
import { words } from '../../../shared/words/index.ts'
import { useCommand, useQueryOf } from '../../app/api.ts'
import { Button } from '../../ui/button.tsx'
import { FormError } from '../../ui/form-error.tsx'
import { OpenDrawerOffer } from '../drawer/open-drawer-offer.tsx'
import styles from './pay-form.module.css'
import {
  amountsOf,
  emptyTender,
  readTenders,
  type TenderDraft,
  type TenderProblems,
} from './tender-drafts.ts'
import { TenderPart } from './tender-part.tsx'

export interface PayFormProps {
  appointmentId: string
  /** Who pays, and whose balance can be used. */
  clientId: string
  /** What the client owes; main refuses when it is another amount by now. */
  dueMinor: Minor
  currency: string
  onPaid: (paid: PaymentTaken) => void
}

const mostParts = 3

const confirmWords = {
  cash: words.payment.takeCash,
  card: words.payment.takeCard,
  bank_transfer: words.payment.takeTransfer,
  account: words.payment.takeBalance,
} as const

/**
 * Takes the whole price: in cash, by card or transfer, out of the client's balance, or split over
 * two or three of them. For cash it says the change in figures that can be read across the counter.
 */
export function PayForm({
  appointmentId,
  clientId,
  dueMinor,
  currency,
  onPaid,
}: PayFormProps): ReactNode {
  const take = useCommand('payments.take')
  const account = useQueryOf('payments.account', { clientId })
  const [parts, setParts] = useState<readonly { id: number; draft: TenderDraft }[]>([
    { id: 0, draft: emptyTender('cash') },
  ])
  const [problems, setProblems] = useState<readonly TenderProblems[]>([])
  const balanceMinor = account.data?.balanceMinor ?? minor(0)
  const drafts = parts.map(({ draft }) => draft)
  const amounts = amountsOf(drafts, dueMinor)
  const isSplit = parts.length > 1
  const due = formatMoney(dueMinor, currency)

  function change(next: typeof parts): void {
    setParts(next)
    setProblems([])
    take.clear()
  }

  function edit(index: number, draft: TenderDraft): void {
    const edited = parts.map((part, at) => (at === index ? { ...part, draft } : part))
    // A balance that does not reach pays its part, and the rest is paid another way.
    const chosen = draft.method === 'account' && drafts[index]?.method !== 'account'
    const amount = amounts[index] ?? 0
    const isLast = index === parts.length - 1
    if (chosen && isLast && balanceMinor < amount && parts.length < mostParts) {
      const held = { ...draft, amount: balanceMinor }
      change([...parts.slice(0, -1), { id: parts[index]!.id, draft: held }, added('cash')])
    } else change(edited)
  }

  function added(method: PaymentMethod) {
    return { id: Math.max(...parts.map(({ id }) => id)) + 1, draft: emptyTender(method) }
  }

  async function submit(): Promise<void> {
    const read = readTenders(drafts, { dueMinor, balanceMinor, currency })
    if (!read.ok) return setProblems(read.problems)
    const { tenders } = read
    const result = await take.run({ appointmentId, amountMinor: dueMinor, tenders })
    if (result.ok) onPaid(result.value)
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
      {parts.map(({ id, draft }, index) => (
        <TenderPart
          key={id}
          draft={draft}
          amount={amounts[index] ?? null}
          problems={problems[index] ?? {}}
          currency={currency}
          balanceMinor={balanceMinor}
          number={isSplit ? index + 1 : undefined}
          isRest={index === parts.length - 1}
          onChange={(next) => edit(index, next)}
          onRemove={isSplit ? () => change(parts.filter((_, at) => at !== index)) : undefined}
        />
      ))}
      {parts.length < mostParts && (
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
        {isSplit ? words.payment.takeAll(due) : confirmWords[drafts[0]!.method](due)}
      </Button>
    </form>
  )
}
