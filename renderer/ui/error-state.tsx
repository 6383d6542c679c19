import { RotateCw, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { words } from '../../shared/words/index.ts'
import { Button } from './button.tsx'
import { classNames } from './class-names.ts'
import styles from './empty-state.module.css'

/** What every refusal says. The shape of `Failure`, without tying the primitives to the contract. */
export interface Complaint {
  readonly message: string
  readonly nextStep?: string | undefined
  readonly incidentId?: string | undefined
}

export interface ErrorStateProps {
  error: Complaint
  onRetry?: () => void
}

/**
 * Stands where something could not be shown: what is wrong, what to do, and the number to report.
 *
 * @example
 * {day.error && <ErrorState error={day.error.failure} onRetry={day.refetch} />}
 */
export function ErrorState({ error, onRetry }: ErrorStateProps): ReactNode {
  return (
    <div role="alert" className={styles.empty}>
      <span className={classNames(styles.badge, styles.danger)}>
        <TriangleAlert className={styles.icon} aria-hidden />
      </span>
      <p className={styles.title}>{error.message}</p>
      {error.nextStep !== undefined && <p className={styles.body}>{error.nextStep}</p>}
      {error.incidentId !== undefined && (
        <p className={styles.incident}>{words.ui.incident(error.incidentId)}</p>
      )}
      {onRetry && (
        <Button icon={RotateCw} onPress={onRetry}>
          {words.ui.tryAgain}
        </Button>
      )}
    </div>
  )
}
