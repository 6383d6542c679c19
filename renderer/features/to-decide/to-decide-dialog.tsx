import { CircleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import type { LocalDate, LocalDateTime } from '../../../shared/time.ts'
import type {
  KeptTime,
  ToDecide,
  UndecidedSession,
  WhyUndecided,
} from '../../../shared/to-decide.ts'
import { words } from '../../../shared/words/index.ts'
import { useCommand } from '../../app/api.ts'
import { useOpenDay } from '../../app/day-request.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { FormError } from '../../ui/form-error.tsx'
import { formatDate } from '../../ui/format-date.ts'
import { useSaid } from '../catalog/use-said.ts'
import styles from './to-decide-dialog.module.css'

const say = words.toDecide

/** The sessions that cannot simply take place as they are booked: why, and what can be done about it. */
export function ToDecideDialog({
  toDecide,
  onClose,
}: {
  toDecide: ToDecide
  onClose: () => void
}): ReactNode {
  const { count, sessions, timesCount } = toDecide
  const settle = useCommand('appointments.settleTimes')
  const openDay = useOpenDay()
  const said = useSaid()

  async function keepTime(keep: KeptTime, timesSettled: number, appointmentId?: string) {
    const one = appointmentId === undefined ? {} : { appointmentId }
    const result = await settle.run({ keep, ...one, shown: { timesSettled } })
    if (!result.ok) return
    said(say.settled(result.value.count), result.value.undo)
    if (count === result.value.count) onClose()
  }

  function open({ appointmentId, localStart }: UndecidedSession): void {
    onClose()
    openDay({ kind: 'open', appointmentId, date: localStart.slice(0, 10) as LocalDate })
  }

  return (
    <Dialog
      isOpen
      size="lg"
      title={say.title}
      subtitle={say.hint}
      onClose={onClose}
      footer={<Button onPress={onClose}>{words.ui.close}</Button>}
    >
      <div className={styles.body}>
        <FormError error={settle.failure} />
        {timesCount > 1 && (
          <section className={styles.all} aria-label={say.manyTimes(timesCount)}>
            <p className={styles.title}>
              <CircleAlert className={styles.icon} aria-hidden />
              {say.manyTimes(timesCount)}
            </p>
            <p className={styles.hint}>{say.manyHelp}</p>
            <div className={styles.actions}>
              <Button
                variant="primary"
                isPending={settle.isPending}
                onPress={() => void keepTime('wall', timesCount)}
              >
                {say.keepAllAgreed}
              </Button>
              <Button
                isPending={settle.isPending}
                onPress={() => void keepTime('instant', timesCount)}
              >
                {say.keepAllMoments}
              </Button>
            </div>
          </section>
        )}
        <ul className={styles.list} aria-label={say.title}>
          {sessions.map((session) => (
            <Session
              key={session.appointmentId}
              session={session}
              isPending={settle.isPending}
              onKeep={(keep) => void keepTime(keep, 1, session.appointmentId)}
              onOpen={() => open(session)}
            />
          ))}
        </ul>
        {count > sessions.length && (
          <p className={styles.hint}>{say.more(count - sessions.length)}</p>
        )}
      </div>
    </Dialog>
  )
}

function Session({
  session,
  isPending,
  onKeep,
  onOpen,
}: {
  session: UndecidedSession
  isPending: boolean
  onKeep: (keep: KeptTime) => void
  onOpen: () => void
}): ReactNode {
  const who = session.clientName ?? say.class
  const time = session.why.find((why) => why.kind === 'time_differs')
  return (
    <li className={styles.row}>
      <div className={styles.text}>
        <span className={styles.name}>
          {momentText(session.localStart)} ·{' '}
          {say.session(who, session.serviceName, session.trainerName)}
        </span>
        {session.why.map((why) => (
          <span key={why.kind} className={styles.why}>
            {reasonOf(why, session)}
          </span>
        ))}
      </div>
      {time && (
        <>
          {(['agreed', 'shown'] as const).map((which) => (
            <Button
              key={which}
              isPending={isPending}
              aria-label={say.keepLabel(shortText(time[which], time), who)}
              onPress={() => onKeep(which === 'agreed' ? 'wall' : 'instant')}
            >
              {say.keep(shortText(time[which], time))}
            </Button>
          ))}
        </>
      )}
      <Button aria-label={say.openLabel(who, momentText(session.localStart))} onPress={onOpen}>
        {say.open}
      </Button>
    </li>
  )
}

function reasonOf(why: WhyUndecided, { trainerName, serviceName }: UndecidedSession): string {
  switch (why.kind) {
    case 'trainer_retired':
      return say.trainerRetired(trainerName)
    case 'room_retired':
      return say.roomRetired(why.room)
    case 'room_not_used':
      return say.roomNotUsed(why.room, serviceName)
    case 'room_missing':
      return say.roomMissing(serviceName)
    case 'time_differs':
      return say.timeDiffers(shortText(why.agreed, why), shortText(why.shown, why))
  }
}

/** The time; with its day where the two are on different days. */
function shortText(
  local: LocalDateTime,
  { agreed, shown }: { readonly agreed: LocalDateTime; readonly shown: LocalDateTime },
): string {
  return agreed.slice(0, 10) === shown.slice(0, 10) ? local.slice(11) : momentText(local)
}

function momentText(local: LocalDateTime): string {
  return say.when(formatDate(local, 'weekday'), local.slice(11))
}
