import { ChevronDown, ChevronRight, RotateCcw, Trash2 } from 'lucide-react'
import { useId, useState, type ReactNode } from 'react'
import type { FailedEvent, SubscriptionState } from '../../../shared/event-monitor.ts'
import { words } from '../../../shared/words/index.ts'
import { useCommand } from '../../app/api.ts'
import { Button } from '../../ui/button.tsx'
import { useToasts } from '../../ui/toast.tsx'
import { DiscardDialog } from './discard-dialog.tsx'
import styles from './failure-card.module.css'
import { shortId } from './log-filter.ts'
import { nameHandler } from './name-handler.ts'
import { sayMoment } from './say-moment.ts'
import { sayWait } from './say-wait.ts'
import { useSecond } from './use-second.ts'

export interface FailureCardProps {
  failure: FailedEvent
  timeZone: string
  /** The state of its handler, which may be the reason why nothing moves. */
  status?: SubscriptionState['status']
  /** Opens the event; left out where it is open already. */
  onOpen?: (seq: number) => void
  /** Inside an event's panel: the event itself need not be named. */
  isCompact?: boolean
}

/** What one handler has not managed: why, since when, what happens next, and what one can do. */
export function FailureCard({
  failure,
  timeZone,
  status = 'running',
  onOpen,
  isCompact = false,
}: FailureCardProps): ReactNode {
  const { subscription, seq, state, error, deadLetter } = failure
  const say = words.events.failures
  const name = nameHandler(subscription)
  const stack = deadLetter?.stack ?? null
  return (
    <li className={styles.card}>
      <div className={styles.top}>
        <div className={styles.what}>
          <p className={styles.handler}>
            {name} <code className={styles.code}>{subscription}</code>
          </p>
          {!isCompact && (
            <p className={styles.event}>
              <button
                type="button"
                data-row
                aria-label={say.openEvent(seq)}
                className={styles.link}
                onClick={() => onOpen?.(seq)}
              >
                {words.events.seq(seq)}
              </button>
              <code className={styles.code}>{failure.eventType}</code>
              <code className={styles.subject}>{saySubject(failure.subject)}</code>
            </p>
          )}
        </div>
        {deadLetter ? (
          <DeadActions failure={failure} letterId={deadLetter.id} name={name} />
        ) : (
          <NextStep failure={failure} status={status} />
        )}
      </div>
      {state !== 'parked' && <p className={styles.error}>{error ?? say.noError}</p>}
      <p className={styles.facts}>
        {failure.attempts > 0 && <span>{say.attempts(failure.attempts)}</span>}
        <span>{say.since(sayMoment(failure.firstFailedAt, timeZone))}</span>
        {deadLetter && (
          <>
            <span>{say.diedAt(sayMoment(deadLetter.deadAt, timeZone))}</span>
            <span>{say.version(deadLetter.handlerVersion)}</span>
          </>
        )}
      </p>
      {deadLetter && status === 'orphaned' && <p className={styles.note}>{say.orphaned}</p>}
      {stack !== null && <Stack text={stack} />}
    </li>
  )
}

function DeadActions({
  failure,
  letterId,
  name,
}: {
  failure: FailedEvent
  letterId: string
  name: string
}): ReactNode {
  const say = words.events.failures
  const replay = useCommand('events.replay', { toastFailures: true })
  const toasts = useToasts()
  const [isDiscarding, setDiscarding] = useState(false)

  async function run(): Promise<void> {
    const result = await replay.run({ deadLetterId: letterId })
    if (result.ok) toasts.show({ tone: 'success', title: say.replayed(failure.seq), body: name })
  }

  return (
    <div className={styles.actions}>
      <Button
        icon={RotateCcw}
        isPending={replay.isPending}
        aria-label={say.replayOf(failure.seq, name)}
        onPress={() => void run()}
      >
        {say.replay}
      </Button>
      <Button
        variant="ghost"
        icon={Trash2}
        aria-label={say.discardOf(failure.seq, name)}
        onPress={() => setDiscarding(true)}
      >
        {say.discard}
      </Button>
      {isDiscarding && (
        <DiscardDialog
          seq={failure.seq}
          name={name}
          letterId={letterId}
          onClose={() => setDiscarding(false)}
        />
      )}
    </div>
  )
}

/** The time of the next attempt, counted down; or what it waits for. */
function NextStep({
  failure,
  status,
}: {
  failure: FailedEvent
  status: SubscriptionState['status']
}): ReactNode {
  const now = useSecond()
  return <p className={styles.next}>{sayWait(failure, status, now)}</p>
}

function Stack({ text }: { text: string }): ReactNode {
  const say = words.events.failures
  const id = useId()
  const [isShown, setShown] = useState(false)
  const Chevron = isShown ? ChevronDown : ChevronRight
  return (
    <div>
      <button
        type="button"
        aria-expanded={isShown}
        aria-controls={id}
        className={styles.toggle}
        onClick={() => setShown(!isShown)}
      >
        <Chevron className={styles.chevron} aria-hidden />
        {isShown ? say.hideStack : say.showStack}
      </button>
      <pre id={id} hidden={!isShown} className={styles.stack}>
        {text}
      </pre>
    </div>
  )
}

function saySubject(subject: string): string {
  const [type = '', id = ''] = subject.split(':')
  return `${type} …${shortId(id)}`
}
