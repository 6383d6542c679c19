import {
  Banknote,
  CircleCheck,
  CircleDashed,
  CreditCard,
  Landmark,
  ReceiptText,
  RotateCcw,
  Ticket,
  Wallet,
} from 'lucide-react'
import { useState, type ReactNode } from 'react'
import type {
  AppointmentDetail,
  AppointmentMoney,
  PaymentStatus,
} from '../../../shared/appointments.ts'
import { formatMoney, minor, type Minor } from '../../../shared/money.ts'
import { localDateTimeOf, type Instant } from '../../../shared/time.ts'
import { words } from '../../../shared/words/index.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { formatDate } from '../../ui/format-date.ts'
import { useToasts } from '../../ui/toast.tsx'
import styles from './payment-section.module.css'
import { paymentMark } from './payment-mark.ts'
import { ReceiptDialog } from './receipt-dialog.tsx'
import { RefundDialog } from './refund-dialog.tsx'

const statusLooks = {
  unpaid: { tone: 'warning', icon: CircleDashed },
  paid: { tone: 'success', icon: CircleCheck },
  part_refunded: { tone: 'info', icon: RotateCcw },
  refunded: { tone: 'neutral', icon: RotateCcw },
  covered: { tone: 'success', icon: Ticket },
} as const satisfies Record<PaymentStatus, object>

const methodIcons = {
  cash: Banknote,
  card: CreditCard,
  bank_transfer: Landmark,
  account: Wallet,
} as const

export interface PaymentSectionProps {
  appointment: AppointmentDetail
  money: AppointmentMoney
}

/** The money of a session: its price, every payment and refund with its receipt, and giving back. */
export function PaymentSection({ appointment, money }: PaymentSectionProps): ReactNode {
  const { payments, currency, timeZone } = appointment
  const [receipt, setReceipt] = useState<string | null>(null)
  const [isRefunding, setRefunding] = useState(false)
  const toasts = useToasts()
  const refundable = payments.filter((payment) => payment.refundableMinor > 0)
  const dueBack = dueBackMinor(appointment)
  const mark = paymentMark(appointment.status, money)
  // Of a lost session that was never paid there is nothing to say but its fee.
  if (money.priceMinor > 0 && mark === null && payments.length === 0) return null

  return (
    <section aria-label={words.booking.payment} className={styles.section}>
      <div className={styles.head}>
        <strong className={styles.price}>
          {money.priceMinor === 0 ? words.payment.free : formatMoney(money.priceMinor, currency)}
        </strong>
        {mark && (
          <Badge tone={statusLooks[mark].tone} icon={statusLooks[mark].icon}>
            {words.payment.statuses[mark]}
          </Badge>
        )}
        {refundable.length > 0 && dueBack === 0 && (
          <Button
            variant="ghost"
            className={styles.refund ?? ''}
            onPress={() => setRefunding(true)}
          >
            {words.payment.refund}
          </Button>
        )}
      </div>
      {dueBack > 0 && (
        <p className={styles.due}>
          <RotateCcw className={styles.icon} aria-hidden />
          <span className={styles.text}>
            {words.payment.dueBack(formatMoney(dueBack, currency))}
          </span>
          <Button onPress={() => setRefunding(true)}>{words.payment.giveBack}</Button>
        </p>
      )}
      {payments.length > 0 && (
        <ul className={styles.list}>
          {payments.flatMap((payment) => [
            <Line
              key={payment.id}
              icon={methodIcons[payment.method]}
              text={words.payment.methods[payment.method]}
              when={momentText(payment.createdAt, timeZone)}
              amount={formatMoney(payment.amountMinor, currency)}
              receiptNumber={payment.receiptNumber}
              onReceipt={setReceipt}
            />,
            ...payment.refunds.map((refund) => (
              <Line
                key={refund.id}
                icon={RotateCcw}
                text={words.payment.refund}
                when={momentText(refund.createdAt, timeZone)}
                amount={`−${formatMoney(refund.amountMinor, currency)}`}
                receiptNumber={refund.receiptNumber}
                onReceipt={setReceipt}
              />
            )),
          ])}
        </ul>
      )}
      <ReceiptDialog receiptNumber={receipt} onClose={() => setReceipt(null)} />
      {isRefunding && (
        <RefundDialog
          payments={refundable}
          currency={currency}
          clientName={appointment.clientName}
          dueMinor={dueBack}
          onClose={() => setRefunding(false)}
          onRefunded={(receiptNumber, amount) => {
            setRefunding(false)
            toasts.show({
              tone: 'success',
              title: words.payment.refundDone(formatMoney(amount, currency)),
              body: words.payment.receiptOf(receiptNumber),
              action: {
                label: words.payment.showReceipt,
                onPress: () => setReceipt(receiptNumber),
              },
            })
          }}
        />
      )}
    </section>
  )
}

function Line({
  icon: Icon,
  text,
  when,
  amount,
  receiptNumber,
  onReceipt,
}: {
  icon: typeof Banknote
  text: string
  when: string
  amount: string
  receiptNumber: string
  onReceipt: (receiptNumber: string) => void
}): ReactNode {
  return (
    <li className={styles.line}>
      <Icon className={styles.icon} aria-hidden />
      <div className={styles.text}>
        <span>{text}</span>
        <span className={styles.when}>{when}</span>
      </div>
      <span className={styles.amount}>{amount}</span>
      <Button
        variant="ghost"
        icon={ReceiptText}
        aria-label={words.payment.openReceipt(receiptNumber)}
        className={styles.receipt ?? ''}
        onPress={() => onReceipt(receiptNumber)}
      >
        {words.payment.receipt}
      </Button>
    </li>
  )
}

/** What a cancelled session still owes the client: what is paid, less the fee. */
function dueBackMinor({ cancellation, payments }: AppointmentDetail): Minor {
  if (!cancellation) return minor(0)
  const paid = payments.reduce((sum, payment) => sum + payment.refundableMinor, 0)
  return minor(Math.max(0, paid - cancellation.feeMinor))
}

function momentText(instant: Instant, timeZone: string): string {
  const local = localDateTimeOf(instant, timeZone)
  return `${formatDate(local, 'weekday')}, ${local.slice(11)}`
}
