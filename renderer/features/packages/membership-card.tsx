import { CalendarX, Pause, Play, RotateCcw } from 'lucide-react'
import type { ReactNode } from 'react'
import { formatMoney } from '../../../shared/money.ts'
import type { Membership } from '../../../shared/packages.ts'
import type { LocalDate } from '../../../shared/time.ts'
import { words } from '../../../shared/words/index.ts'
import { sayDay } from '../../../shared/words/say-day.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { CreditPicture } from './credit-picture.tsx'
import styles from './sold-card.module.css'

const tones = {
  coming: 'info',
  running: 'success',
  paused: 'warning',
  over: 'neutral',
  void: 'neutral',
} as const

export interface MembershipCardProps {
  membership: Membership
  today: LocalDate
  onPause: () => void
  onResume: (pauseId: string) => void
  onEnd: () => void
  onReopen: () => void
  onRenew: () => void
  onRefund: () => void
}

/** A membership: how long it runs, what its month has left, and what can be done with it. */
export function MembershipCard({
  membership,
  today,
  onPause,
  onResume,
  onEnd,
  onReopen,
  onRenew,
  onRefund,
}: MembershipCardProps): ReactNode {
  const say = words.packages
  const { state, sessionsPerMonth: limit, usedThisMonth: used } = membership
  const isAlive = state !== 'over' && state !== 'void'
  const isGivenUp = membership.endedFrom !== null
  const pauses = membership.pauses.filter((pause) => pause.untilOn >= today)
  return (
    <li className={styles.card}>
      <div className={styles.head}>
        <strong className={styles.name}>{membership.name}</strong>
        <Badge tone={tones[state]}>{say.states[state]}</Badge>
        <span className={styles.when}>
          {state === 'coming'
            ? say.sellMembership(sayDay(membership.startsOn), sayDay(membership.endsOn))
            : isAlive
              ? say.until(sayDay(membership.endsOn))
              : state === 'void'
                ? say.saleVoided
                : say.ended(sayDay(membership.endsOn))}
        </span>
      </div>
      {used !== null && limit !== null && (
        <CreditPicture
          counts={{
            credits: Math.max(limit, used),
            left: Math.max(0, limit - used),
            held: 0,
            used,
            lost: 0,
          }}
        />
      )}
      <p className={styles.facts}>
        {[
          say.monthly(formatMoney(membership.priceMinor, membership.currency)),
          limit === null ? say.unlimited : say.perMonth(limit),
          ...(used === null
            ? []
            : [limit === null ? say.usedUnlimited(used) : say.usedThisMonth(used, limit)]),
        ].join(' · ')}
      </p>
      {membership.endedFrom !== null && (
        <p className={styles.facts}>{say.givenUp(sayDay(membership.endedFrom))}</p>
      )}
      {pauses.map((pause) => (
        <div key={pause.id} className={styles.row}>
          <span className={styles.facts}>
            {say.pauseOf(sayDay(pause.fromOn), sayDay(pause.untilOn))}
          </span>
          <Button variant="ghost" icon={Play} onPress={() => onResume(pause.id)}>
            {say.resume}
          </Button>
        </div>
      ))}
      <div className={styles.buttons}>
        {membership.refundableMinor > 0 && (
          <Button variant="ghost" onPress={onRefund} aria-label={say.refundOf(membership.name)}>
            {say.refund}
          </Button>
        )}
        {isGivenUp && (
          <Button variant="ghost" icon={RotateCcw} onPress={onReopen}>
            {say.reopen}
          </Button>
        )}
        {isAlive && !isGivenUp && (
          <>
            <Button variant="ghost" icon={CalendarX} onPress={onEnd}>
              {say.end}
            </Button>
            <Button variant="ghost" icon={Pause} onPress={onPause}>
              {say.pause}
            </Button>
            <Button onPress={onRenew}>{say.renew}</Button>
          </>
        )}
      </div>
    </li>
  )
}
