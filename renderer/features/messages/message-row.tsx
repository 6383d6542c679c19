import { Check, CircleAlert, Clock, MailX, RotateCw, Send, type LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import type { MessageState, OutboxMessage } from '../../../shared/messages.ts'
import { words } from '../../../shared/words/index.ts'
import { Badge, type BadgeProps } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { formatDate } from '../../ui/format-date.ts'
import styles from './message-row.module.css'

const looks = {
  queued: { icon: Clock, tone: 'neutral' },
  sending: { icon: Send, tone: 'info' },
  sent: { icon: Check, tone: 'success' },
  failed: { icon: CircleAlert, tone: 'danger' },
  skipped: { icon: MailX, tone: 'neutral' },
} satisfies Record<MessageState, { icon: LucideIcon; tone: NonNullable<BadgeProps['tone']> }>

/** One message: to whom, about what, and how far it is; a failed one can be tried again. */
export function MessageRow({
  message,
  onRetry,
}: {
  message: OutboxMessage
  onRetry: () => void
}): ReactNode {
  const { icon, tone } = looks[message.state]
  const recipient = nameOf(message)
  const detail = detailOf(message)
  return (
    <li className={styles.row}>
      <div className={styles.text}>
        <p className={styles.client}>
          {recipient}
          <span className={styles.kind}>{words.messages.kinds[message.kind]}</span>
        </p>
        <p className={styles.about}>
          {words.messages.about({
            service: message.serviceName,
            trainer: message.trainerName,
            when: sayMoment(message.localStart),
          })}
        </p>
        {detail !== null && (
          <p className={classNames(styles.detail, message.state === 'failed' && styles.problem)}>
            {detail}
          </p>
        )}
      </div>
      <div className={styles.state}>
        <Badge tone={tone} icon={icon}>
          {words.messages.states[message.state]}
        </Badge>
        <span className={styles.time}>
          {message.sentAt
            ? words.messages.sentAt(sayMoment(message.sentAt))
            : words.messages.queuedAt(sayMoment(message.queuedAt))}
        </span>
      </div>
      {message.state === 'failed' && (
        <Button icon={RotateCw} onPress={onRetry} aria-label={words.messages.retryOf(recipient)}>
          {words.messages.retry}
        </Button>
      )}
    </li>
  )
}

/** Why it is not sent yet, or never will be. */
function detailOf({
  lastError,
  skipReason,
  nextAttemptAt,
  isUndecided,
  attempts,
}: OutboxMessage): string | null {
  if (skipReason) return words.messages.skipReasons[skipReason]
  if (isUndecided) return words.messages.undecided
  if (lastError === null) return null
  if (nextAttemptAt === null) return lastError
  return `${lastError} ${words.messages.tries({ count: attempts, next: nextAttemptAt.slice(11) })}`
}

/** `Mon 2 Mar 09:00` */
function sayMoment(local: string): string {
  return `${formatDate(local, 'weekday')} ${local.slice(11)}`
}

function nameOf({ recipientType, recipientName }: OutboxMessage): string {
  if (recipientName === null) return words.messages.noClient
  return recipientType === 'trainer' ? words.messages.toTrainer(recipientName) : recipientName
}
