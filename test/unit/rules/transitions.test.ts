import { describe, expect, it } from 'vitest'
import {
  decideStarted,
  decideTransition,
  statusBeforeCompletion,
  type Act,
} from '../../../main/features/appointments/transitions.ts'
import type { AppointmentStatus } from '../../../shared/appointments.ts'
import type { Instant } from '../../../shared/time.ts'

const statuses: readonly AppointmentStatus[] = [
  'booked',
  'checked_in',
  'completed',
  'no_show',
  'cancelled',
]

/** Every act in every status, once more by hand: `·` is refused. */
const matrix: Record<Act, string> = {
  //                     booked  arrived  completed  no-show  cancelled
  check_in: '             yes      ·         ·         ·         ·',
  complete: '             yes     yes        ·         ·         ·',
  no_show: '              yes      ·         ·         ·         ·',
  cancel: '               yes      ·         ·         ·         ·',
  move: '                 yes     yes        ·         ·         ·',
  change_payment_source: 'yes     yes        ·         ·         ·',
  take_back_check_in: '    ·      yes        ·         ·         ·',
  take_back_completion: '  ·       ·        yes        ·         ·',
  take_back_no_show: '     ·       ·         ·        yes        ·',
  reinstate: '             ·       ·         ·         ·        yes',
}

describe('what may be done to a session', () => {
  const cells = Object.entries(matrix).flatMap(([act, row]) =>
    row
      .trim()
      .split(/\s+/)
      .map((cell, index) => ({ act: act as Act, status: statuses[index]!, legal: cell === 'yes' })),
  )

  it.each(cells)('$act when it is $status: $legal', ({ act, status, legal }) => {
    const decided = decideTransition(status, act)
    expect(decided.ok).toBe(legal)
    if (decided.ok) return
    const expected =
      status === 'cancelled'
        ? 'appointment_cancelled'
        : act === 'reinstate'
          ? 'appointment_not_cancelled'
          : 'status_forbids'
    expect(decided.error.code).toBe(expected)
  })

  it('is written down for every status', () => {
    expect(cells).toHaveLength(Object.keys(matrix).length * statuses.length)
  })
})

describe('completing', () => {
  const start = '2026-03-03T12:00:00.000Z' as Instant

  it.each([
    { now: '2026-03-03T11:59:59.999Z', outcome: 'not_started' },
    { now: '2026-03-03T12:00:00.000Z', outcome: 'ok' },
    { now: '2026-03-04T12:00:00.000Z', outcome: 'ok' },
  ])('at $now: $outcome', ({ now, outcome }) => {
    const decided = decideStarted(start, now as Instant)
    expect(decided.ok ? 'ok' : decided.error.code).toBe(outcome)
  })

  it('leads back to where it came from when it is taken back', () => {
    expect(statusBeforeCompletion(null)).toBe('booked')
    expect(statusBeforeCompletion(start)).toBe('checked_in')
  })
})
