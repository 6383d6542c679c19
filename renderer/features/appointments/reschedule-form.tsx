import { ArrowDown } from 'lucide-react'
import { useCallback, useEffect, useState, type ReactNode } from 'react'
import type { LocalDate } from '../../../shared/time.ts'
import { words } from '../../../shared/words/index.ts'
import { useQueryOf } from '../../app/api.ts'
import { useSignedIn } from '../../app/session.tsx'
import { Button } from '../../ui/button.tsx'
import { formatDate } from '../../ui/format-date.ts'
import { ConsequenceBox } from './cancel-consequence.tsx'
import { MovedMeanwhile } from './moved-meanwhile.tsx'
import { needsOf, previewConflicts } from './preview-conflicts.ts'
import styles from './reschedule-form.module.css'
import { RoomSelect } from './room-select.tsx'
import { isSameSlot, localEndOf, type SlotDraft } from './slot-draft.ts'
import { SlotFields } from './slot-fields.tsx'
import { noOverrides } from './slot-overrides.tsx'
import { SlotProblems } from './slot-problems.tsx'
import type { Move } from './use-desk.ts'
import { useLateMove } from './use-late-move.ts'
import { useMove } from './use-move.ts'
import { WaiverFields } from './waiver-fields.tsx'

export interface RescheduleFormProps {
  move: Move
  draft: SlotDraft
  onDraft: (draft: SlotDraft) => void
  today: LocalDate
  onMoved: (slot: SlotDraft) => void
  onLeave: () => void
}

/** Another time for a session: old and new one above each other, and what stands in the way. */
export function RescheduleForm({
  move: begun,
  draft,
  onDraft,
  today,
  onMoved,
  onLeave,
}: RescheduleFormProps): ReactNode {
  const { session, studio } = useSignedIn()
  // Begun anew from where the session stands, when somebody else has moved it meanwhile.
  const [again, setAgain] = useState<Move | null>(null)
  const move = again ?? begun
  const catalog = useQueryOf('catalog.list', {})
  const day = useQueryOf('appointments.day', { date: draft.date })
  const [overrides, setOverrides] = useState(noOverrides)
  const [roomId, setRoomId] = useState<string | null>(null)
  const [isSlotValid, setSlotValid] = useState(true)
  const trainers = catalog.data?.trainers ?? []
  const trainerName = useCallback(
    (id: string) => catalog.data?.trainers.find((trainer) => trainer.id === id)?.name ?? '',
    [catalog.data],
  )
  const mover = useMove(studio.timeZone, trainerName)
  const isSame = isSameSlot(draft, move.from) && (roomId === null || roomId === move.card.roomId)
  const rooms = catalog.data?.services.find(({ id }) => id === move.card.serviceId)?.rooms ?? []
  const needs = needsOf(catalog.data, move.card.serviceId, move.card, roomId)
  const preview = day.data
    ? { day: day.data, draft, clientId: move.card.clientId, ignoreId: move.card.id, needs }
    : null
  const conflicts = preview && !isSame ? previewConflicts(preview) : []

  const late = useLateMove(move, draft)
  const waiver = late?.waiver ?? null

  const { clear } = mover
  useEffect(() => clear(), [draft, overrides, roomId, waiver, clear])

  async function submit(): Promise<void> {
    if (!isSlotValid || isSame) return
    const result = await mover.run(move, draft, { overrides, roomId, late })
    if (result.ok) onMoved(draft)
  }

  return (
    <form
      className={styles.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
    >
      <ol className={styles.change}>
        <Slot
          term={words.booking.from}
          slot={move.from}
          timeZone={studio.timeZone}
          trainer={trainerName(move.from.trainerId)}
        />
        <ArrowDown className={styles.arrow} aria-hidden />
        <Slot
          term={words.booking.to}
          slot={draft}
          timeZone={studio.timeZone}
          trainer={trainerName(draft.trainerId)}
          isNew={!isSame}
        />
      </ol>
      <p className={styles.help}>{words.booking.rescheduleHelp}</p>
      <SlotFields
        draft={draft}
        onDraft={onDraft}
        onValid={setSlotValid}
        trainers={trainers}
        timeZone={studio.timeZone}
        today={today}
        autoFocus
      />
      <RoomSelect rooms={rooms} value={roomId} onChange={setRoomId} />
      <SlotProblems
        conflicts={conflicts}
        failure={mover.failure}
        preview={preview}
        overrides={overrides}
        onOverrides={setOverrides}
        isManager={session.role === 'manager'}
        onSuggestion={onDraft}
      />
      <MovedMeanwhile
        failure={mover.failure}
        move={move}
        draft={draft}
        trainerName={trainerName}
        onKeepMine={(from) => {
          mover.clear()
          setAgain(from)
        }}
        onTakeTheirs={onLeave}
      />
      {late && (
        <>
          <div role="status">
            <ConsequenceBox
              said={
                late.waiver === null
                  ? {
                      tone: 'costly',
                      title: late.title,
                      lines: late.cost === null ? [] : [late.cost],
                    }
                  : { tone: 'good', title: words.outcome.movesLateWaived, lines: [] }
              }
            />
          </div>
          <WaiverFields value={late.waiver} onChange={late.onWaiver} />
        </>
      )}
      <div className={styles.buttons}>
        <Button size="lg" onPress={onLeave}>
          {words.booking.keepAsIs}
        </Button>
        <Button
          variant="primary"
          size="lg"
          type="submit"
          isPending={mover.isPending}
          isDisabled={isSame}
          isFullWidth
        >
          {isSame ? words.booking.confirmMove : words.booking.confirmMoveTo(draft.time)}
        </Button>
      </div>
    </form>
  )
}

function Slot({
  term,
  slot,
  timeZone,
  trainer,
  isNew = false,
}: {
  term: string
  slot: SlotDraft
  timeZone: string
  trainer: string
  isNew?: boolean
}): ReactNode {
  return (
    <li className={styles.slot} data-new={isNew}>
      <span className={styles.term}>{term}</span>
      <span className={styles.when}>
        {formatDate(slot.date, 'weekday')}, {slot.time} –{' '}
        {localEndOf(slot, timeZone)?.slice(11) ?? '…'}
      </span>
      <span className={styles.trainer}>{trainer}</span>
    </li>
  )
}
