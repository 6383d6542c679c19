import { RotateCw, TriangleAlert, Unplug, Waypoints } from 'lucide-react'
import type { ReactNode } from 'react'
import { words } from '../../../shared/words/index.ts'
import { useQueryOf } from '../../app/api.ts'
import { useSignedIn } from '../../app/session.tsx'
import { Button } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import styles from './broker-strip.module.css'
import { sayBroker } from './say-broker.ts'
import { useSecond } from './use-second.ts'

/**
 * One line on how events reach their handlers where a message broker carries them. Nothing while
 * handlers read the log, which is how it usually is, and so nothing while that is not known yet.
 */
export function BrokerStrip(): ReactNode {
  const broker = useQueryOf('events.broker', {})
  const { timeZone } = useSignedIn().studio
  const now = useSecond()
  const say = words.events.broker
  if (broker.data === undefined) {
    return broker.failure ? (
      <div role="alert" className={classNames(styles.strip, styles.unread)}>
        <TriangleAlert className={styles.icon} aria-hidden />
        <p>
          {say.unread} {broker.failure.message}
        </p>
        <Button icon={RotateCw} onPress={broker.refetch}>
          {words.ui.tryAgain}
        </Button>
      </div>
    ) : null
  }
  if (broker.data === null) return null
  const { away } = broker.data
  const Icon = away ? Unplug : Waypoints
  return (
    <section aria-label={say.label} className={classNames(styles.strip, away && styles.away)}>
      <Icon className={styles.icon} aria-hidden />
      <p>{sayBroker(broker.data, timeZone, now)}</p>
    </section>
  )
}
