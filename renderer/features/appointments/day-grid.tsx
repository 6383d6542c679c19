import { useId, useMemo, useRef, type KeyboardEvent, type ReactNode, type RefObject } from 'react'
import type { DayView } from '../../../shared/appointments.ts'
import type { Instant } from '../../../shared/time.ts'
import { words } from '../../../shared/words/index.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { formatDate } from '../../ui/format-date.ts'
import {
  dayLength,
  linesOf,
  minuteOf,
  slotMinutes,
  slotsOf,
  stretchOf,
  wallTimeAt,
} from './day-geometry.ts'
import styles from './day-grid.module.css'
import type { Ghost } from './ghost-block.tsx'
import { gridCommandOf, type GridCommand } from './grid-keys.ts'
import { stopAt, type Cursor, type GridLayout } from './grid-moves.ts'
import { hoursText, outerHours } from './open-hours.ts'
import { SessionPeek } from './session-peek.tsx'
import { TrainerColumn } from './trainer-column.tsx'
import { useDrag, type Drop } from './use-drag.ts'
import { useSlotHeight } from './use-slot-height.ts'

declare module 'react' {
  interface CSSProperties {
    /** Numbers that the stylesheet reckons with. */
    [variable: `--${string}`]: string | number
  }
}

export interface DayGridProps {
  day: DayView
  now: Instant
  layout: GridLayout
  cursor: Cursor | null
  selectedId: string | null
  movingId: string | null
  ghost: Ghost | null
  slotAction: 'book' | 'move' | 'nothing'
  /** A form beside the day keeps the focus when a slot is clicked. */
  keepsFocusOutside: boolean
  scroller: RefObject<HTMLDivElement | null>
  onCursor: (cursor: Cursor) => void
  onSlot: (trainerId: string, minute: number) => void
  onOpen: (appointmentId: string) => void
  /** Arrow keys with a modifier, Enter and Esc while something moves. True: it was handled. */
  onCommand: (command: GridCommand) => boolean
  onDrag: (drop: Drop) => void
  onDrop: (drop: Drop | null) => void
}

/**
 * The day: a time gutter, one column per trainer, lines by the wall clock and the line of now. It
 * is one stop for Tab; inside, the arrow keys move.
 */
