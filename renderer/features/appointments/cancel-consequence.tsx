import { CircleAlert, CircleCheck } from 'lucide-react'
import type { ReactNode } from 'react'
import { classNames } from '../../ui/class-names.ts'
import styles from './cancel-consequence.module.css'
import type { ConsequenceWords } from './say-consequence.ts'

/** What cancelling now would mean, in a box that is read before the buttons. */
export function ConsequenceBox({ said }: { said: ConsequenceWords }): ReactNode {
  const Icon = said.tone === 'good' ? CircleCheck : CircleAlert
  return (
    <div className={classNames(styles.box, styles[said.tone])}>
      <Icon className={styles.icon} aria-hidden />
      <div>
        <p className={styles.title}>{said.title}</p>
        {said.lines.map((line) => (
          <p key={line} className={styles.line}>
            {line}
          </p>
        ))}
      </div>
    </div>
  )
}
