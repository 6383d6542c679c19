import { useState, type ReactNode } from 'react'
import { formatMoney, minor } from '../../../shared/money.ts'
import { words } from '../../../shared/words/index.ts'
import { useQueryOf } from '../../app/api.ts'
import { Button } from '../../ui/button.tsx'
import { formatDate } from '../../ui/format-date.ts'
import styles from './money-section.module.css'

/** How a client's balance came to what it is, behind a button; nothing while it never moved. */
export function BalanceHistory({
  clientId,
  onReceipt,
}: {
  clientId: string
  onReceipt: (receiptNumber: string) => void
}): ReactNode {
  const account = useQueryOf('payments.account', { clientId }).data
  const [isOpen, setOpen] = useState(false)
  const say = words.account
  if (!account || account.entries.length === 0) return null
  return (
    <>
      <Button
        variant="ghost"
        className={styles.more ?? ''}
        aria-expanded={isOpen}
        onPress={() => setOpen(!isOpen)}
      >
        {isOpen ? say.hideHistory : say.history}
      </Button>
      {isOpen && (
        <ul aria-label={say.history} className={styles.list}>
          {account.entries.map(({ id, kind, amountMinor, localTime, receiptNumber }) => (
            <li key={id} className={styles.line}>
              <div className={styles.text}>
                <span>{say.kinds[kind]}</span>
                <span className={styles.when}>
                  {`${formatDate(localTime, 'medium')}, ${localTime.slice(11)}`}
                </span>
              </div>
              <span className={styles.amount}>
                {`${amountMinor < 0 ? '−' : '+'}${formatMoney(minor(Math.abs(amountMinor)), account.currency)}`}
              </span>
              {receiptNumber !== null && (
                <Button
                  variant="ghost"
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
