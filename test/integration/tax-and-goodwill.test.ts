import { beforeEach, describe, expect, it } from 'vitest'
import type { RefundReason, RefundTo } from '../../shared/payments.ts'
import { defaultPolicy } from '../../shared/policy.ts'
import { bookSession, clientOf } from '../support/book-session.ts'
import { openTestStudio, type TestStudio } from '../support/open-test-studio.ts'
import { outcomeOf, valueOf } from '../support/read-result.ts'

let studio: TestStudio

beforeEach(() => {
  studio = openTestStudio()
  studio.signIn('manager')
  setTax(1_900)
})

const today = '2026-03-02'

function setTax(taxBasisPoints: number, taxInclusive = true): void {
  const policy = {
    ...defaultPolicy('EUR'),
    taxBasisPoints,
    taxInclusive,
    refundLimitMinor: 100_000,
  }
  valueOf(studio.command('policy.save', { effectiveFrom: today, policy }))
}

const figures = () => valueOf(studio.call('day.closing', {})).figures
const session = (appointmentId: string) =>
  valueOf(studio.call('appointments.get', { appointmentId }))
const earned = () =>
  studio.rows<{ sum: number }>('SELECT coalesce(sum(amount_minor), 0) AS sum FROM earnings')[0]!.sum

let hour = 9
/** A session of 55.00, booked under the tax of now. */
function book(client?: string): string {
  hour += 1
  const of = client && { client: { kind: 'existing' as const, clientId: client } }
  return bookSession(
    studio,
    `2026-03-0${3 + Math.floor(hour / 20)}T${10 + (hour % 10)}:00`,
    of || {},
  )
}

function pay(appointmentId: string, method: 'cash' | 'card' | 'account', amountMinor = 5_500) {
  const tender =
    method === 'cash'
      ? { method, amountMinor, tenderedMinor: amountMinor }
      : method === 'card'
        ? { method, amountMinor, reference: 'T-1' }
        : { method, amountMinor }
  return valueOf(studio.command('payments.take', { appointmentId, amountMinor, tenders: [tender] }))
}

const topUp = (clientId: string, amountMinor: number) =>
  valueOf(
    studio.command('payments.sell', {
      clientId,
      items: [{ kind: 'top_up', amountMinor }],
      amountMinor,
      tenders: [{ method: 'cash', amountMinor, tenderedMinor: amountMinor }],
    }),
  )

const refund = (
  paymentId: string,
  amountMinor: number,
  how: { to?: RefundTo; reason?: RefundReason } = {},
) => valueOf(studio.command('payments.refund', { paymentId, amountMinor, reason: 'other', ...how }))

describe('the tax of a day', () => {
  it.each<[string, () => void, { net: number; tax: number; toppedUp?: number }]>([
    ['a sale', () => void pay(book(), 'cash'), { net: 5_500, tax: 878 }],
    [
      'a sale that was given back',
      () => void refund(pay(book(), 'cash').paymentId, 5_500),
      { net: 0, tax: 0 },
    ],
    [
      'one that was given back by half',
      () => void refund(pay(book(), 'card').paymentId, 2_750),
      { net: 2_750, tax: 439 },
    ],
    [
      'one that was given back as goodwill: the money is gone all the same',
      () => void refund(pay(book(), 'cash').paymentId, 5_500, { reason: 'goodwill' }),
      { net: 0, tax: 0 },
    ],
    [
      'one that was voided',
      () => {
        const { receiptNumber } = pay(book(), 'cash')
        valueOf(studio.command('payments.void', { receiptNumber, reason: 'other' }))
      },
      { net: 0, tax: 0 },
    ],
    [
      'a top-up: it is no sale yet',
      () => void topUp(clientOf(studio, book()), 10_000),
      { net: 0, tax: 0, toppedUp: 10_000 },
    ],
    [
      'a balance that is spent: it is one now',
      () => {
        const id = book()
        topUp(clientOf(studio, id), 10_000)
        pay(id, 'account')
      },
      { net: 5_500, tax: 878, toppedUp: 10_000 },
    ],
    [
      'a sale that became balance, and was spent again',
      () => {
        const first = book()
        refund(pay(first, 'card').paymentId, 5_500, { to: 'account' })
        pay(book(clientOf(studio, first)), 'account')
      },
      { net: 5_500, tax: 878 },
    ],
    [
      'spent, given back into the balance, and spent once more',
      () => {
        const first = book()
        const client = clientOf(studio, first)
        topUp(client, 5_500)
        refund(pay(first, 'account').paymentId, 5_500)
        pay(book(client), 'account')
      },
      { net: 5_500, tax: 878, toppedUp: 5_500 },
    ],
    [
      'a top-up that was given back',
      () => void refund(topUp(clientOf(studio, book()), 3_000).paymentIds[0]!, 1_000),
      { net: 0, tax: 0, toppedUp: 2_000 },
    ],
  ])('of %s', (_, act, { net, tax, toppedUp = 0 }) => {
    act()
    expect(figures()).toMatchObject({ netMinor: net, taxMinor: tax, toppedUpMinor: toppedUp })
    const [rate] = figures().taxes ?? []
    // The only rate there is: what was sold, net and tax together.
    expect((rate?.netMinor ?? 0) + (rate?.taxMinor ?? 0)).toBe(net)
  })

  it('goes back at the rate of the sale, also on another day and under another rate', () => {
    const first = pay(book(), 'card')
    setTax(700)
    pay(book(), 'card')
    expect(figures()).toMatchObject({
      taxMinor: 878 + 360,
      taxes: [
        { basisPoints: 700, netMinor: 5_140, taxMinor: 360 },
        { basisPoints: 1_900, netMinor: 4_622, taxMinor: 878 },
      ],
    })
    studio.at('2026-03-03T09:00')
    studio.signIn('manager')
    refund(first.paymentId, 1)
    refund(first.paymentId, 5_499)
    expect(figures()).toMatchObject({
      netMinor: -5_500,
      taxMinor: -878,
      taxes: [{ basisPoints: 1_900, netMinor: -4_622, taxMinor: -878 }],
    })
  })

  it('on top of a price goes back with it, to the last unit, and the receipts say so', () => {
    setTax(1_900, false)
    const { paymentId, receiptNumber } = pay(book(), 'card', 6_545)
    const numbers = [2_181, 2_182, 2_182].map((part) => refund(paymentId, part).receiptNumber)
    const taxes = [receiptNumber, ...numbers].map(
      (number) => valueOf(studio.call('payments.receipt', { receiptNumber: number })).taxes,
    )
    expect(taxes).toEqual([
      [{ basisPoints: 1_900, netMinor: 5_500, taxMinor: 1_045 }],
      [{ basisPoints: 1_900, netMinor: 1_833, taxMinor: 348 }],
      [{ basisPoints: 1_900, netMinor: 1_833, taxMinor: 349 }],
      [{ basisPoints: 1_900, netMinor: 1_834, taxMinor: 348 }],
    ])
    expect(figures()).toMatchObject({ netMinor: 0, taxMinor: 0 })
  })
})

