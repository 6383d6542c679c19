import { Banknote, ReceiptText, Wallet } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import type { ClientMoney, ClientReceipt } from '../../../shared/account.ts'
import { formatMoney } from '../../../shared/money.ts'
import { words } from '../../../shared/words/index.ts'
import { useQueryOf } from '../../app/api.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { formatDate } from '../../ui/format-date.ts'
import { Skeleton } from '../../ui/skeleton.tsx'
import { useToasts } from '../../ui/toast.tsx'
import { ProfileSection } from '../clients/profile-section.tsx'
import { BalanceHistory } from './balance-history.tsx'
import styles from './money-section.module.css'
import { ReceiptDialog } from './receipt-dialog.tsx'
import { sayLine } from './say-line.ts'
import { PayOutDialog } from './pay-out-dialog.tsx'
import { TopUpDialog } from './top-up-dialog.tsx'

const firstReceipts = 10
const mostReceipts = 500

/** A client's money: what came and went, what they owe and have, and every receipt to print again. */
export function MoneySection({ clientId }: { clientId: string }): ReactNode {
  const [limit, setLimit] = useState(firstReceipts)
  const query = useQueryOf('payments.ofClient', { clientId, limit }, { keepPrevious: true })
  const [isToppingUp, setToppingUp] = useState(false)
  const [isPayingOut, setPayingOut] = useState(false)
  const toasts = useToasts()
  const [receipt, setReceipt] = useState<string | null>(null)
  const say = words.account
  const money = query.data
  return (
    <ProfileSection
      title={say.title}
      actions={
        <>
          {money && money.balanceMinor > 0 && (
            <Button icon={Banknote} onPress={() => setPayingOut(true)}>
              {say.payOut}
            </Button>
          )}
          <Button icon={Wallet} isDisabled={!money} onPress={() => setToppingUp(true)}>
            {say.topUp}
          </Button>
        </>
      }
    >
      {money ? (
        <>
          <Totals money={money} />
          {money.receipts.length === 0 ? (
            <p className={styles.empty}>{say.noReceipts}</p>
          ) : (
            <ul aria-label={say.receipts} className={styles.list}>
              {money.receipts.map((each) => (
                <ReceiptLine
                  key={each.receiptNumber}
                  receipt={each}
                  currency={money.currency}
                  onOpen={() => setReceipt(each.receiptNumber)}
                />
              ))}
            </ul>
          )}
          {money.receiptCount > money.receipts.length && limit < mostReceipts && (
            <Button
              variant="ghost"
              className={styles.more ?? ''}
              onPress={() => setLimit(mostReceipts)}
            >
              {say.showAll(money.receiptCount)}
            </Button>
          )}
          <BalanceHistory clientId={clientId} onReceipt={setReceipt} />
        </>
      ) : query.failure ? (
        <ErrorState error={query.failure} onRetry={query.refetch} />
      ) : (
        <div role="status" aria-busy aria-label={say.loading}>
          <Skeleton height={120} />
        </div>
      )}
      {isToppingUp && money && (
        <TopUpDialog
          clientId={clientId}
          currency={money.currency}
          onClose={() => setToppingUp(false)}
        />
      )}
      {isPayingOut && money && (
        <PayOutDialog
          clientId={clientId}
          currency={money.currency}
          balanceMinor={money.balanceMinor}
          onClose={() => setPayingOut(false)}
          onPaidOut={(receiptNumber, amount) => {
            setPayingOut(false)
            toasts.show({
              tone: 'success',
              title: say.payOutDone(formatMoney(amount, money.currency)),
              body: words.payment.receiptOf(receiptNumber),
              action: {
                label: words.payment.showReceipt,
                onPress: () => setReceipt(receiptNumber),
              },
            })
          }}
        />
      )}
      <ReceiptDialog receiptNumber={receipt} onClose={() => setReceipt(null)} />
    </ProfileSection>
  )
}

function Totals({ money }: { money: ClientMoney }): ReactNode {
  const say = words.account
  const sums = [
    [say.paid, money.paidMinor],
    [say.refunded, money.refundedMinor],
    [say.balance, money.balanceMinor],
    [say.openFees, money.openFeesMinor],
  ] as const
  return (
    <dl className={styles.totals}>
      {sums.map(([term, amount]) => (
        <div key={term} className={styles.total}>
          <dt className={styles.term}>{term}</dt>
          <dd className={styles.sum}>{formatMoney(amount, money.currency)}</dd>
        </div>
      ))}
    </dl>
  )
}

function ReceiptLine({
  receipt,
  currency,
  onOpen,
}: {
  receipt: ClientReceipt
  currency: string
  onOpen: () => void
}): ReactNode {
  const { receiptNumber, kind, localTime, totalMinor, isVoided, lines, methods } = receipt
  const what = lines.map(sayLine).join(', ')
  const isOut = kind !== 'sale'
  const amount = formatMoney(totalMinor, currency)
  return (
    <li className={styles.line}>
      <div className={styles.text}>
        <span>{kind === 'refund' ? words.account.refundOf(what) : what}</span>
        <span className={styles.when}>
          {[
            `${formatDate(localTime, 'medium')}, ${localTime.slice(11)}`,
            ...methods.map((method) => words.payment.methods[method]),
            receiptNumber,
          ].join(' · ')}
        </span>
      </div>
      {isVoided && <Badge>{words.payment.void}</Badge>}
      <span className={isVoided ? styles.voided : styles.amount}>
        {isOut ? `−${amount}` : amount}
      </span>
      <Button
        variant="ghost"
        icon={ReceiptText}
        aria-label={words.payment.openReceipt(receiptNumber)}
        onPress={onOpen}
      >
        {words.payment.receipt}
      </Button>
    </li>
  )
}
