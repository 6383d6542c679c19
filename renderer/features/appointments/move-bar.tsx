import { ArrowRight } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Complaint } from '../../ui/error-state.tsx'
import { words } from '../../../shared/words/index.ts'
import { Button } from '../../ui/button.tsx'
import styles from './move-bar.module.css'

export interface MoveBarProps {
  clientName: string
  /** Where it is and where it would be, in words. */
  from: string
  to: string
  /** What stands in the way; null when it may go there. */
  problem: Complaint | null
  isPending: boolean
  onMove: () => void
  onLeave: () => void
  /** With it, a refusal can be overruled right here. */
  override?: { label: string; onPress: () => void } | undefined
}

/** Says at the foot of the day what is being moved where, and waits for Enter or Esc. */
export function MoveBar({
  clientName,
  from,
  to,
  problem,
  isPending,
  onMove,
  onLeave,
  override,
}: MoveBarProps): ReactNode {
  return (
    <div role="region" aria-label={words.day.moving(clientName)} className={styles.bar}>
      <div className={styles.text}>
        <p className={styles.title}>
          <strong>{words.day.moving(clientName)}</strong>
          <span className={styles.from}>{from}</span>
          <ArrowRight className={styles.arrow} aria-hidden />
          <span className={styles.to}>{to}</span>
        </p>
        <p role="status" className={styles.problem}>
          {problem && `${problem.message} ${problem.nextStep ?? ''}`}
        </p>
      </div>
      {override && (
        <Button onPress={override.onPress} isPending={isPending}>
          {override.label}
        </Button>
      )}
      <Button variant="ghost" shortcut="Esc" onPress={onLeave}>
        {words.day.leave}
      </Button>
      <Button variant="primary" shortcut="Enter" onPress={onMove} isPending={isPending}>
        {words.day.move}
      </Button>
    </div>
  )
}
