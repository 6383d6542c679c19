import { describe, expect, it } from 'vitest'
import {
  clampCursor,
  moveCursor,
  stopAt,
  stopsOf,
  type GridLayout,
} from '../../../renderer/features/appointments/grid-moves.ts'

const layout: GridLayout = {
  trainerIds: ['ana', 'ben', 'cleo'],
  blocks: [
    { id: 'long', trainerId: 'ben', from: 540, to: 600 },
    { id: 'odd', trainerId: 'ana', from: 550, to: 590 },
    { id: 'short', trainerId: 'cleo', from: 545, to: 555 },
  ],
  dayLength: 1440,
  hasSlots: true,
}

describe('the stops of a column', () => {
  it('are its free slots and its sessions, top down', () => {
    const near = stopsOf('ben', layout).filter((stop) => stop.minute >= 525 && stop.minute <= 615)
    expect(near).toEqual([
      { minute: 525, blockId: null },
      { minute: 540, blockId: 'long' },
      { minute: 600, blockId: null },
      { minute: 615, blockId: null },
    ])
  })

  it('include a session that begins and ends off the quarter hour', () => {
    const near = stopsOf('cleo', layout).filter((stop) => stop.minute >= 540 && stop.minute <= 555)
    expect(near).toEqual([
      { minute: 540, blockId: null },
      { minute: 545, blockId: 'short' },
      { minute: 555, blockId: null },
    ])
  })

  it('are only the sessions for someone who may not book', () => {
    expect(stopsOf('ben', { ...layout, hasSlots: false })).toEqual([
      { minute: 540, blockId: 'long' },
    ])
  })
})

describe('arrow keys', () => {
  it('go down slot by slot and over a session in one step', () => {
    expect(moveCursor({ trainerId: 'ben', minute: 510 }, 'down', layout).minute).toBe(525)
    expect(moveCursor({ trainerId: 'ben', minute: 525 }, 'down', layout).minute).toBe(540)
    expect(moveCursor({ trainerId: 'ben', minute: 540 }, 'down', layout).minute).toBe(600)
    expect(moveCursor({ trainerId: 'ben', minute: 600 }, 'up', layout).minute).toBe(540)
  })

  it('leave a session from its middle as from its start', () => {
    expect(moveCursor({ trainerId: 'ben', minute: 570 }, 'down', layout).minute).toBe(600)
    expect(moveCursor({ trainerId: 'ben', minute: 570 }, 'up', layout).minute).toBe(525)
  })

  it('keep the time across columns, also across a long session', () => {
    const onLong = moveCursor({ trainerId: 'ana', minute: 535 }, 'right', layout)
    expect(onLong).toEqual({ trainerId: 'ben', minute: 535 })
    const inLong = { trainerId: 'ben', minute: 585 }
    expect(stopAt(inLong, layout).blockId).toBe('long')
    expect(moveCursor(inLong, 'right', layout)).toEqual({ trainerId: 'cleo', minute: 585 })
  })

  it('stay at the edges', () => {
    expect(moveCursor({ trainerId: 'ana', minute: 0 }, 'up', layout)).toEqual({
      trainerId: 'ana',
      minute: 0,
    })
    expect(moveCursor({ trainerId: 'ana', minute: 0 }, 'left', layout)).toEqual({
      trainerId: 'ana',
      minute: 0,
    })
    expect(moveCursor({ trainerId: 'cleo', minute: 1425 }, 'down', layout).minute).toBe(1425)
    expect(moveCursor({ trainerId: 'cleo', minute: 30 }, 'right', layout).trainerId).toBe('cleo')
  })

  it('go to the first and the last trainer with Home and End', () => {
    expect(moveCursor({ trainerId: 'ben', minute: 30 }, 'home', layout).trainerId).toBe('ana')
    expect(moveCursor({ trainerId: 'ben', minute: 30 }, 'end', layout).trainerId).toBe('cleo')
  })
})

describe('another day under the cursor', () => {
  it('keeps the trainer and the time', () => {
    const cursor = { trainerId: 'ben', minute: 540 }
    expect(clampCursor(cursor, layout, 0)).toEqual(cursor)
  })

  it('takes the first trainer when theirs has no column, and the last slot of a short day', () => {
    const shorter = { ...layout, trainerIds: ['cleo'], dayLength: 1380 }
    expect(clampCursor({ trainerId: 'ben', minute: 1425 }, shorter, 0)).toEqual({
      trainerId: 'cleo',
      minute: 1365,
    })
  })

  it('is nowhere without trainers', () => {
    expect(clampCursor(null, { ...layout, trainerIds: [] }, 0)).toBeNull()
  })
})
