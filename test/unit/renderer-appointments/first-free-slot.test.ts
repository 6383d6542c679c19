import { describe, expect, it } from 'vitest'
import { firstFreeSlot } from '../../../renderer/features/appointments/first-free-slot.ts'
import { aDay, at, session, trainer } from './a-day.ts'

const date = '2026-03-02'
const day = aDay(
  date,
  [
    trainer('off', date),
    trainer('ana', date, '08:00', '16:00'),
    trainer('ben', date, '09:00', '17:00'),
  ],
  [session('1', 'ana', 'kim', date, '09:00', '10:00')],
)
const yesterday = at('2026-03-01T12:00')
const placeOf = (slot: ReturnType<typeof firstFreeSlot>) => slot && [slot.trainerId, slot.time]

describe('a new booking that nobody pointed at', () => {
  it('starts where the keyboard stands, if that is free', () => {
    expect(placeOf(firstFreeSlot(day, { trainerId: 'ben', minute: 600 }, 60, yesterday))).toEqual([
      'ben',
      '10:00',
    ])
  })

  it('starts at the next free time from there', () => {
    expect(placeOf(firstFreeSlot(day, { trainerId: 'ana', minute: 540 }, 60, yesterday))).toEqual([
      'ana',
      '10:00',
    ])
  })

  it('starts with the first trainer who works, at their opening, or now', () => {
    expect(placeOf(firstFreeSlot(day, null, 60, yesterday))).toEqual(['ana', '08:00'])
    expect(placeOf(firstFreeSlot(day, null, 60, at('2026-03-02T11:07')))).toEqual(['ana', '11:15'])
  })

  it('goes to another trainer when the first has no room left', () => {
    expect(placeOf(firstFreeSlot(day, null, 60, at('2026-03-02T15:30')))).toEqual(['ben', '15:30'])
  })

  it('is nowhere without trainers', () => {
    expect(firstFreeSlot(aDay(date), null, 60, yesterday)).toBeNull()
  })
})
