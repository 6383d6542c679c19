import { describe, expect, it } from 'vitest'
import { decidePaymentSource } from '../../../main/features/appointments/decide-payment-source.ts'
import { minor } from '../../../shared/money.ts'
import type { FundingWish } from '../../../shared/packages.ts'
import { outcomeOf } from '../../support/read-result.ts'

const single: FundingWish = { kind: 'single' }
const ten: FundingWish = { kind: 'package', clientPackageId: 'ten' }
const other: FundingWish = { kind: 'package', clientPackageId: 'other' }
const month: FundingWish = { kind: 'membership', membershipId: 'month' }

describe('changing what a session is paid with', () => {
  it.each([
    { from: single, to: ten, paid: 0, held: 0, comes: 'ok' },
    { from: single, to: month, paid: 0, held: 0, comes: 'ok' },
    { from: ten, to: other, paid: 0, held: 0, comes: 'ok' },
    { from: ten, to: month, paid: 0, held: 0, comes: 'ok' },
    { from: month, to: single, paid: 0, held: 0, comes: 'ok' },
    { from: single, to: single, paid: 0, held: 0, comes: 'payment_source_same' },
    { from: ten, to: ten, paid: 0, held: 0, comes: 'payment_source_same' },
    { from: month, to: month, paid: 0, held: 0, comes: 'payment_source_same' },
    { from: single, to: ten, paid: 1, held: 1, comes: 'session_paid' },
    // Given back as goodwill: it is paid all the same.
    { from: single, to: ten, paid: 5_500, held: 0, comes: 'session_paid' },
    { from: single, to: ten, paid: 0, held: 1, comes: 'session_paid' },
    { from: single, to: single, paid: 5_500, held: 5_500, comes: 'session_paid' },
  ])('$from.kind to $to.kind with $paid paid, $held held: $comes', (given) => {
    const sums = { paidMinor: minor(given.paid), heldMinor: minor(given.held) }
    expect(outcomeOf(decidePaymentSource(given.from, given.to, sums))).toBe(given.comes)
  })
})
