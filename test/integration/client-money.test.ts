import { beforeEach, describe, expect, it } from 'vitest'
import { bookSession, clientOf, payCash } from '../support/book-session.ts'
import { openTestStudio, type TestStudio } from '../support/open-test-studio.ts'
import { valueOf } from '../support/read-result.ts'

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

const money = (limit?: number) =>
  valueOf(studio.call('payments.ofClient', { clientId, ...(limit !== undefined && { limit }) }))
const totals = () => {
  const { paidMinor, refundedMinor, balanceMinor, openFeesMinor } = money()
  return { paidMinor, refundedMinor, balanceMinor, openFeesMinor }
}
const refund = (amountMinor: number, to: 'original' | 'account') => {
  const [payment] = studio.rows<{ id: string }>('SELECT id FROM payments')
  const wish = { paymentId: payment!.id, amountMinor, to, reason: 'other' } as const
  return valueOf(studio.command('payments.refund', wish))
}
const topUp = (amountMinor: number) =>
  valueOf(
    studio.command('payments.sell', {
      clientId,
      items: [{ kind: 'top_up', amountMinor }],
      amountMinor,
      tenders: [{ method: 'card', amountMinor, reference: 'T-1' }],
    }),
  )

describe('the money of a client', () => {
  it('is nothing before the first payment', () => {
    expect(money()).toMatchObject({ receiptCount: 0, receipts: [] })
    expect(totals()).toEqual({
      paidMinor: 0,
      refundedMinor: 0,
      balanceMinor: 0,
      openFeesMinor: 0,
    })
  })

  it('lists every receipt, also those that never moved the balance, newest first', () => {
    const { receiptNumber } = payCash(studio, id)
    studio.at(`${today}T16:00`)
    const given = refund(1_000, 'original')
    expect(money().receipts).toMatchObject([
      {
        receiptNumber: given.receiptNumber,
        kind: 'refund',
        totalMinor: 1_000,
        methods: ['cash'],
        localTime: `${today}T16:00`,
      },
      { receiptNumber, kind: 'sale', totalMinor: 5_500, methods: ['cash'], isVoided: false },
    ])
    expect(money().receipts[1]?.lines).toMatchObject([
      { kind: 'session', name: 'Personal training' },
    ])
    expect(totals()).toMatchObject({ paidMinor: 5_500, refundedMinor: 1_000 })
  })

  it('answers as many as were asked for, and says how many there are', () => {
    for (const amount of [100, 200, 300]) topUp(amount)
    expect(money(2)).toMatchObject({ receiptCount: 3, receipts: [{}, {}] })
  })

  it('counts what comes out of the balance once, when it was paid in', () => {
    topUp(2_000)
    valueOf(
      studio.command('payments.take', {
        appointmentId: id,
        amountMinor: 5_500,
        tenders: [
          { method: 'account', amountMinor: 2_000 },
          { method: 'card', amountMinor: 3_500, reference: 'T-2' },
        ],
      }),
    )
    expect(totals()).toMatchObject({ paidMinor: 5_500, balanceMinor: 0 })
  })

  it('does not call given back what went into the balance', () => {
    payCash(studio, id)
    refund(2_000, 'account')
    expect(totals()).toMatchObject({ paidMinor: 5_500, refundedMinor: 0, balanceMinor: 2_000 })
  })

  it('counts a voided sale as nothing, and keeps its receipt', () => {
    const { receiptNumber } = payCash(studio, id)
    valueOf(studio.command('payments.void', { receiptNumber, reason: 'wrong_client' }))
    expect(totals().paidMinor).toBe(0)
    expect(money().receipts).toMatchObject([{ receiptNumber, isVoided: true }])
  })

  it('adds up the fees that are still open', () => {
    studio.at(`${today}T14:00`)
    const cancel = { appointmentId: id, by: 'client', reason: 'client_ill', refund: false } as const
    valueOf(studio.agree('appointments.cancel', cancel))
    expect(totals().openFeesMinor).toBe(2_750)
    const [fee] = valueOf(studio.call('fees.list', { clientId }))
    valueOf(
      studio.command('payments.sell', {
        clientId,
        items: [{ kind: 'fee', feeId: fee!.id }],
        amountMinor: 2_750,
        tenders: [{ method: 'card', amountMinor: 2_750, reference: 'T-3' }],
      }),
    )
    expect(totals()).toMatchObject({ openFeesMinor: 0, paidMinor: 2_750 })
  })
})
