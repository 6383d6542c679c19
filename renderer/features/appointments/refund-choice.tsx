import type { ReactNode } from 'react'
import { formatMoney, type Minor } from '../../../shared/money.ts'
import { words } from '../../../shared/words/index.ts'
import { SegmentedControl } from '../../ui/segmented-control.tsx'

const choices = [
  { value: 'balance', label: words.booking.toBalance },
  { value: 'refund', label: words.booking.toRefund },
] as const

export interface RefundChoiceProps {
  /** What is due back; with nothing there is no choice. */
  dueMinor: Minor
  currency: string
  /** Whether it goes back the way it was paid; else it becomes the client's balance. */
  value: boolean
  onChange: (isRefunding: boolean) => void
}

/** What becomes of money that is due back: one of two, and never neither. */
export function RefundChoice({
  dueMinor,
  currency,
  value,
  onChange,
}: RefundChoiceProps): ReactNode {
  if (dueMinor === 0) return null
  const { booking } = words
  return (
    <SegmentedControl
      label={booking.dueBack(formatMoney(dueMinor, currency))}
      description={value ? booking.toRefundHelp : booking.toBalanceHelp}
      segments={choices}
      value={value ? 'refund' : 'balance'}
      onChange={(next) => onChange(next === 'refund')}
      isFullWidth
    />
  )
}
