import { CircleAlert, Lock, LockOpen } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import type { Earnings } from '../../../shared/earnings.ts'
import { localDateTimeOf } from '../../../shared/time.ts'
import { words } from '../../../shared/words/index.ts'
import { useSignedIn } from '../../app/session.tsx'
import { Button } from '../../ui/button.tsx'
import { formatDate } from '../../ui/format-date.ts'
import { daysOf, sayPeriod, type EarningPeriod } from './earning-period.ts'
import { LockDialog } from './lock-dialog.tsx'
import styles from './pay-out.module.css'
import { sayAmount } from './say-rate.ts'
import { useToday } from '../events/use-today.ts'

const say = words.earnings

/** What the period comes to, whether it was paid out and by whom, and the button that does it. */
export function PayOut({
  earnings,
  period,
  mayLock,
}: {
  earnings: Earnings
  period: EarningPeriod
  mayLock: boolean
}): ReactNode {
  const [isAsking, setAsking] = useState(false)
  const today = useToday()
  const { from, until } = daysOf(period)
  const { currency, totalMinor, locked, unresolved } = earnings
  const whole = locked.some((days) => days.from <= from && days.until >= until)
  const isOver = until < today
  return (
    <section aria-label={say.period} className={styles.section}>
      <div>
        <h2 className={styles.title}>{sayPeriod(period)}</h2>
        <p className={styles.total}>{sayAmount(totalMinor, currency)}</p>
        {mayLock && <p className={styles.hint}>{say.allOf}</p>}
      </div>
      {locked.length > 0 ? (
        <ul className={styles.locks}>
          {locked.map((days) => (
            <LockedDays key={days.from} days={days} isWhole={whole} />
          ))}
        </ul>
      ) : (
        <p className={styles.state}>
          <LockOpen className={styles.icon} aria-hidden />
          <span>
            <strong>{say.open}</strong>
            <span className={styles.detail}>{say.openHint}</span>
          </span>
        </p>
      )}
      {!whole && unresolved > 0 && (
        <p className={styles.state}>
          <CircleAlert className={styles.icon} aria-hidden />
          <span>{say.unresolved(unresolved)}</span>
        </p>
      )}
      {mayLock && !whole && (
        <>
          <Button
            variant="primary"
            size="lg"
            isFullWidth
            icon={Lock}
            isDisabled={!isOver || locked.length > 0}
            onPress={() => setAsking(true)}
          >
            {say.lock}
          </Button>
          {locked.length > 0 ? (
            <p className={styles.hint}>{say.partly}</p>
          ) : (
            !isOver && <p className={styles.hint}>{say.notOver}</p>
          )}
        </>
      )}
      {isAsking && (
        <LockDialog earnings={earnings} period={period} onClose={() => setAsking(false)} />
      )}
    </section>
  )
}

function LockedDays({
  days,
  isWhole,
}: {
  days: Earnings['locked'][number]
  isWhole: boolean
}): ReactNode {
  const { timeZone } = useSignedIn().studio
  const at = localDateTimeOf(days.lockedAt, timeZone)
  return (
    <li className={styles.state}>
      <Lock className={styles.icon} aria-hidden />
      <span>
        <strong>
          {say.locked}
          {!isWhole &&
            `: ${say.lockedPart(formatDate(days.from, 'short'), formatDate(days.until, 'short'))}`}
        </strong>
        <span className={styles.detail}>
          {say.lockedBy(formatDate(at, 'medium'), at.slice(11), days.by)}
        </span>
      </span>
    </li>
  )
}
