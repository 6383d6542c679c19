import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decideTrainerFree } from '../../../main/features/appointments/decide.ts'
import { overlaps, type Slot } from '../../../shared/availability.ts'
import { addMinutes, type Instant } from '../../../shared/time.ts'
import { refusalOf } from '../../support/read-result.ts'

const midnight = '2026-03-02T00:00:00.000Z' as Instant

/** A session of 1 to 90 minutes that starts somewhere in four hours: dense enough to collide. */
const minutes = fc.record({
  start: fc.integer({ min: 0, max: 240 }),
  length: fc.integer({ min: 1, max: 90 }),
})
type Minutes = { readonly start: number; readonly length: number }

function slotOf({ start, length }: Minutes): Slot {
  return {
    startTime: addMinutes(midnight, start),
    endTime: addMinutes(midnight, start + length),
  }
}

/** The plain truth: is there one minute that both of them use? */
function shareAMinute(a: Minutes, b: Minutes): boolean {
  for (let minute = a.start; minute < a.start + a.length; minute += 1) {
    if (minute >= b.start && minute < b.start + b.length) return true
  }
  return false
}

describe('overlap', () => {
  it('is the same from both sides', () => {
    fc.assert(
      fc.property(minutes, minutes, (a, b) => {
        expect(overlaps(slotOf(a), slotOf(b))).toBe(overlaps(slotOf(b), slotOf(a)))
      }),
    )
  })

  it('never holds for back-to-back sessions', () => {
    fc.assert(
      fc.property(minutes, fc.integer({ min: 1, max: 90 }), (first, length) => {
        const next = { start: first.start + first.length, length }
        expect(overlaps(slotOf(first), slotOf(next))).toBe(false)
        expect(overlaps(slotOf(next), slotOf(first))).toBe(false)
      }),
    )
  })

  it('holds for every session with itself', () => {
    fc.assert(
      fc.property(minutes, (a) => {
        expect(overlaps(slotOf(a), slotOf(a))).toBe(true)
      }),
    )
  })

  it('means that there is a minute both of them use', () => {
    fc.assert(
      fc.property(minutes, minutes, (a, b) => {
        expect(overlaps(slotOf(a), slotOf(b))).toBe(shareAMinute(a, b))
      }),
    )
  })
})

describe('a free trainer', () => {
  it('is one who has no minute of the slot taken, whatever else is in the book', () => {
    fc.assert(
      fc.property(minutes, fc.array(minutes, { maxLength: 8 }), (wanted, book) => {
        const free = decideTrainerFree(slotOf(wanted), book.map(slotOf), 'Ana', 'Europe/Berlin')
        expect(free.ok).toBe(!book.some((busy) => shareAMinute(wanted, busy)))
      }),
    )
  })

  it('is always free at the time a refusal names, if nothing else follows', () => {
    fc.assert(
      fc.property(minutes, minutes, (wanted, busy) => {
        fc.pre(shareAMinute(wanted, busy))
        const until = busy.start + busy.length
        const refused = refusalOf(decideTrainerFree(slotOf(wanted), [slotOf(busy)], 'Ana', 'UTC'))
        expect(refused.details).toMatchObject({ until: addMinutes(midnight, until).slice(11, 16) })
        const later = slotOf({ start: until, length: wanted.length })
        expect(decideTrainerFree(later, [slotOf(busy)], 'Ana', 'UTC').ok).toBe(true)
      }),
    )
  })
})