describe('a refund', () => {
  it.each<[RefundReason, { status: string; due: number; earned: number; again: string }]>([
    ['goodwill', { status: 'paid', due: 0, earned: 2_750, again: 'already_paid' }],
    ['wrong_amount', { status: 'part_refunded', due: 2_000, earned: 1_750, again: 'ok' }],
    ['cancellation', { status: 'part_refunded', due: 2_000, earned: 1_750, again: 'ok' }],
    ['other', { status: 'part_refunded', due: 2_000, earned: 1_750, again: 'ok' }],
  ])('for the reason %s', (reason, expected) => {
    const id = book()
    const { paymentId } = pay(id, 'cash')
    refund(paymentId, 2_000, { reason })
    const { money, dueMinor } = session(id)
    expect({ status: money!.status, due: dueMinor, earned: earned() }).toEqual({
      status: expected.status,
      due: expected.due,
      earned: expected.earned,
    })
    const tenders = [{ method: 'card' as const, amountMinor: 2_000, reference: 'T-2' }]
    const take = { appointmentId: id, amountMinor: 2_000, tenders }
    expect(outcomeOf(studio.command('payments.take', take))).toBe(expected.again)
  })

  it('of everything as goodwill leaves it paid and earned, and nothing more to give back', () => {
    const id = book()
    const { paymentId } = pay(id, 'cash')
    refund(paymentId, 5_500, { reason: 'goodwill', to: 'account' })
    expect(session(id).money!.status).toBe('paid')
    expect(earned()).toBe(2_750)
    const more = { paymentId, amountMinor: 1, reason: 'goodwill' } as const
    expect(outcomeOf(studio.command('payments.refund', more))).toBe('refund_exceeds_payment')
  })

  it.each([
    { rule: 'in time', goodwill: 2_000, late: false, back: 3_500, fees: [] },
    {
      rule: 'late: the fee out of what is held',
      goodwill: 2_000,
      late: true,
      back: 750,
      fees: [2_750],
    },
    {
      rule: 'late: as much as the fee is held',
      goodwill: 2_750,
      late: true,
      back: 0,
      fees: [2_750],
    },
    {
      rule: 'late: less is held, and nothing is owed',
      goodwill: 4_000,
      late: true,
      back: 0,
      fees: [2_750],
    },
  ])('as goodwill of $goodwill, then cancelled $rule', ({ goodwill, late, back, fees }) => {
    const id = bookSession(studio, '2026-03-04T10:00')
    refund(pay(id, 'cash').paymentId, goodwill, { reason: 'goodwill' })
    studio.at(late ? '2026-03-04T08:00' : '2026-03-02T09:00')
    studio.signIn('manager')
    const how = { appointmentId: id, by: 'client' } as const
    const { refundDueMinor } = valueOf(studio.call('appointments.cancelConsequence', how))
    expect(refundDueMinor).toBe(back)
    valueOf(studio.agree('appointments.cancel', { ...how, reason: 'other', refund: false }))
    expect(
      valueOf(studio.call('payments.account', { clientId: clientOf(studio, id) })),
    ).toMatchObject({ balanceMinor: back })
    const charged = valueOf(studio.call('fees.list', { appointmentId: id }))
    expect(charged.map(({ amountMinor, state }) => [amountMinor, state])).toEqual(
      fees.map((amount) => [amount, 'kept']),
    )
  })
})
