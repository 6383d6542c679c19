import { describe, expect, it } from 'vitest'
import { bookSession, clientOf } from '../support/book-session.ts'
import { putChangeIn } from '../support/todays-drawer.ts'
import { openTestStudio } from '../support/open-test-studio.ts'
import { outcomeOf, refusalOf, valueOf } from '../support/read-result.ts'

const start = '2026-03-02T12:00'

describe('a payment that is split and goes back in parts', () => {
  it.each([
    { currency: 'JPY', left: '¥1,833' },
    { currency: 'KWD', left: /KWD\s1\.833/ },
  ])('adds up to the last unit in $currency', ({ currency, left }) => {
    const studio = openTestStudio({ currency })
    studio.signIn('manager')
    const id = bookSession(studio, start)
    const clientId = clientOf(studio, id)
    putChangeIn(studio, 167)
    const { paymentIds } = valueOf(
      studio.command('payments.take', {
        appointmentId: id,
        amountMinor: 5_500,
        tenders: [
          { method: 'cash', amountMinor: 1_833, tenderedMinor: 2_000 },
          { method: 'card', amountMinor: 1_834, reference: 'T-1' },
          { method: 'bank_transfer', amountMinor: 1_833, reference: 'B-1' },
        ],
      }),
    )
    const refund = (index: number, amountMinor: number, to: 'original' | 'account') =>
      studio.command('payments.refund', {
        paymentId: paymentIds[index]!,
        amountMinor,
        to,
        reason: 'other',
      })
    valueOf(refund(1, 1, 'account'))
    valueOf(refund(1, 1_833, 'original'))
    expect(outcomeOf(refund(1, 1, 'account'))).toBe('refund_exceeds_payment')
    expect(refusalOf(refund(0, 1_834, 'account')).message).toMatch(left)
    valueOf(refund(0, 1_833, 'account'))
    valueOf(refund(2, 1_833, 'account'))
    const { balanceMinor } = valueOf(studio.call('payments.account', { clientId }))
    expect(balanceMinor).toBe(1 + 1_833 + 1_833)
    expect(valueOf(studio.call('appointments.get', { appointmentId: id }))).toMatchObject({
      money: { status: 'refunded' },
      dueMinor: 5_500,
    })
  })
})

describe('the balances of clients who become one', () => {
  it('are one sum, and can be spent to the last unit and not one more', () => {
    const studio = openTestStudio()
    studio.signIn('manager')
    const [keepId, mergeId] = ['12:00', '14:00'].map((time) =>
      clientOf(studio, bookSession(studio, `2026-03-02T${time}`)),
    ) as [string, string]
    for (const [clientId, amountMinor] of [
      [keepId, 2_000],
      [mergeId, 3_499],
    ] as const) {
      valueOf(
        studio.command('payments.sell', {
          clientId,
          items: [{ kind: 'top_up', amountMinor }],
          amountMinor,
          tenders: [{ method: 'card', amountMinor, reference: 'T-1' }],
        }),
      )
    }
    const fields = { name: 'keep', phone: 'keep', email: 'keep' } as const
    valueOf(studio.command('clients.merge', { keepId, mergeId, fields }))
    const balance = () =>
      valueOf(studio.call('payments.account', { clientId: keepId })).balanceMinor
    expect(balance()).toBe(5_499)
    const id = bookSession(studio, '2026-03-02T16:00', {
      client: { kind: 'existing', clientId: keepId },
    })
    const pay = (fromBalance: number, byCard: number) =>
      studio.command('payments.take', {
        appointmentId: id,
        amountMinor: 5_500,
        tenders: [
          { method: 'account', amountMinor: fromBalance },
          ...(byCard > 0
            ? [{ method: 'card' as const, amountMinor: byCard, reference: 'T-2' }]
            : []),
        ],
      })
    expect(outcomeOf(pay(5_500, 0))).toBe('balance_too_small')
    expect(balance()).toBe(5_499)
    valueOf(pay(5_499, 1))
    expect(balance()).toBe(0)
  })
})
