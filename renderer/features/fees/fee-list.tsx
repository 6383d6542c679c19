import { HandHeart, Wallet } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import type { FeeState, FeeView } from '../../../shared/fees.ts'
import { formatMoney } from '../../../shared/money.ts'
import { localDateTimeOf } from '../../../shared/time.ts'
import { words } from '../../../shared/words/index.ts'
import { useSignedIn } from '../../app/session.tsx'
import { Badge, type BadgeProps } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { formatDate } from '../../ui/format-date.ts'
import styles from './fee-list.module.css'
import { PayFeeDialog } from './pay-fee-dialog.tsx'
import { WaiveDialog } from './waive-dialog.tsx'

const tones: Record<FeeState, NonNullable<BadgeProps['tone']>> = {
  pending: 'info',
  due: 'warning',
  kept: 'success',
  paid: 'success',
  waived: 'neutral',
  forgiven: 'neutral',
  withdrawn: 'neutral',
}

export interface FeeListProps {
  fees: readonly FeeView[]
  /** What each line says besides: which session it is of, or whose it is; null: neither matters. */
  shows: 'session' | 'client' | null
}

/** Fees with what became of them; what is still open can be let go. */
export function FeeList({ fees, shows }: FeeListProps): ReactNode {
  const { studio } = useSignedIn()
  const [waiving, setWaiving] = useState<FeeView | null>(null)
  const [paying, setPaying] = useState<FeeView | null>(null)
  return (
    <>
      <ul className={styles.list}>
        {fees.map((fee) => {
          const amount = formatMoney(fee.amountMinor, fee.currency)
          const isOwed = fee.state === 'pending' || fee.state === 'due'
          return (
            <li key={fee.id} className={styles.line}>
              <div className={styles.text}>
                <span>{words.fees.kinds[fee.kind]}</span>
                <span className={styles.when}>{whenText(fee, shows, studio.timeZone)}</span>
              </div>
              <Badge tone={tones[fee.state]}>{words.fees.states[fee.state]}</Badge>
              <span className={styles.amount}>{amount}</span>
              {isOwed && (
                <Button
                  variant="ghost"
                  icon={Wallet}
                  aria-label={words.fees.payOf(amount)}
                  onPress={() => setPaying(fee)}
                >
                  {words.fees.pay}
                </Button>
              )}
              {fee.waivableMinor !== null && (
                <Button
                  variant="ghost"
                  icon={HandHeart}
                  aria-label={words.fees.waiveOf(formatMoney(fee.waivableMinor, fee.currency))}
                  onPress={() => setWaiving(fee)}
                >
                  {words.fees.waive}
                </Button>
              )}
            </li>
          )
        })}
      </ul>
      {paying && <PayFeeDialog fee={paying} onClose={() => setPaying(null)} />}
      {waiving !== null && waiving.waivableMinor !== null && (
        <WaiveDialog
          fee={waiving}
          amountMinor={waiving.waivableMinor}
          onClose={() => setWaiving(null)}
        />
      )}
    </>
  )
}

function whenText(fee: FeeView, shows: FeeListProps['shows'], timeZone: string): string {
  const session = `${fee.serviceName}, ${formatDate(fee.sessionLocal, 'weekday')}`
  const whose = { session, client: fee.clientName }
  const due = localDateTimeOf(fee.dueAt, timeZone)
  const waits =
    fee.state === 'pending'
      ? words.fees.pendingUntil(`${formatDate(due, 'weekday')}, ${due.slice(11)}`)
      : null
  const reason =
    fee.state === 'waived' && fee.waiverReason !== null
      ? words.outcome.waiveReasons[fee.waiverReason]
      : null
  return [shows && whose[shows], waits, reason].filter((part) => part !== null).join(' · ')
}
