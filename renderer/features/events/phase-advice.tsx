import { Check, Laptop, Network, Waypoints, type LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import type { VolumeAdvice } from '../../../shared/event-monitor.ts'
import { words } from '../../../shared/words/index.ts'
import { Badge } from '../../ui/badge.tsx'
import { classNames } from '../../ui/class-names.ts'
import styles from './phase-advice.module.css'
import { shareOfNextPhase } from './volume-figures.ts'

const phases: readonly { phase: VolumeAdvice; icon: LucideIcon }[] = [
  { phase: 'local', icon: Laptop },
  { phase: 'streams', icon: Waypoints },
]
const advanced = { phase: 'scale', icon: Network } as const

/** The ways to run handlers, with their thresholds, and the one that fits the busiest hour. */
export function PhaseAdvice({
  advice,
  busiest,
}: {
  advice: VolumeAdvice
  busiest: number
}): ReactNode {
  const say = words.events.volume
  const share = shareOfNextPhase(busiest)
  return (
    <section aria-label={say.adviceTitle}>
      <h2 className={styles.title}>{say.adviceTitle}</h2>
      {share !== null && <p className={styles.reached}>{say.reached(sayShare(share))}</p>}
      <ol className={styles.phases}>
        {phases.map(({ phase, icon }) => (
          <li key={phase} aria-current={phase === advice}>
            <Phase phase={phase} icon={icon} isHere={phase === advice} />
          </li>
        ))}
      </ol>
      <details className={styles.advanced} open={advice === advanced.phase}>
        <summary className={styles.summary}>{say.advanced}</summary>
        <div aria-current={advice === advanced.phase}>
          <Phase {...advanced} isHere={advice === advanced.phase} />
        </div>
      </details>
    </section>
  )
}

function Phase({
  phase,
  icon: Icon,
  isHere,
}: {
  phase: VolumeAdvice
  icon: LucideIcon
  isHere: boolean
}): ReactNode {
  const say = words.events.volume
  return (
    <div className={classNames(styles.phase, isHere && styles.here)}>
      <Icon className={styles.icon} aria-hidden />
      <div className={styles.text}>
        <p className={styles.name}>
          {say.phases[phase].name}
          {isHere && (
            <Badge tone="accent" icon={Check}>
              {say.here}
            </Badge>
          )}
        </p>
        <p className={styles.range}>{say.phases[phase].range}</p>
        <p className={styles.body}>{say.phases[phase].body}</p>
      </div>
    </div>
  )
}

function sayShare(share: number): string {
  const percent = share * 100
  return percent > 0 && percent < 1 ? 'less than 1%' : `${Math.round(percent)}%`
}
