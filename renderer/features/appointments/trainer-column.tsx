import { memo, type ReactNode } from 'react'
import type { AppointmentCard, TrainerColumn as Column } from '../../../shared/appointments.ts'
import type { TimeAway } from '../../../shared/availability.ts'
import { addMinutes, type Instant } from '../../../shared/time.ts'
import { words } from '../../../shared/words/index.ts'
import { cutOut, slotMinutes, stretchOf, type DayFrame, type Slot } from './day-geometry.ts'
import { GhostBlock, type Ghost } from './ghost-block.tsx'
import { hoursText } from './open-hours.ts'
import { SessionBlock } from './session-block.tsx'
import styles from './trainer-column.module.css'

export interface TrainerColumnProps {
  /** Its place from the left, from 0. */
  index: number
  column: Column
  /** When the whole studio is closed. */
  closures: readonly TimeAway[]
  day: DayFrame
  slots: readonly Slot[]
  appointments: readonly AppointmentCard[]
  now: Instant
  /** The stop the keyboard stands on in this column: a minute, or a session's id. */
  cursorMinute: number | null
  cursorId: string | null
  selectedId: string | null
  movingId: string | null
  ghost: Ghost | null
  /** What choosing a free slot does; `nothing` for someone who may not book. */
  slotAction: 'book' | 'move' | 'nothing'
}

/**
 * One trainer's day: working time is light and the rest is shaded, free slots are buttons that show
 * themselves under the pointer, sessions lie above them.
 */
export const TrainerColumn = memo(function TrainerColumn({
  index,
  column,
  closures,
  day,
  slots,
  appointments,
  now,
  cursorMinute,
  cursorId,
  selectedId,
  movingId,
  ghost,
  slotAction,
}: TrainerColumnProps): ReactNode {
  const placed = appointments.flatMap((card) => {
    const stretch = stretchOf(day, { start: card.startTime, end: card.endTime })
    return stretch ? [{ card, stretch }] : []
  })
  const working = column.hours.flatMap((hours) => stretchOf(day, hours) ?? [])
  // Hours that another week would have are hatched, so that a dated day does not look like a mistake.
  const missing = cutOut(
    column.usualHours.flatMap((hours) => stretchOf(day, hours) ?? []),
    working,
  )
  const away = [
    ...cutOut(missing, awayStretches(day, closures, column.timeOff)).map((span) => ({
      label: words.day.otherHours,
      span,
    })),
    ...[
      ...closures.map((closure) => ({ label: words.day.studioClosed(closure.reason), closure })),
      ...column.timeOff.map((closure) => ({ label: words.day.away(closure.reason), closure })),
    ].flatMap(({ label, closure }) => {
      const span = stretchOf(day, closure)
      return span ? [{ label, span }] : []
    }),
  ]
  const buffers = appointments.flatMap((card) => [
    ...bufferSpan(day, addMinutes(card.startTime, -card.bufferBeforeMinutes), card.startTime),
    ...bufferSpan(day, card.endTime, addMinutes(card.endTime, card.bufferAfterMinutes)),
  ])
  const isWorking = (minute: number) =>
    working.some((span) => span.from <= minute && minute < span.to) &&
    !away.some(({ span }) => span.from <= minute && minute < span.to)
  const isTaken = (minute: number) =>
    placed.some(({ stretch }) => stretch.from <= minute && minute < stretch.to)

  return (
    <div
      role="group"
      aria-label={words.day.column(
        column.name,
        hoursText({ ...day, closures }, column),
        words.day.sessions(placed.length),
      )}
      data-column={column.id}
      className={styles.column}
      style={{ gridColumn: index + 2 }}
    >
      {working.map((span) => (
        <div key={span.from} className={styles.working} style={placeOf(span)} />
      ))}
      {away.map(({ label, span }) => (
        <div key={`${label} ${span.from}`} className={styles.away} style={placeOf(span)}>
          <span className={styles.awayLabel}>{label}</span>
        </div>
      ))}
      {buffers.map((span) => (
        <div key={span.from} className={styles.buffer} style={placeOf(span)} aria-hidden />
      ))}
      {slotAction !== 'nothing' &&
        slots.map(
          ({ minute, time, isBookable }, index) =>
            isBookable &&
            !isTaken(minute) && (
              <button
                key={minute}
                type="button"
                data-slot={minute}
                data-trainer={column.id}
                data-hint={
                  slotAction === 'move' ? words.day.moveHere(time) : words.day.bookAt(time)
                }
                tabIndex={cursorMinute === minute ? 0 : -1}
                aria-label={slotName(slotAction, column.name, time, isWorking(minute))}
                className={styles.slot}
                style={{ gridRow: index + 1 }}
              />
            ),
        )}
      {placed.map(({ card, stretch }) => (
        <SessionBlock
          key={card.id}
          card={card}
          trainerName={column.name}
          timeZone={day.timeZone}
          now={now}
          stretch={stretch}
          isCursor={cursorId === card.id}
          isSelected={selectedId === card.id}
          isMoving={movingId === card.id}
        />
      ))}
      {ghost && <GhostBlock ghost={ghost} />}
    </div>
  )
})

function awayStretches(day: DayFrame, ...spans: readonly (readonly TimeAway[])[]) {
  return spans.flat().flatMap((span) => stretchOf(day, span) ?? [])
}

/** Where a stretch of the day lies in the column. */
function placeOf(span: { readonly from: number; readonly to: number }) {
  return {
    top: `calc(var(--slot) * ${span.from / slotMinutes})`,
    height: `calc(var(--slot) * ${(span.to - span.from) / slotMinutes})`,
  }
}

function bufferSpan(day: DayFrame, start: Instant, end: Instant) {
  const span = start < end ? stretchOf(day, { start, end }) : null
  return span ? [span] : []
}

function slotName(
  action: 'book' | 'move',
  trainer: string,
  time: string,
  isWorking: boolean,
): string {
  if (action === 'move') return words.day.slotMove(trainer, time)
  return isWorking ? words.day.slot(trainer, time) : words.day.slotOff(trainer, time)
}
