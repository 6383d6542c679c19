import { useEffect, useRef, type RefObject } from 'react'
import type { AppointmentDetail } from '../../../shared/appointments.ts'
import type { LocalDate } from '../../../shared/time.ts'
import type { SlotDraft } from './slot-draft.ts'
import { slotOf, type Move, type Task } from './use-desk.ts'

/**
 * What a session's panel does when its task changes: back from a form the focus goes to the panel,
 * and a move that a key asked for before the session was read is begun. Answers where the panel's
 * content is.
 */
export function usePanelTask({
  appointment,
  task,
  move,
  canAct,
  onShowDate,
  onStartMove,
}: {
  appointment: AppointmentDetail
  task: Task
  move: Move | null
  canAct: boolean
  onShowDate: (date: LocalDate) => void
  onStartMove: (move: Move, draft: SlotDraft) => void
}): RefObject<HTMLDivElement | null> {
  const body = useRef<HTMLDivElement>(null)
  // The focus would have nowhere to be. A dialog gives it back to its button itself.
  const lastTask = useRef(task)
  useEffect(() => {
    const wasForm = lastTask.current === 'pay' || lastTask.current === 'reschedule'
    if (wasForm && task === 'overview') body.current?.focus({ preventScroll: true })
    lastTask.current = task
  }, [task])

  useEffect(() => {
    if (task === 'reschedule' && move === null && canAct) {
      const from = slotOf(appointment, appointment.timeZone)
      onShowDate(from.date)
      onStartMove({ card: appointment, from, via: 'panel' }, from)
    }
  }, [task, move, canAct, appointment, onShowDate, onStartMove])
  return body
}
