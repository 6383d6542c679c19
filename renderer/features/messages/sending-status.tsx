import { CircleCheck, Clock, Send, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Outbox } from '../../../shared/messages.ts'
import { words } from '../../../shared/words/index.ts'
import { classNames } from '../../ui/class-names.ts'
import styles from './sending-status.module.css'

/** How sending goes, in a sentence, over the messages. */
export function SendingStatus({
  state: { sending, problem, counts },
}: {
  state: Pick<Outbox, 'sending' | 'problem' | 'counts'>
}): ReactNode {
  // A mail server that nobody needs yet is no reason to warn.
  const isHeld = problem !== null || (sending !== 'on' && counts.waiting > 0)
  const Icon = problem
    ? TriangleAlert
    : isHeld || sending !== 'on'
      ? Clock
      : counts.waiting > 0
        ? Send
        : CircleCheck
  return (
    <div role="status" className={classNames(styles.status, isHeld && styles.held)}>
      <Icon className={styles.icon} aria-hidden />
      <div>
        <p className={styles.counts}>{words.messages.summary(counts)}</p>
        <p className={styles.hint}>
          {problem && sending === 'on'
            ? words.messages.problem({
                reason: problem.reason,
                next: problem.nextTryAt.slice(11),
              })
            : words.messages.sending[sending]}
        </p>
      </div>
    </div>
  )
}
