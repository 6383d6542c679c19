import { describe, expect, it } from 'vitest'
import { refuse } from '../../../shared/result.ts'

describe('a day in a refusal', () => {
  it('is said as days are said elsewhere, and stays as it is in the details', () => {
    const { error } = refuse('drawer_overdue', { openedOn: '2026-03-02' })
    expect(error.message).toBe('The cash drawer has been open since 2 Mar 2026.')
    expect(error.details).toEqual({ openedOn: '2026-03-02' })
    expect(refuse('check_in_too_early', { day: '2026-03-04' }).error.message).toContain(
      'on 4 Mar 2026:',
    )
  })

  it('comes with its time where it has one', () => {
    const { message } = refuse('series_conflict', { date: '2029-03-07 09:00', why: 'Busy.' }).error
    expect(message).toBe('7 Mar 2029, 09:00 cannot be booked: Busy. Nothing was changed.')
  })

  it('is left alone inside what somebody has called something, and where there is none', () => {
    const named = (name: string) => refuse('trainer_exists', { name }).error.message
    expect(named('Ana 2026-03-02')).toContain('Ana 2026-03-02')
    expect(named('2026-19-45')).toContain('2026-19-45')
  })
})
