import { describe, expect, it } from 'vitest'
import {
  conflictWords,
  previewConflicts,
  suggestSlots,
} from '../../../renderer/features/appointments/preview-conflicts.ts'
import type { SlotDraft } from '../../../renderer/features/appointments/slot-draft.ts'
import type { LocalDate } from '../../../shared/time.ts'
import { aDay, session, trainer } from './a-day.ts'

const date = '2026-03-02'
const day = aDay(
  date,
  [
    trainer('ana', date, '08:00', '16:00'),
    trainer('ben', date, '09:00', '17:00'),
    trainer('cleo', date),
  ],
  [
    session('1', 'ana', 'kim', date, '09:00', '10:00'),
    session('2', 'ana', 'lea', date, '10:00', '10:30'),
    session('3', 'ben', 'max', date, '11:00', '12:00'),
  ],
)

function draft(trainerId: string, time: string, durationMinutes = 60): SlotDraft {
  return { trainerId, date: date as LocalDate, time, durationMinutes }
}
const codes = (slot: SlotDraft, clientId: string | null = null, ignoreId: string | null = null) =>
  previewConflicts({ day, draft: slot, clientId, ignoreId }).map((conflict) => conflict.code)

describe('a slot that is free', () => {
  it('has nothing in its way', () => {
    expect(codes(draft('ana', '12:00'))).toEqual([])
  })

  it('may begin when another session ends, and end when another begins', () => {
    expect(codes(draft('ana', '10:30'))).toEqual([])
    expect(codes(draft('ana', '08:00'))).toEqual([])
  })
})

describe('a trainer who is busy', () => {
  it('is named with the time until when', () => {
    const [conflict] = previewConflicts({
      day,
      draft: draft('ana', '09:30'),
      clientId: null,
      ignoreId: null,
    })
    expect(conflict && conflictWords(conflict).message).toBe(
      'Trainer ana is busy until 10:30 (booked from 09:00).',
    )
  })

  it('is not in the way of the very session that is being moved', () => {
    expect(codes(draft('ana', '08:30', 45), null, '1')).toEqual([])
  })
})

describe('working hours', () => {
  it('must hold the whole session', () => {
    expect(codes(draft('ana', '15:00'))).toEqual([])
    expect(codes(draft('ana', '15:15'))).toEqual(['outside_hours'])
    expect(codes(draft('ana', '07:45', 15))).toEqual(['outside_hours'])
  })

  it('are none on a day off', () => {
    expect(codes(draft('cleo', '12:00'))).toEqual(['outside_hours'])
  })
})

describe('a client with two sessions at once', () => {
  it('is warned about with another trainer', () => {
    expect(codes(draft('ana', '11:30'), 'max')).toEqual(['client_busy'])
    expect(codes(draft('ana', '12:00'), 'max')).toEqual([])
  })

  it('is not asked about for the session being moved', () => {
    expect(codes(draft('ana', '11:30'), 'max', '3')).toEqual([])
  })
})

it('says that a time does not exist', () => {
  const spring = aDay('2026-03-29', [trainer('ana', '2026-03-29', '08:00', '16:00')])
  const slot = { ...draft('ana', '02:30'), date: '2026-03-29' as LocalDate }
  const [conflict] = previewConflicts({ day: spring, draft: slot, clientId: null, ignoreId: null })
  expect(conflict?.code).toBe('time_does_not_exist')
  expect(conflict?.params).toMatchObject({ next: '03:00' })
})

describe('what is free instead', () => {
  const suggested = (slot: SlotDraft, clientId: string | null = null) =>
    suggestSlots({ day, draft: slot, clientId, ignoreId: null }).map((found) => [
      found.trainerId,
      found.time,
    ])

  it('is the trainer’s next slot, then other trainers at the same time', () => {
    expect(suggested(draft('ana', '09:30'))).toEqual([
      ['ana', '10:30'],
      ['ben', '09:30'],
    ])
  })

  it('is another trainer’s next slot when theirs is taken then', () => {
    expect(suggested(draft('ana', '15:30'))).toEqual([['ben', '15:30']])
    expect(suggested(draft('cleo', '10:15', 90))).toEqual([
      ['ana', '10:30'],
      ['ben', '12:00'],
    ])
  })

  it('keeps clear of the client’s other session', () => {
    expect(suggested(draft('ana', '10:00'), 'max')).toEqual([
      ['ana', '12:00'],
      ['ben', '10:00'],
    ])
  })

  it('is nothing when the day is over', () => {
    expect(suggested(draft('ana', '18:00'))).toEqual([])
  })
})
