import { useEffect, useRef, type PointerEvent, type RefObject } from 'react'
import type { AppointmentCard, DayView } from '../../../shared/appointments.ts'
import { slotMinutes } from './day-geometry.ts'

/** Where a dragged session is held: minutes from where it was, and over which column. */
export interface Drop {
  readonly card: AppointmentCard
  readonly minutes: number
  readonly trainerId: string
}

interface Hold {
  readonly card: AppointmentCard
  readonly pointerId: number
  readonly x: number
  readonly y: number
  readonly scrollTop: number
  drop: Drop | null
}

/** A press that moves less than this is a click. */
const threshold = 5

/**
 * Moves a session with the mouse: it snaps to quarters of an hour and to columns, Esc lets go. The
 * keyboard does the same with Alt and the arrows.
 */
export function useDrag({
  isEnabled,
  day,
  canvas,
  slotHeight,
  onDrag,
  onDrop,
}: {
  isEnabled: boolean
  day: DayView
  canvas: RefObject<HTMLDivElement | null>
  slotHeight: number
  onDrag: (drop: Drop) => void
  onDrop: (drop: Drop | null) => void
}) {
  const hold = useRef<Hold | null>(null)
  const droppedAt = useRef(0)

  useEffect(() => {
    const letGo = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || !hold.current) return
      const wasDragging = hold.current.drop !== null
      hold.current = null
      if (!wasDragging) return
      event.preventDefault()
      event.stopPropagation()
      onDrop(null)
    }
    window.addEventListener('keydown', letGo, { capture: true })
    return () => window.removeEventListener('keydown', letGo, { capture: true })
  }, [onDrop])

  function onPointerDown(event: PointerEvent<HTMLDivElement>): void {
    if (!isEnabled || event.button !== 0 || event.pointerType === 'touch') return
    const block =
      event.target instanceof Element
        ? event.target.closest<HTMLElement>('[data-appointment]')
        : null
    const card = day.appointments.find(
      (candidate) => candidate.id === block?.dataset['appointment'],
    )
    if (!card || card.status !== 'booked') return
    const scrollTop = canvas.current?.parentElement?.scrollTop ?? 0
    hold.current = {
      card,
      pointerId: event.pointerId,
      x: event.clientX,
      y: event.clientY,
      scrollTop,
      drop: null,
    }
  }

  function onPointerMove(event: PointerEvent<HTMLDivElement>): void {
    const held = hold.current
    if (!held || held.pointerId !== event.pointerId) return
    const isFar = Math.hypot(event.clientX - held.x, event.clientY - held.y) >= threshold
    if (!held.drop && !isFar) return
    if (!held.drop) canvas.current?.setPointerCapture(event.pointerId)

    const scrolled = (canvas.current?.parentElement?.scrollTop ?? 0) - held.scrollTop
    const slots = Math.round((event.clientY - held.y + scrolled) / slotHeight)
    const drop = {
      card: held.card,
      minutes: slots * slotMinutes,
      trainerId:
        columnAt(canvas.current, event.clientX) ?? held.drop?.trainerId ?? held.card.trainerId,
    }
    if (held.drop?.minutes === drop.minutes && held.drop.trainerId === drop.trainerId) return
    held.drop = drop
    onDrag(drop)
  }

  function onPointerUp(event: PointerEvent<HTMLDivElement>): void {
    const held = hold.current
    hold.current = null
    if (!held?.drop) return
    canvas.current?.releasePointerCapture(event.pointerId)
    droppedAt.current = event.timeStamp
    onDrop(held.drop)
  }

  function onPointerCancel(): void {
    const wasDragging = hold.current?.drop !== null && hold.current !== null
    hold.current = null
    if (wasDragging) onDrop(null)
  }

  return {
    handlers: { onPointerDown, onPointerMove, onPointerUp, onPointerCancel },
    /** The click that the browser makes of a drop's release is not a click. */
    hasJustDropped: () => performance.now() - droppedAt.current < 80,
  }
}

function columnAt(canvas: HTMLDivElement | null, x: number): string | null {
  for (const column of canvas?.querySelectorAll<HTMLElement>('[data-column]') ?? []) {
    const { left, right } = column.getBoundingClientRect()
    if (left <= x && x < right) return column.dataset['column'] ?? null
  }
  return null
}
