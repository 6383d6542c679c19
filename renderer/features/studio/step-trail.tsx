import { Check } from 'lucide-react'
import type { ReactNode } from 'react'
import { words } from '../../../shared/words/index.ts'
import { classNames } from '../../ui/class-names.ts'
import type { SetUpStep } from './set-up-draft.ts'
import styles from './step-trail.module.css'

export interface StepTrailProps {
  steps: readonly SetUpStep[]
  current: SetUpStep
  /** Goes back to a page that is done. */
  onGo: (step: SetUpStep) => void
}

/** Where one is in the form, what is done, and the way back to it. */
export function StepTrail({ steps, current, onGo }: StepTrailProps): ReactNode {
  const now = steps.indexOf(current)
  return (
    <ol className={styles.trail}>
      {steps.map((step, index) => (
        <li key={step} aria-current={index === now ? 'step' : undefined} className={styles.item}>
          {index < now ? (
            <button
              type="button"
              onClick={() => onGo(step)}
              className={classNames(styles.step, styles.done)}
            >
              <Check className={styles.icon} aria-hidden />
              {words.setup.steps[step]}
            </button>
          ) : (
            <span className={classNames(styles.step, index === now && styles.now)}>
              {words.setup.steps[step]}
            </span>
          )}
        </li>
      ))}
    </ol>
  )
}
