import type { ReactNode } from 'react'
import { formatMoney } from '../../../shared/money.ts'
import type { Receipt } from '../../../shared/payments.ts'
import { words } from '../../../shared/words/index.ts'
import { formatDate } from '../../ui/format-date.ts'
import styles from './receipt-slip.module.css'

/** A receipt as it lies on the counter, on screen and on paper. */
export function ReceiptSlip({ receipt }: { receipt: Receipt }): ReactNode {
  const { payment } = words
  const money = (amount: Receipt['amountMinor']) => formatMoney(amount, receipt.currency)
  const isRefund = receipt.kind === 'refund'
  return (
    <article className={styles.slip} aria-label={payment.receiptOf(receipt.receiptNumber)}>
      <header className={styles.head}>
        <p className={styles.studio}>{receipt.studioName}</p>
        <p className={styles.kind}>{isRefund ? payment.refundReceipt : payment.receipt}</p>
      </header>
      <dl className={styles.facts}>
        <Fact term={payment.number}>{receipt.receiptNumber}</Fact>
        <Fact term={payment.issued}>{localText(receipt.issuedLocal)}</Fact>
        <Fact term={payment.client}>{receipt.clientName}</Fact>
        {receipt.refundOf !== null && <Fact term={payment.refundOf}>{receipt.refundOf}</Fact>}
      </dl>
      <div className={styles.line}>
        <div>
          <p className={styles.service}>{receipt.serviceName}</p>
          <p className={styles.session}>
            {localText(receipt.sessionLocal)}
            <br />
            {payment.with(receipt.trainerName)}
          </p>
        </div>
        <span className={styles.amount}>{money(receipt.amountMinor)}</span>
      </div>
      <p className={styles.total}>
        <span>{isRefund ? payment.totalRefunded : payment.total}</span>
        <strong>{money(receipt.amountMinor)}</strong>
      </p>
      <dl className={styles.facts}>
        <Fact term={isRefund ? payment.refundedBy[receipt.method] : payment.paidBy[receipt.method]}>
          {receipt.tenderedMinor !== null && !isRefund
            ? money(receipt.tenderedMinor)
            : money(receipt.amountMinor)}
        </Fact>
        {receipt.changeMinor !== null && receipt.changeMinor > 0 && (
          <Fact term={payment.changeGiven}>{money(receipt.changeMinor)}</Fact>
        )}
        {receipt.cardReference !== null && (
          <Fact term={payment.cardReference}>{receipt.cardReference}</Fact>
        )}
        {receipt.cardLast4 !== null && <Fact term={payment.last4}>{receipt.cardLast4}</Fact>}
      </dl>
      <footer className={styles.foot}>
        <p>
          {payment.takenBy} {receipt.takenBy}
        </p>
        <p>{payment.thanks}</p>
      </footer>
    </article>
  )
}

function Fact({ term, children }: { term: string; children: ReactNode }): ReactNode {
  return (
    <div className={styles.fact}>
      <dt>{term}</dt>
      <dd>{children}</dd>
    </div>
  )
}

function localText(local: Receipt['issuedLocal']): string {
  return `${formatDate(local, 'medium')}, ${local.slice(11)}`
}
