import { CircleCheck, ReceiptText } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { formatMoney, type Minor } from '../../../shared/money.ts'
import type { PaymentTaken } from '../../../shared/payments.ts'
import { words } from '../../../shared/words/index.ts'
import { Button } from '../../ui/button.tsx'
import styles from './paid-notice.module.css'
import { ReceiptDialog } from './receipt-dialog.tsx'

export interface PaidNoticeProps {
  paid: Pick<PaymentTaken, 'receiptNumber' | 'changeMinor'>
  amountMinor: Minor
  currency: string
  onDone: () => void
}

/** What the desk needs to know after a payment: the change to give back, and the receipt. */
export function PaidNotice({ paid, amountMinor, currency, onDone }: PaidNoticeProps): ReactNode {
  const [isReceiptOpen, setReceiptOpen] = useState(false)
  return (
    <div className={styles.notice}>
      <div role="status" className={styles.said}>
        <CircleCheck className={styles.icon} aria-hidden />
        <p className={styles.title}>
          {words.payment.doneTitle(formatMoney(amountMinor, currency))}
        </p>
        <p className={styles.receipt}>{words.payment.doneReceipt(paid.receiptNumber)}</p>
        {paid.changeMinor > 0 && (
          <p className={styles.change}>
            <span>{words.payment.giveBack}</span>
            <strong>{formatMoney(paid.changeMinor, currency)}</strong>
          </p>
        )}
      </div>
      <Button size="lg" icon={ReceiptText} isFullWidth onPress={() => setReceiptOpen(true)}>
        {words.payment.showReceipt}
      </Button>
      <Button variant="primary" size="lg" isFullWidth onPress={onDone} autoFocus>
        {words.payment.done}
      </Button>
      <ReceiptDialog
        receiptNumber={isReceiptOpen ? paid.receiptNumber : null}
        onClose={() => setReceiptOpen(false)}
      />
    </div>
  )
}
