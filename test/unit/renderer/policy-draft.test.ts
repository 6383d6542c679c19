import { describe, expect, it } from 'vitest'
import { draftOf, readDraft } from '../../../renderer/features/settings/policy-draft.ts'
import { defaultPolicy } from '../../../shared/policy.ts'

describe('a number of the policy', () => {
  it.each([
    ['noShowGraceMinutes', '15', 15],
    ['noShowGraceMinutes', ' 15 ', 15],
    ['noShowGraceMinutes', '1.000', null],
    ['noShowGraceMinutes', '1,000', null],
    ['noShowGraceMinutes', '2.0', null],
    ['noShowGraceMinutes', '-3', null],
    ['noShowGraceMinutes', '', null],
    ['lateCancelWindowMinutes', '24', 1_440],
    ['lateCancelWindowMinutes', '1.5', 90],
    ['lateCancelWindowMinutes', '1,5', 90],
    ['lateCancelWindowMinutes', '24,000', null],
    ['lateCancelWindowMinutes', '1.000', null],
    ['lateCancelWindowMinutes', '0.01', null],
  ] as const)('%s typed as “%s” is %s', (key, typed, value) => {
    const { policy, problems } = readDraft({ ...draftOf(defaultPolicy('EUR')), [key]: typed })
    expect([policy?.[key] ?? null, key in problems]).toEqual([value, value === null])
  })
})
