import { beforeEach, describe, expect, it } from 'vitest'
import type { VoidReason } from '../../shared/payments.ts'
import { bookSession, clientOf, payCash } from '../support/book-session.ts'
import { openTestStudio, type TestStudio } from '../support/open-test-studio.ts'
import { outcomeOf, valueOf } from '../support/read-result.ts'
import { offerProduct, packageDraft } from '../support/sell-package.ts'

const today = '2026-03-02'
let studio: TestStudio
let id: string
let clientId: string

beforeEach(() => {
  studio = openTestStudio()
  studio.signIn('manager')
  id = bookSession(studio, `${today}T15:00`)
  clientId = clientOf(studio, id)
})

const cancelSale = (receiptNumber: string, reason: VoidReason = 'wrong_tender') =>
  studio.command('payments.void', { receiptNumber, reason })
const account = () => valueOf(studio.call('payments.account', { clientId }))
const money = () => valueOf(studio.call('appointments.get', { appointmentId: id })).money!
const card = (amountMinor: number) => ({ method: 'card', amountMinor, reference: 'T-1' }) as const
const cash = (amountMinor: number) =>
  ({ method: 'cash', amountMinor, tenderedMinor: amountMinor }) as const
const topUp = (amountMinor: number) =>
  valueOf(
    studio.command('payments.sell', {
      clientId,
      items: [{ kind: 'top_up', amountMinor }],
      amountMinor,
      tenders: [card(amountMinor)],
    }),
  )
const drawerMinor = () =>
  studio.rows<{ sum: number }>('SELECT sum(amount_minor) AS sum FROM drawer_movements')[0]!.sum

describe('a sale that is voided', () => {
  it('keeps its number, gives cash and balance back, and leaves the session unpaid', () => {
    topUp(2_000)
    const { receiptNumber } = valueOf(
      studio.command('payments.take', {
        appointmentId: id,
        amountMinor: 5_500,
        tenders: [cash(3_000), { method: 'account', amountMinor: 2_000 }, card(500)],
      }),
    )
    expect(drawerMinor()).toBe(3_000)
    valueOf(cancelSale(receiptNumber))
    expect(drawerMinor()).toBe(0)
    expect(account().balanceMinor).toBe(2_000)
    expect(money().status).toBe('unpaid')
    expect(valueOf(studio.call('payments.receipt', { receiptNumber })).voidedLocal).not.toBeNull()
    expect(studio.events('payment.voided').map(({ data }) => data.method)).toEqual([
      'cash',
      'account',
      'card',
    ])
    // Its number is not given again.
    expect(payCash(studio, id).receiptNumber).not.toBe(receiptNumber)
    expect(money().status).toBe('paid')
  })

  it('leaves a fee owed again', () => {
    const cancel = { appointmentId: id, by: 'client', reason: 'client_ill', refund: false } as const
    studio.at(`${today}T14:00`)
    valueOf(studio.command('appointments.cancel', cancel))
    const fee = () => valueOf(studio.call('fees.list', { clientId }))[0]!
    const { receiptNumber } = valueOf(
      studio.command('payments.sell', {
        clientId,
        items: [{ kind: 'fee', feeId: fee().id }],
        amountMinor: fee().amountMinor,
        tenders: [card(fee().amountMinor)],
      }),
    )
    expect(fee().state).toBe('paid')
    valueOf(cancelSale(receiptNumber))
    expect(fee().state).toBe('due')
  })

  it('takes a top-up out of the balance', () => {
    const { receiptNumber } = topUp(2_000)
    valueOf(cancelSale(receiptNumber))
    expect(account().balanceMinor).toBe(0)
  })

  it.each([
    ['is voided already', 'sale_voided', (number: string) => valueOf(cancelSale(number))],
    [
      'was partly refunded',
      'void_refunded',
      () => {
        const [payment] = studio.rows<{ id: string }>('SELECT id FROM payments')
        const refund = { paymentId: payment!.id, amountMinor: 1, reason: 'goodwill' } as const
        valueOf(studio.command('payments.refund', refund))
      },
    ],
    ['is of yesterday', 'void_another_day', () => studio.at('2026-03-03T00:00')],
    ['is of this day, a minute before midnight', 'ok', () => studio.at(`${today}T23:59`)],
    ['needs a manager', 'approval_needed', () => studio.signIn('desk')],
  ])('when it %s: %s', (_, outcome, given) => {
    const { receiptNumber } = payCash(studio, id)
    given(receiptNumber)
    expect(outcomeOf(cancelSale(receiptNumber))).toBe(outcome)
    expect(money().status).toBe(
      outcome === 'ok' || outcome === 'sale_voided'
        ? 'unpaid'
        : outcome === 'void_refunded'
          ? 'part_refunded'
          : 'paid',
    )
  })

  it('is refused when its top-up is spent, when it sold a package, and when there is none', () => {
    const { receiptNumber } = topUp(2_000)
    const tenders = [{ method: 'account', amountMinor: 1 } as const, card(5_499)]
    valueOf(studio.command('payments.take', { appointmentId: id, amountMinor: 5_500, tenders }))
    expect(outcomeOf(cancelSale(receiptNumber))).toBe('void_top_up_spent')
    expect(account().balanceMinor).toBe(1_999)

    const productId = offerProduct(studio, packageDraft())
    const sell = { clientId, productId, amountMinor: 50_000, tenders: [card(50_000)] }
    const sold = valueOf(studio.command('packages.sell', sell))
    expect(outcomeOf(cancelSale(sold.receiptNumber))).toBe('void_package')
    expect(outcomeOf(cancelSale('A-2026-999999'))).toBe('payment_not_found')
  })
})
