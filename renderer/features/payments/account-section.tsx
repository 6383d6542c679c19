import { ReceiptText, Wallet } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { formatMoney, minor, type Minor } from '../../../shared/money.ts'
import type { ClientAccount } from '../../../shared/account.ts'
import { words } from '../../../shared/words/index.ts'
import { useCommand, useQueryOf } from '../../app/api.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { formatDate } from '../../ui/format-date.ts'
import { MoneyField } from '../../ui/money-field.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { ProfileSection } from '../clients/profile-section.tsx'
import styles from './account-section.module.css'
import { PaidNotice } from './paid-notice.tsx'
import { PayForm } from './pay-form.tsx'
import { ReceiptDialog } from './receipt-dialog.tsx'

/** What the studio holds for a client, how it came to that, and topping it up. */
export function AccountSection({ clientId }: { clientId: string }): ReactNode {
  const account = useQueryOf('payments.account', { clientId })
  const [isToppingUp, setToppingUp] = useState(false)
  const [receipt, setReceipt] = useState<string | null>(null)
  const say = words.account
  return (
    <ProfileSection
      title={say.title}
      actions={
        <Button icon={Wallet} isDisabled={!account.data} onPress={() => setToppingUp(true)}>
          {say.topUp}
        </Button>
      }
    >
      {account.data ? (
        <Entries account={account.data} onReceipt={setReceipt} />
      ) : account.failure ? (
        <ErrorState error={account.failure} onRetry={account.refetch} />
      ) : (
        <Skeleton height={48} />
      )}
      {isToppingUp && account.data && (
        <TopUpDialog
          clientId={clientId}
          currency={account.data.currency}
          onClose={() => setToppingUp(false)}
        />
      )}
      <ReceiptDialog receiptNumber={receipt} onClose={() => setReceipt(null)} />
    </ProfileSection>
  )
}

function Entries({
  account: { balanceMinor, currency, entries },
  onReceipt,
}: {
  account: ClientAccount
  onReceipt: (receiptNumber: string) => void
}): ReactNode {
  const say = words.account
  return (
    <>
      <div className={styles.balance}>
        <span>{say.balance}</span>
        <strong className={styles.amount}>{formatMoney(balanceMinor, currency)}</strong>
      </div>
      {entries.length > 0 && (
        <ul className={styles.list}>
          {entries.map(({ id, kind, amountMinor, localTime, receiptNumber }) => (
            <li key={id} className={styles.line}>
              <div className={styles.text}>
                <span>{say.kinds[kind]}</span>
                <span className={styles.when}>
                  {`${formatDate(localTime, 'weekday')}, ${localTime.slice(11)}`}
                </span>
              </div>
              <span className={styles.amount}>
                {`${amountMinor < 0 ? '−' : '+'}${formatMoney(minor(Math.abs(amountMinor)), currency)}`}
              </span>
              {receiptNumber !== null && (
                <Button
                  variant="ghost"
                  icon={ReceiptText}
                  aria-label={words.payment.openReceipt(receiptNumber)}
                  onPress={() => onReceipt(receiptNumber)}
                >
                  {words.payment.receipt}
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
    </>
  )
}

function TopUpDialog({
  clientId,
  currency,
  onClose,
}: {
  clientId: string
  currency: string
  onClose: () => void
}): ReactNode {
  const sell = useCommand('payments.sell')
  const [amount, setAmount] = useState<Minor | null>(null)
  const [paid, setPaid] = useState<{ receiptNumber: string; changeMinor: Minor } | null>(null)
  return (
    <Dialog isOpen onClose={onClose} size="sm" title={words.account.topUpTitle}>
      {paid && amount !== null ? (
        <PaidNotice paid={paid} amountMinor={amount} currency={currency} onDone={onClose} />
      ) : (
        <PayForm
          clientId={clientId}
          dueMinor={amount !== null && amount > 0 ? amount : null}
          currency={currency}
          withoutBalance
          isPending={sell.isPending}
          failure={sell.failure}
          onEdit={sell.clear}
          onPay={(tenders) => {
            if (amount === null) return
            const items = [{ kind: 'top_up' as const, amountMinor: amount }]
            void sell.run({ clientId, items, amountMinor: amount, tenders }).then((result) => {
              if (result.ok) setPaid(result.value)
            })
          }}
        >
          <MoneyField
            autoFocus
            label={words.account.topUpAmount}
            description={words.account.topUpHelp}
            currency={currency}
            value={amount}
            onChange={(next) => {
              setAmount(next)
              sell.clear()
            }}
          />
        </PayForm>
      )}
    </Dialog>
  )
}