export function DayGrid(props: DayGridProps): ReactNode {
  const { day, now, layout, cursor, selectedId, movingId, ghost, slotAction, scroller } = props
  const helpId = useId()
  const canvas = useRef<HTMLDivElement>(null)
  const height = useSlotHeight(scroller, day, now)

  const { start, end, timeZone } = day
  const slots = useMemo(() => slotsOf({ start, end, timeZone }), [start, end, timeZone])
  const lines = useMemo(() => linesOf(slots), [slots])
  const byTrainer = useMemo(
    () => Map.groupBy(day.appointments, (card) => card.trainerId),
    [day.appointments],
  )
  const isToday = now >= day.start && now < day.end
  // The label of now is higher than the line it stands on.
  const isUnderNow = (minute: number) => isToday && Math.abs(minute - minuteOf(day, now)) < 13
  const stop = cursor && stopAt(cursor, layout)
  const drag = useDrag({
    isEnabled: slotAction !== 'nothing',
    day,
    canvas,
    slotHeight: height,
    onDrag: props.onDrag,
    onDrop: props.onDrop,
  })

  function onKeyDown(event: KeyboardEvent): void {
    const command = gridCommandOf(event)
    if (command === null) return
    if (props.onCommand(command)) {
      event.preventDefault()
      event.stopPropagation()
    }
  }

  return (
    <div ref={scroller} className={styles.scroller}>
      <SessionPeek day={day} now={now} scroller={scroller} isOff={movingId !== null} />
      {/* One listener for some hundred buttons inside; nothing happens on the group itself. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- the free slots inside are the buttons; the pointer is read here */}
      <div
        ref={canvas}
        role="group"
        aria-label={words.day.grid(formatDate(day.date, 'long'))}
        aria-describedby={helpId}
        className={styles.canvas}
        style={{
          '--slot': `${height}px`,
          '--slots': slots.length,
          '--columns': day.trainers.length,
        }}
        onKeyDown={onKeyDown}
        onMouseDown={(event) => {
          if (props.keepsFocusOutside && slotUnder(event.target)) event.preventDefault()
        }}
        onClick={(event) => {
          if (drag.hasJustDropped()) return
          const id = blockUnder(event.target)
          if (id !== null) props.onOpen(id)
          const slot = slotUnder(event.target)
          if (slot) props.onSlot(slot.trainerId, slot.minute)
        }}
        onFocus={(event) => {
          const slot = slotUnder(event.target)
          if (slot) props.onCursor(slot)
          const block = layout.blocks.find((candidate) => candidate.id === blockUnder(event.target))
          // Inside a session the cursor keeps its minute, so that ← and → come back to it.
          if (block && !(cursor && stopAt(cursor, layout).blockId === block.id)) {
            props.onCursor({ trainerId: block.trainerId, minute: block.from })
          }
        }}
        {...drag.handlers}
      >
        <p id={helpId} className={styles.help}>
          {words.day.gridHelp}
        </p>
        <div className={styles.corner} />
        {day.trainers.map((trainer, index) => (
          <div key={trainer.id} className={styles.head} style={{ gridColumn: index + 2 }}>
            <Avatar name={trainer.name} hue={trainer.hue} />
            <div className={styles.person}>
              <span className={styles.name} title={trainer.name}>
                {trainer.name}
              </span>
              <span className={styles.hours} title={hoursText(day, trainer)}>
                {outerHours(day, trainer)}
              </span>
            </div>
          </div>
        ))}

        <div className={styles.gutter} aria-hidden>
          {lines.map(
            (line) =>
              line.kind === 'hour' &&
              line.minute > 0 &&
              !isUnderNow(line.minute) && (
                <span key={line.minute} className={styles.hour} style={{ top: topOf(line.minute) }}>
                  {line.label}
                </span>
              ),
          )}
          {isToday && (
            <span className={styles.nowTime} style={{ top: topOf(minuteOf(day, now)) }}>
              {wallTimeAt(day, minuteOf(day, now))}
            </span>
          )}
        </div>

        <div className={styles.lines} aria-hidden>
          {lines.slice(1).map((line) => (
            <div
              key={line.minute}
              className={line.kind === 'hour' ? styles.hourLine : styles.halfLine}
              style={{ top: topOf(line.minute) }}
            />
          ))}
        </div>
        {isToday && (
          <>
            <div className={styles.lines} aria-hidden>
              <div className={styles.nowLine} style={{ top: topOf(minuteOf(day, now)) }} />
            </div>
            <div className={styles.nowAbove} aria-hidden>
              <div className={styles.nowLine} style={{ top: topOf(minuteOf(day, now)) }} />
            </div>
          </>
        )}

        {day.trainers.map((trainer, index) => {
          const isHere = cursor?.trainerId === trainer.id
          return (
            <TrainerColumn
              key={trainer.id}
              index={index}
              column={trainer}
              closures={day.closures}
              day={day}
              slots={slots}
              appointments={byTrainer.get(trainer.id) ?? []}
              now={now}
              cursorMinute={isHere && stop?.blockId === null ? stop.minute : null}
              cursorId={isHere && stop ? stop.blockId : null}
              selectedId={selectedId}
              movingId={movingId}
              ghost={ghost?.trainerId === trainer.id ? ghost : null}
              slotAction={slotAction}
            />
          )
        })}
      </div>
    </div>
  )
}

/** The blocks of a day as the keyboard sees them. */
export function layoutOf(day: DayView, hasSlots: boolean): GridLayout {
  return {
    trainerIds: day.trainers.map((trainer) => trainer.id),
    blocks: day.appointments.flatMap((card) => {
      const stretch = stretchOf(day, { start: card.startTime, end: card.endTime })
      return stretch ? [{ id: card.id, trainerId: card.trainerId, ...stretch }] : []
    }),
    dayLength: dayLength(day),
    hasSlots,
  }
}

function topOf(minute: number): string {
  return `calc(var(--slot) * ${minute / slotMinutes})`
}

function blockUnder(target: EventTarget): string | null {
  const block = target instanceof Element ? target.closest<HTMLElement>('[data-appointment]') : null
  return block?.dataset['appointment'] ?? null
}

function slotUnder(target: EventTarget): { trainerId: string; minute: number } | null {
  const slot = target instanceof Element ? target.closest<HTMLElement>('[data-slot]') : null
  const { trainer, slot: minute } = slot?.dataset ?? {}
  return trainer === undefined ? null : { trainerId: trainer, minute: Number(minute) }
}
