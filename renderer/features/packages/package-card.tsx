import { Clock } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { formatMoney } from '../../../shared/money.ts'
import type { ClientPackage, CreditMove } from '../../../shared/packages.ts'
import { addDays, localDateTimeOf, type LocalDate } from '../../../shared/time.ts'
import { words } from '../../../shared/words/index.ts'
import { sayDay } from '../../../shared/words/say-day.ts'
import { useSignedIn } from '../../app/session.tsx'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { formatDate } from '../../ui/format-date.ts'
import { CreditPicture } from './credit-picture.tsx'
import styles from './sold-card.module.css'

/** So many days before its end a package says so. */
const soonDays = 14

export interface PackageCardProps {
  sold: ClientPackage
  today: LocalDate
  /** Left out where nothing may be done with it. */
  actions?: ReactNode
}

/** A package a client bought: what is left as a picture, until when, and what became of each credit. */
export function PackageCard({ sold, today, actions }: PackageCardProps): ReactNode {
  const { studio } = useSignedIn()
  const [isOpen, setOpen] = useState(false)
  const say = words.packages
  const isOver = sold.left + sold.held === 0
  const next = sold.lots[0]?.expiresOn ?? sold.expiresOn
  const isSoon = sold.left > 0 && next <= addDays(today, soonDays)
  const boughtOn = localDateTimeOf(sold.soldAt, studio.timeZone)
  return (
    <li className={styles.card}>
      <div className={styles.head}>
        <strong className={styles.name}>{sold.name}</strong>
        {isOver && <Badge>{say.over}</Badge>}
        {isSoon && (
          <Badge tone="warning" icon={Clock}>
            {say.expiresSoon}
          </Badge>
        )}
        <span className={styles.when}>
          {next < today ? say.expired(sayDay(next)) : say.validUntil(sayDay(next))}
        </span>
      </div>
      <CreditPicture counts={sold} />
      {sold.lots.length > 1 && (
        <p className={styles.facts}>
          {sold.lots.map((lot) => say.lotUntil(lot.remaining, sayDay(lot.expiresOn))).join(' · ')}
        </p>
      )}
      <div className={styles.row}>
        <span className={styles.facts}>
          {say.bought(
            sayDay(boughtOn.slice(0, 10)),
            formatMoney(sold.paidMinor, sold.currency),
            sold.receiptNumber,
          )}
        </span>
        <div className={styles.buttons}>
          <Button
            variant="ghost"
            aria-expanded={isOpen}
            aria-label={isOpen ? say.hideHistoryOf(sold.name) : say.historyOf(sold.name)}
            onPress={() => setOpen(!isOpen)}
          >
            {isOpen ? say.hideHistory : say.history}
          </Button>
          {actions}
        </div>
      </div>
      {isOpen && (
        <ul aria-label={say.historyOf(sold.name)} className={styles.moves}>
          {sold.moves.map((move) => (
            <Move key={move.id} move={move} timeZone={studio.timeZone} />
          ))}
        </ul>
      )}
    </li>
  )
}

function Move({ move, timeZone }: { move: CreditMove; timeZone: string }): ReactNode {
  const at = localDateTimeOf(move.at, timeZone)
  const { session } = move
  return (
    <li className={styles.move}>
      <span className={styles.muted}>
        {formatDate(at, 'weekday')} {at.slice(11)}
      </span>
      <span>
        {words.packages.moves[move.kind]}
        {move.delta !== 0 && ` ${move.delta > 0 ? '+' : '−'}${Math.abs(move.delta)}`}
      </span>
      <span className={styles.muted}>
        {session &&
          `${session.serviceName}, ${formatDate(session.localStart, 'weekday')} ${session.localStart.slice(11)}`}
      </span>
      <span className={styles.muted}>{words.packages.untilDay(sayDay(move.expiresOn))}</span>
    </li>
  )
}
