import { slotMinutes, type Stretch } from './day-geometry.ts'

/** Where the keyboard is in the grid: a trainer's column and a minute of the day. */
export interface Cursor {
  readonly trainerId: string
  /** Elapsed minutes since the day's start. */
  readonly minute: number
}

/** A session as the grid sees it. */
interface GridBlock extends Stretch {
  readonly id: string
  readonly trainerId: string
}

/** A place in a column where the keyboard can stand: a free slot, or a session however long. */
export interface Stop {
  readonly minute: number
  readonly blockId: string | null
}

export interface GridLayout {
  readonly trainerIds: readonly string[]
  readonly blocks: readonly GridBlock[]
  readonly dayLength: number
  /** Whether free time can be stood on too. False for someone who may not book. */
  readonly hasSlots: boolean
}

export type Direction = 'up' | 'down' | 'left' | 'right' | 'home' | 'end'

/**
 * The stops of one column, top down. A slot that starts inside a session is not a stop of its own;
 * a session that starts off the quarter hour still is one.
 */
export function stopsOf(trainerId: string, layout: GridLayout): Stop[] {
  const blocks = layout.blocks.filter((block) => block.trainerId === trainerId)
  const stops: Stop[] = blocks.map((block) => ({ minute: block.from, blockId: block.id }))
  for (let minute = 0; layout.hasSlots && minute < layout.dayLength; minute += slotMinutes) {
    if (!blocks.some((block) => block.from <= minute && minute < block.to)) {
      stops.push({ minute, blockId: null })
    }
  }
  return stops.toSorted((a, b) => a.minute - b.minute)
}

/** What the cursor stands on: the session that covers its minute, else the free slot it is in. */
export function stopAt(cursor: Cursor, layout: GridLayout): Stop {
  const block = layout.blocks.find(
    (candidate) =>
      candidate.trainerId === cursor.trainerId &&
      candidate.from <= cursor.minute &&
      cursor.minute < candidate.to,
  )
  if (block) return { minute: block.from, blockId: block.id }
  const stops = stopsOf(cursor.trainerId, layout)
  const found = stops.findLast((stop) => stop.minute <= cursor.minute) ?? stops[0]
  return found ?? { minute: cursor.minute, blockId: null }
}

/**
 * Where an arrow key leads. Up and down go from stop to stop; left and right keep the minute, so
 * that crossing a long session and coming back ends where it began. At an edge it stays.
 *
 * @example
 * moveCursor({ trainerId: 'ana', minute: 540 }, 'down', layout) // { trainerId: 'ana', minute: 555 }
 */
export function moveCursor(cursor: Cursor, direction: Direction, layout: GridLayout): Cursor {
  switch (direction) {
    case 'left':
    case 'right': {
      const index = layout.trainerIds.indexOf(cursor.trainerId)
      const next = layout.trainerIds[index + (direction === 'left' ? -1 : 1)]
      return next === undefined ? cursor : { ...cursor, trainerId: next }
    }
    case 'up':
    case 'down': {
      const here = stopAt(cursor, layout)
      const stops = stopsOf(cursor.trainerId, layout)
      const index = stops.findIndex(
        (stop) => stop.minute === here.minute && stop.blockId === here.blockId,
      )
      const next = stops[index + (direction === 'up' ? -1 : 1)]
      return next === undefined ? cursor : { ...cursor, minute: next.minute }
    }
    case 'home':
    case 'end': {
      const end = direction === 'home' ? layout.trainerIds[0] : layout.trainerIds.at(-1)
      return end === undefined ? cursor : { ...cursor, trainerId: end }
    }
  }
}

/** Keeps a cursor valid when the day under it changes: another day, other trainers. */
export function clampCursor(
  cursor: Cursor | null,
  layout: GridLayout,
  minute: number,
): Cursor | null {
  const first = layout.trainerIds[0]
  if (first === undefined) return null
  if (cursor === null) return { trainerId: first, minute: Math.max(0, minute) }
  return {
    trainerId: layout.trainerIds.includes(cursor.trainerId) ? cursor.trainerId : first,
    minute: Math.min(Math.max(0, cursor.minute), layout.dayLength - slotMinutes),
  }
}
