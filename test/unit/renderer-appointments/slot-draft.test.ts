import { describe, expect, it } from 'vitest'
import {
  localEndOf,
  moveDraftAcross,
  shiftDraft,
  spanOf,
  stretchDraft,
  type SlotDraft,
} from '../../../renderer/features/appointments/slot-draft.ts'
import type { LocalDate } from '../../../shared/time.ts'
import { berlin } from './a-day.ts'

function draft(date: string, time: string, durationMinutes = 60): SlotDraft {
  return { trainerId: 'ana', date: date as LocalDate, time, durationMinutes }
}

describe('moving a session by time', () => {
  it('goes on by a quarter of an hour and keeps its length', () => {
    expect(shiftDraft(draft('2026-03-02', '09:00'), 15, berlin)).toEqual(
      draft('2026-03-02', '09:15'),
    )
    expect(shiftDraft(draft('2026-03-02', '09:00'), -15, berlin).time).toBe('08:45')
  })

  it('stays inside its day', () => {
    expect(shiftDraft(draft('2026-03-02', '00:00'), -15, berlin).time).toBe('00:00')
    expect(shiftDraft(draft('2026-03-02', '23:00'), 15, berlin).time).toBe('23:00')
    expect(shiftDraft(draft('2026-03-02', '22:45'), 15, berlin).time).toBe('23:00')
  })

  it('steps over the hour that the clocks skip', () => {
    expect(shiftDraft(draft('2026-03-29', '01:45'), 15, berlin).time).toBe('03:00')
    expect(shiftDraft(draft('2026-03-29', '03:00'), -15, berlin).time).toBe('01:45')
  })

  it('goes through the hour that the clocks repeat without falling back', () => {
    expect(shiftDraft(draft('2026-10-25', '02:45'), 15, berlin).time).toBe('03:00')
    expect(shiftDraft(draft('2026-10-25', '03:00'), -15, berlin).time).toBe('02:45')
  })
})

describe('how long a session lasts', () => {
  it('is elapsed time: two hours over the skipped hour end at 04:00', () => {
    expect(localEndOf(draft('2026-03-29', '01:00', 120), berlin)).toBe('2026-03-29T04:00')
  })

  it('is never less than a quarter of an hour, and never past midnight', () => {
    expect(stretchDraft(draft('2026-03-02', '09:00', 15), -15, berlin).durationMinutes).toBe(15)
    expect(stretchDraft(draft('2026-03-02', '09:00', 30), 15, berlin).durationMinutes).toBe(45)
    expect(stretchDraft(draft('2026-03-02', '23:30', 30), 15, berlin).durationMinutes).toBe(30)
  })
})

it('has no moment when the clocks skip its start', () => {
  expect(spanOf(draft('2026-03-29', '02:30'), berlin)).toBeNull()
})

it('moves across columns and stays at the edge', () => {
  const trainers = ['ana', 'ben']
  expect(moveDraftAcross(draft('2026-03-02', '09:00'), 1, trainers).trainerId).toBe('ben')
  expect(moveDraftAcross(draft('2026-03-02', '09:00'), -1, trainers).trainerId).toBe('ana')
})
