import { useEffect, useState, type ReactNode, type RefObject } from 'react'
import { createPortal } from 'react-dom'
import type { AppointmentCard, DayView } from '../../../shared/appointments.ts'
import { formatMoney } from '../../../shared/money.ts'
import type { Instant } from '../../../shared/time.ts'
import { words } from '../../../shared/words/index.ts'
import { ClientNote } from '../clients/client-note.tsx'
import { timeOf } from './day-geometry.ts'
import { moneyMarkOf, moneyMarkWords } from './describe-session.ts'
import styles from './session-peek.module.css'

/** How long the pointer rests before the whole of a session is shown. */
const restMs = 450

/** It goes by itself: it must not lie over what is beside it while the pointer just rests. */
const shownMs = 6_000

interface Peek {
  readonly card: AppointmentCard
  readonly box: DOMRect
  /** What else is booked, as it is drawn. */
  readonly others: readonly DOMRect[]
}

/**
 * Shows the whole of a session beside it while the pointer rests on it, for what a small block
 * cuts off. For the eye only: a block's name says it too, and its panel has the note. It stands where
 * it covers least of what else is booked, and goes with the pointer, a key, or after a while.
 */
export function SessionPeek({
  day,
  now,
  scroller,
  isOff,
}: {
  day: DayView
  now: Instant
  scroller: RefObject<HTMLElement | null>
  /** While something is being moved it would be in the way. */
  isOff: boolean
}): ReactNode {
  const [peek, setPeek] = useState<Peek | null>(null)

  useEffect(() => {
    const grid = scroller.current
    if (!grid || isOff) return
    let timer = 0
    const hide = () => {
      window.clearTimeout(timer)
      setPeek(null)
    }
    const show = (event: PointerEvent) => {
      const block =
        event.target instanceof Element
          ? event.target.closest<HTMLElement>('[data-appointment]')
          : null
      const card = day.appointments.find(
        (candidate) => candidate.id === block?.dataset['appointment'],
      )
      hide()
      if (!block || !card || event.pointerType === 'touch') return
      timer = window.setTimeout(() => {
        const blocks = [...grid.querySelectorAll('[data-appointment]')]
        const others = blocks
          .filter((other) => other !== block)
          .map((other) => other.getBoundingClientRect())
        setPeek({ card, box: block.getBoundingClientRect(), others })
        timer = window.setTimeout(hide, shownMs)
      }, restMs)
    }
    grid.addEventListener('pointerover', show)
    grid.addEventListener('pointerleave', hide)
    for (const event of ends) window.addEventListener(event, hide, { capture: true })
    return () => {
      hide()
      grid.removeEventListener('pointerover', show)
      grid.removeEventListener('pointerleave', hide)
      for (const event of ends) window.removeEventListener(event, hide, { capture: true })
    }
  }, [day.appointments, scroller, isOff])

  if (!peek) return null
  const { card, box } = peek
  const trainer = day.trainers.find((candidate) => candidate.id === card.trainerId)
  const money = card.money && card.money.priceMinor > 0 ? card.money : null
  return createPortal(
    <div
      aria-hidden
      data-hue={card.hue}
      className={styles.peek}
      style={{ width, ...placeFor(box, peek.others) }}
    >
      <p className={styles.client}>{card.clientName}</p>
      <p className={styles.time}>
        {timeOf(card.startTime, day.timeZone)} – {timeOf(card.endTime, day.timeZone)}
      </p>
      <p className={styles.service}>
        {card.group
          ? words.groups.takenSpoken(card.group.taken, card.group.capacity)
          : card.serviceName}
      </p>
      <p className={styles.rest}>{trainer?.name}</p>
      {money && (
        <p className={styles.rest}>
          {formatMoney(money.priceMinor, day.currency)}, {moneyMarkWords(moneyMarkOf(card, now))}
        </p>
      )}
      <ClientNote note={card.clientNote} isShort />
      {card.status !== 'booked' && (
        <p className={styles.rest}>{words.booking.statuses[card.status]}</p>
      )}
    </div>,
    document.body,
  )
}

const ends = ['pointerdown', 'scroll', 'keydown', 'blur'] as const
const width = 232
/** About as high as it is with everything in it. */
const height = 170
const gap = 8

/** Beside, under or over the session: where it covers least of the others and is inside the window. */
function placeFor(box: DOMRect, others: readonly DOMRect[]): { left: number; top: number } {
  const clamp = (value: number, most: number) => Math.max(gap, Math.min(value, most - gap))
  const places = [
    { left: box.right + gap, top: box.top },
    { left: box.left - width - gap, top: box.top },
    { left: box.left, top: box.bottom + gap },
    { left: box.left, top: box.top - height - gap },
  ].map(({ left, top }) => ({
    left: clamp(left, window.innerWidth - width),
    top: clamp(top, window.innerHeight - height),
  }))
  const covered = places.map((place) =>
    [...others, box].reduce((sum, other) => sum + overlap(place, other), 0),
  )
  return places[covered.indexOf(Math.min(...covered))]!
}

function overlap({ left, top }: { left: number; top: number }, other: DOMRect): number {
  const across = Math.min(left + width, other.right) - Math.max(left, other.left)
  const down = Math.min(top + height, other.bottom) - Math.max(top, other.top)
  return Math.max(0, across) * Math.max(0, down)
}
