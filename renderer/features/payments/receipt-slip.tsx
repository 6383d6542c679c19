import type { ReactNode } from 'react'
import { formatMoney } from '../../../shared/money.ts'
import type { Receipt, ReceiptLine, ReceiptTender } from '../../../shared/receipt.ts'
import { words } from '../../../shared/words/index.ts'
import { formatDate } from '../../ui/format-date.ts'
import { Paper } from '../../ui/paper-dialog.tsx'
import styles from './receipt-slip.module.css'

const { payment: say } = words

/** What a receipt of each kind is called, and what it says of its sum and of each way of paying. */
const kinds = {
  sale: { title: say.receipt, total: say.total, by: say.methods },
  refund: { title: say.refundReceipt, total: say.totalRefunded, by: say.refundedBy },
  pay_out: {
    title: say.payOutReceipt,
    total: say.totalPaidOut,
    by: { ...say.methods, ...say.paidOutBy },
  },
} as const

type Money = (amount: Receipt['totalMinor']) => string

/**
 * A receipt as it lies on the counter, on screen and on paper.
 *
 * @param isCopy it has been on paper before, and nothing but this tells the two apart.
 */
export function ReceiptSlip({ receipt, isCopy }: { receipt: Receipt; isCopy: boolean }): ReactNode {
  const { payment } = words
  const money: Money = (amount) => formatMoney(amount, receipt.currency)
  return (
    <Paper
      label={payment.receiptOf(receipt.receiptNumber)}
      studioName={receipt.studioName}
      kind={kinds[receipt.kind].title}
    >
      {isCopy && <p className={styles.copy}>{payment.copy}</p>}
      {receipt.voidedLocal !== null && (
        <p className={styles.void}>
          <strong>{payment.void}</strong>
          <span>{payment.voided(localText(receipt.voidedLocal))}</span>
        </p>
      )}
      <dl className={styles.facts}>
        <Fact term={payment.number}>{receipt.receiptNumber}</Fact>
        <Fact term={payment.issued}>{localText(receipt.issuedLocal)}</Fact>
        <Fact term={payment.client}>{receipt.clientName}</Fact>
        {receipt.refundOf !== null && <Fact term={payment.refundOf}>{receipt.refundOf}</Fact>}
      </dl>
      <div className={styles.lines}>
        {receipt.lines.map((line) => (
          <Line key={line.id} line={line} money={money} />
        ))}
      </div>
      <p className={styles.total}>
        <span>{kinds[receipt.kind].total}</span>
        <strong>{money(receipt.totalMinor)}</strong>
      </p>
      <dl className={styles.facts}>
        {receipt.taxes.map((tax) => (
          <Fact key={tax.basisPoints} term={payment.taxIn(`${tax.basisPoints / 100} %`)}>
            {money(tax.taxMinor)} {payment.taxOf(money(tax.netMinor))}
          </Fact>
        ))}
        {receipt.tenders.map((tender) => (
          <Tender key={tender.id} tender={tender} kind={receipt.kind} money={money} />
        ))}
      </dl>
      <footer className={styles.foot}>
        <p>
          {payment.takenBy} {receipt.takenBy}
        </p>
        <p>{payment.thanks}</p>
      </footer>
    </Paper>
  )
}

function Line({ line, money }: { line: ReceiptLine; money: Money }): ReactNode {
  const { payment } = words
  const kind = line.feeKind ? payment.feeKinds[line.feeKind] : payment.lines[line.kind]
  const isSession = line.kind === 'session'
  return (
    <div className={styles.line}>
      <div>
        <p className={styles.service}>{isSession ? line.name : kind}</p>
        {!isSession && line.name !== null && <p className={styles.session}>{line.name}</p>}
        {line.sessionLocal !== null && (
          <p className={styles.session}>
            {localText(line.sessionLocal)}
            {isSession && line.trainerName !== null && (
              <>
                <br />
                {payment.with(line.trainerName)}
              </>
            )}
          </p>
        )}
      </div>
      <span className={styles.amount}>{money(line.grossMinor)}</span>
    </div>
  )
}

function Tender({
  tender,
  kind,
  money,
}: {
  tender: ReceiptTender
  kind: Receipt['kind']
  money: Money
}): ReactNode {
  const { payment } = words
  const reference = tender.cardReference ?? tender.transferReference
  const hasChange = tender.changeMinor !== null && tender.changeMinor > 0
  return (
    <>
      <Fact term={kinds[kind].by[tender.method]}>{money(tender.amountMinor)}</Fact>
      {hasChange && tender.tenderedMinor !== null && tender.changeMinor !== null && (
        <>
          <Fact term={payment.handedOver}>{money(tender.tenderedMinor)}</Fact>
          <Fact term={payment.changeGiven}>{money(tender.changeMinor)}</Fact>
        </>
      )}
      {reference !== null && <Fact term={payment.cardReference}>{reference}</Fact>}
      {tender.cardLast4 !== null && <Fact term={payment.last4}>{tender.cardLast4}</Fact>}
    </>
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
