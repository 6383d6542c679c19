import { describe, expect, it } from 'vitest'
import {
  decideNoShow,
  decideNoShowTime,
  type AgreedTerms,
} from '../../../main/features/appointments/decide-outcome.ts'
import type { Stake } from '../../../shared/attendance.ts'
import { minor } from '../../../shared/money.ts'
import type { Instant } from '../../../shared/time.ts'

const instant = (text: string) => text as Instant

/** Tuesday noon, 55.00; may be marked from a quarter past, and costs the whole price. */
const terms: AgreedTerms = {
  startTime: instant('2026-03-03T12:00:00.000Z'),
  priceMinor: minor(5_500),
  lateWindowMinutes: 24 * 60,
  lateFeeBasisPoints: 5_000,
  noShowGraceMinutes: 15,
  noShowFeeBasisPoints: 10_000,
  flatFeeMinor: minor(1_000),
  movedLate: false,
  canOwe: true,
  stake: 'price',
}
const policy = { forgivenAtMost: 1, forgivenBefore: 1, pendingFeeHours: 24 }
const now = instant('2026-03-03T12:20:00.000Z')

const mark = (
  changes: Partial<AgreedTerms> = {},
  rules: Partial<typeof policy> = {},
  how: { waived?: boolean; paid?: number; held?: number } = {},
) =>
  decideNoShow(
    { ...terms, ...changes },
    { paidMinor: minor(how.paid ?? 0), heldMinor: minor(how.held ?? how.paid ?? 0) },
    { ...policy, ...rules },
    {
      now,
      waived: how.waived ?? false,
    },
  )

describe('marking a client as not come', () => {
  it.each([
    { grace: 15, at: '2026-03-03T12:14:59.999Z', outcome: 'no_show_too_early' },
    { grace: 15, at: '2026-03-03T12:15:00.000Z', outcome: 'ok' },
    { grace: 15, at: '2026-03-05T12:00:00.000Z', outcome: 'ok' },
    { grace: 0, at: '2026-03-03T11:59:59.999Z', outcome: 'no_show_too_early' },
    { grace: 0, at: '2026-03-03T12:00:00.000Z', outcome: 'ok' },
  ])('with $grace minutes of grace at $at: $outcome', ({ grace, at, outcome }) => {
    const { from } = mark({ noShowGraceMinutes: grace })
    const decided = decideNoShowTime(from, instant(at), (moment) => moment.slice(11, 16))
    expect(decided.ok ? 'ok' : decided.error.code).toBe(outcome)
  })

  it.each<{ stake: Stake; fee: number; rule: string }>([
    { stake: 'price', fee: 5_500, rule: 'a share of the price' },
    { stake: 'credit', fee: 0, rule: 'the credit, and no money' },
    { stake: 'flat_fee', fee: 1_000, rule: 'the flat fee' },
    { stake: 'session', fee: 0, rule: 'one of the month’s sessions, and no money' },
  ])('takes for $stake: $rule', ({ stake, fee }) => {
    expect(mark({ stake })).toMatchObject({ isTaken: true, feeMinor: fee, excuse: null })
  })

  it('keeps its fee pending for as long as the policy says', () => {
    expect(mark().dueAt).toBe('2026-03-04T12:20:00.000Z')
    expect(mark({}, { pendingFeeHours: 0 }).dueAt).toBe(now)
  })
})

describe('forgiveness', () => {
  it.each([
    { atMost: 0, before: 0, excuse: null },
    { atMost: 1, before: 0, excuse: 'forgiven' },
    { atMost: 1, before: 1, excuse: null },
    { atMost: 2, before: 1, excuse: 'forgiven' },
    { atMost: 2, before: 2, excuse: null },
    { atMost: 1, before: 3, excuse: null },
  ])('of $atMost with $before had: $excuse', ({ atMost, before, excuse }) => {
    const outcome = mark({}, { forgivenAtMost: atMost, forgivenBefore: before })
    expect(outcome).toMatchObject({
      excuse,
      isTaken: excuse === null,
      feeMinor: excuse ? 0 : 5_500,
      atWorstMinor: 5_500,
    })
  })

  it.each<Stake>(['price', 'credit', 'flat_fee', 'session'])('lets the %s go', (stake) => {
    expect(mark({ stake }, { forgivenBefore: 0 })).toMatchObject({ isTaken: false, feeMinor: 0 })
  })

  it('is not used up by what a manager lets go, nor by what costs nothing anyway', () => {
    expect(mark({}, { forgivenBefore: 0 }, { waived: true }).excuse).toBe('waived')
    expect(mark({ priceMinor: minor(0) }, { forgivenBefore: 0 }).excuse).toBeNull()
    expect(mark({ noShowFeeBasisPoints: 0 }, { forgivenBefore: 0 }).excuse).toBeNull()
  })

  it('gives back what was paid', () => {
    expect(mark({}, { forgivenBefore: 0 }, { paid: 5_500 })).toMatchObject({
      refundDueMinor: 5_500,
      refundRequired: true,
    })
    expect(mark({}, {}, { paid: 5_500 })).toMatchObject({
      refundDueMinor: 0,
      refundRequired: false,
    })
  })
})
