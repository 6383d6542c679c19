import type { ReactNode } from 'react'
import { formatMoney, type Minor } from '../../../shared/money.ts'
import { words } from '../../../shared/words/index.ts'
import { useQueryOf } from '../../app/api.ts'
import styles from './cash-short.module.css'

/**
 * Says, while an amount is still being typed, that the open drawer does not hold it. How much it holds
 * stays unsaid, as in the refusal: the count is blind. Nothing where the drawer is closed or overdue,
 * which has a refusal of its own.
 *
 * @param amountMinor what is to leave the drawer in cash; null while nothing is typed
 * @example
 * <CashShort amountMinor={method === 'cash' ? amount : null} />
 */
export function CashShort({ amountMinor }: { amountMinor: Minor | null }): ReactNode {
  const { data: drawer } = useQueryOf('drawer.status', {})
  if (amountMinor === null || amountMinor <= 0) return null
  if (drawer?.state !== 'open' || drawer.overdue) return null
  const held = drawer.movements.reduce<number>(
    (sum, movement) => sum + movement.amountMinor,
    drawer.floatMinor,
  )
  if (amountMinor <= held) return null
  return (
    <p role="status" className={styles.short}>
      {words.drawer.short(formatMoney(amountMinor, drawer.currency))}
    </p>
  )
}
