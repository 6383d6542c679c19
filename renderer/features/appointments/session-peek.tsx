import { useEffect, useState, type ReactNode, type RefObject } from 'react'
import { createPortal } from 'react-dom'
import type { AppointmentCard, DayView } from '../../../shared/appointments.ts'
import { formatMoney } from '../../../shared/money.ts'
import type { Instant } from '../../../shared/time.ts'
import { words } from '../../../shared/words/index.ts'
import { timeOf } from './day-geometry.ts'
import { moneyMarkOf, moneyMarkWords } from './describe-session.ts'
import styles from './session-peek.module.css'

/** How long the pointer rests before the whole of a session is shown. */
const restMs = 450

interface Peek {
  readonly card: AppointmentCard
  readonly box: DOMRect
}

/**
 * Shows the whole of a session beside it while the pointer rests on it, for what a small block
 * cuts off. For the eye only: a block's name says all of it.
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
      timer = window.setTimeout(() => setPeek({ card, box: block.getBoundingClientRect() }), restMs)
    }
    grid.addEventListener('pointerover', show)
    for (const event of ['pointerleave', 'pointerdown', 'scroll', 'keydown']) {
      grid.addEventListener(event, hide)
    }
    return () => {
      hide()
      grid.removeEventListener('pointerover', show)
      for (const event of ['pointerleave', 'pointerdown', 'scroll', 'keydown']) {
        grid.removeEventListener(event, hide)
      }
    }
  }, [day.appointments, scroller, isOff])

  if (!peek) return null
  const { card, box } = peek
  const trainer = day.trainers.find((candidate) => candidate.id === card.trainerId)
  const money = card.money && card.money.priceMinor > 0 ? card.money : null
  const isLeft = box.right + width + gap > window.innerWidth
  return createPortal(
    <div
      aria-hidden
      data-hue={card.hue}
      className={styles.peek}
      style={{
        width,
        top: Math.max(gap, Math.min(box.top, window.innerHeight - 150)),
        left: isLeft ? box.left - width - gap : box.right + gap,
      }}
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
      {card.status !== 'booked' && (
        <p className={styles.rest}>{words.booking.statuses[card.status]}</p>
      )}
    </div>,
    document.body,
  )
}

const width = 232
const gap = 8
