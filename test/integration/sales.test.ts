import { beforeEach, describe, expect, it } from 'vitest'
import { recordSale, refundLine } from '../../main/features/payments/index.ts'
import type { InputOf } from '../../shared/contract.ts'
import type { Contracts } from '../../shared/contracts.ts'
import { newId } from '../../shared/ids.ts'
import { minor } from '../../shared/money.ts'
import { bookSession, clientOf, payCash } from '../support/book-session.ts'
import { putChangeIn } from '../support/todays-drawer.ts'
import { openTestStudio, type TestStudio } from '../support/open-test-studio.ts'
import { outcomeOf, refusalOf, valueOf } from '../support/read-result.ts'

type Tender = InputOf<Contracts['payments.take']>['tenders'][number]

let studio: TestStudio
let id: string
let clientId: string

beforeEach(() => {
  studio = openTestStudio()
  studio.signIn('desk')
  id = bookSession(studio, '2026-03-02T09:00')
  clientId = clientOf(studio, id)
})

const cash = (amountMinor: number, tenderedMinor = amountMinor): Tender => ({
  method: 'cash',
  amountMinor,
  tenderedMinor,
})
const card = (amountMinor: number): Tender => ({ method: 'card', amountMinor, reference: 'T-1' })
const transfer = (amountMinor: number): Tender => ({
  method: 'bank_transfer',
  amountMinor,
  reference: 'FITFLOW 17',
})
const balance = (amountMinor: number): Tender => ({ method: 'account', amountMinor })
const take = (tenders: Tender[], amountMinor = 5_500) =>
  studio.command('payments.take', { appointmentId: id, amountMinor, tenders })
const topUp = (amountMinor: number, tenders = [cash(amountMinor)]) =>
  studio.command('payments.sell', {
    clientId,
    items: [{ kind: 'top_up', amountMinor }],
    amountMinor,
    tenders,
  })
const account = () => valueOf(studio.call('payments.account', { clientId }))
const status = () => valueOf(studio.call('appointments.get', { appointmentId: id })).money!.status
const receipt = (receiptNumber: string) =>
  valueOf(studio.call('payments.receipt', { receiptNumber }))
const earned = () =>
  studio.rows<{ sum: number }>('SELECT coalesce(sum(amount_minor), 0) AS sum FROM earnings')[0]!.sum
const paymentIds = () =>
  studio
    .rows<{ id: string }>('SELECT id FROM payments ORDER BY created_at, position')
    .map((payment) => payment.id)
const asDesk = () => {
  const actor = studio.session.current!
  return { actor, session: studio.session }
}
const inTransaction = <T>(work: Parameters<typeof studio.app.work.run<T>>[1]) =>
  studio.app.work.run({ actorId: null, commandId: null, correlationId: newId() }, work)
const fee = (state: string, amount = 1_000) => {
  const feeId = newId()
  studio
    .foreign()
    .prepare(
      `INSERT INTO fees (id, client_id, appointment_id, kind, amount_minor, currency, state, due_at, created_at)
       VALUES (?, ?, ?, 'no_show', ?, 'EUR', ?, 'x', 'x')`,
    )
    .run(feeId, clientId, id, amount, state)
  return feeId
}
const payFee = (feeId: string, amountMinor = 1_000) =>
  studio.command('payments.sell', {
    clientId,
    items: [{ kind: 'fee', feeId }],
    amountMinor,
    tenders: [cash(amountMinor)],
  })

describe('a split payment', () => {
  it('is one receipt, one event per tender, and pays the session', () => {
    valueOf(topUp(1_000))
    putChangeIn(studio, 3_000)
    const sold = valueOf(take([cash(2_000, 5_000), card(1_500), transfer(1_000), balance(1_000)]))
    expect(sold).toMatchObject({ receiptNumber: 'A-2026-000002', changeMinor: 3_000 })
    expect(status()).toBe('paid')
    expect(account().balanceMinor).toBe(0)
    expect(receipt('A-2026-000002')).toMatchObject({
      totalMinor: 5_500,
      tenders: [
        { method: 'cash', amountMinor: 2_000, changeMinor: 3_000 },
        { method: 'card', amountMinor: 1_500, cardReference: 'T-1' },
        { method: 'bank_transfer', amountMinor: 1_000, transferReference: 'FITFLOW 17' },
        { method: 'account', amountMinor: 1_000 },
      ],
    })
    const events = studio.events('payment.completed').slice(1)
    expect(events.map(({ data }) => data.amount)).toEqual([2_000, 1_500, 1_000, 1_000])
    expect(new Set(events.map(({ data }) => data.saleId)).size).toBe(1)
    expect(earned()).toBe(2_750)
  })

  it.each([
    {
      what: 'parts that are a cent short',
      tenders: [cash(3_000), card(2_499)],
      code: 'tenders_do_not_add_up',
    },
    { what: 'no part at all', tenders: [], code: 'tenders_do_not_add_up' },
    { what: 'a balance that is not there', tenders: [balance(5_500)], code: 'balance_too_small' },
    {
      what: 'a part of nothing',
      tenders: [cash(5_500), { ...card(1), amountMinor: 0 }],
      code: 'invalid_input',
    },
    {
      what: 'a card number as a transfer’s reference',
      tenders: [{ ...transfer(5_500), reference: '4111 1111 1111 1111' } as Tender],
      code: 'invalid_input',
    },
  ])('refuses $what, and nothing is written', ({ tenders, code }) => {
    const before = studio.dump()
    expect(outcomeOf(take(tenders))).toBe(code)
    expect(studio.dump()).toBe(before)
  })

  it('goes back part by part, each to its own tender, down to the cent', () => {
    valueOf(take([cash(2_000), card(3_500)]))
    const [first, second] = paymentIds()
    const refund = (paymentId: string, amountMinor: number) =>
      studio.command('payments.refund', { paymentId, amountMinor, reason: 'other' })
    expect(outcomeOf(refund(first!, 2_001))).toBe('refund_exceeds_payment')
    valueOf(refund(first!, 1_999))
    valueOf(refund(first!, 1))
    expect(status()).toBe('part_refunded')
    valueOf(refund(second!, 3_500))
    expect(status()).toBe('refunded')
    expect(outcomeOf(refund(second!, 1))).toBe('refund_exceeds_payment')
    expect(studio.rows('SELECT method, sum(amount_minor) AS sum FROM refunds GROUP BY 1')).toEqual([
      { method: 'card', sum: 3_500 },
      { method: 'cash', sum: 2_000 },
    ])
    expect(earned()).toBe(0)
  })
})

describe('tax', () => {
  it('that is not in the price is due with it, and stands on the receipt', () => {
    studio.app.database.exec('UPDATE appointments SET tax_bp = 1900, tax_inclusive = 0')
    expect(valueOf(studio.call('appointments.get', { appointmentId: id })).dueMinor).toBe(6_545)
    expect(outcomeOf(take([cash(5_500)], 5_500))).toBe('consequence_changed')
    valueOf(take([cash(6_545)], 6_545))
    expect(status()).toBe('paid')
    expect(receipt('A-2026-000001')).toMatchObject({
      totalMinor: 6_545,
      taxes: [{ basisPoints: 1_900, netMinor: 5_500, taxMinor: 1_045 }],
    })
  })

  it('of what is paid again after a refund is inside of that', () => {
    studio.app.database.exec('UPDATE appointments SET tax_bp = 1900, tax_inclusive = 0')
    const { paymentId } = payCash(studio, id, 6_545)
    valueOf(studio.command('payments.refund', { paymentId, amountMinor: 1_190, reason: 'other' }))
    valueOf(take([card(1_190)], 1_190))
    expect(receipt('A-2026-000003').taxes).toEqual([
      { basisPoints: 1_900, netMinor: 1_000, taxMinor: 190 },
    ])
    expect(status()).toBe('paid')
  })
})

describe('a client’s balance', () => {
  it('is topped up, spent, and refilled by a refund', () => {
    valueOf(topUp(6_000))
    valueOf(take([balance(5_500)]))
    const paymentId = paymentIds()[1]!
    valueOf(studio.command('payments.refund', { paymentId, amountMinor: 500, reason: 'other' }))
    expect(account()).toMatchObject({
      balanceMinor: 1_000,
      entries: [
        { kind: 'refund', amountMinor: 500, receiptNumber: 'A-2026-000003' },
        { kind: 'spent', amountMinor: -5_500, receiptNumber: 'A-2026-000002' },
        { kind: 'top_up', amountMinor: 6_000, receiptNumber: 'A-2026-000001' },
      ],
    })
  })

  it('takes a refund that is kept for the next session, whatever it was paid with', () => {
    const { paymentId } = payCash(studio, id)
    const refund = { paymentId, amountMinor: 5_500, to: 'account', reason: 'other' } as const
    valueOf(studio.command('payments.refund', refund))
    expect(account().balanceMinor).toBe(5_500)
    expect(studio.rows('SELECT method FROM refunds')).toEqual([{ method: 'account' }])
  })

  it('gives a top-up back only while it is there', () => {
    valueOf(topUp(6_000))
    valueOf(take([balance(5_500)]))
    const refund = (amountMinor: number, to: 'original' | 'account' = 'original') =>
      studio.command('payments.refund', {
        paymentId: paymentIds()[0]!,
        amountMinor,
        to,
        reason: 'other',
      })
    expect(outcomeOf(refund(501))).toBe('balance_too_small')
    expect(outcomeOf(refund(1, 'account'))).toBe('top_up_from_account')
    valueOf(refund(500))
    expect(account().balanceMinor).toBe(0)
  })

  it('is not topped up from itself', () => {
    valueOf(topUp(1_000))
    expect(outcomeOf(topUp(1_000, [balance(1_000)]))).toBe('top_up_from_account')
  })

  it('of somebody who is not there is refused', () => {
    expect(outcomeOf(studio.call('payments.account', { clientId: newId() }))).toBe(
      'client_not_found',
    )
  })
})

describe('a fee', () => {
  it.each([
    { state: 'pending', says: 'ok' },
    { state: 'due', says: 'ok' },
    { state: 'paid', says: 'fee_not_open' },
    { state: 'waived', says: 'fee_not_open' },
    { state: 'kept', says: 'fee_not_open' },
    { state: 'withdrawn', says: 'fee_not_open' },
  ])('that is $state: $says', ({ state, says }) => {
    expect(outcomeOf(payFee(fee(state)))).toBe(says)
  })

  it('is a line of its receipt, and no payment of the session', () => {
    const feeId = fee('due')
    valueOf(payFee(feeId))
    expect(receipt('A-2026-000001').lines).toMatchObject([
      { kind: 'fee', feeKind: 'no_show', name: 'Personal training', grossMinor: 1_000 },
    ])
    expect(status()).toBe('unpaid')
    expect(earned()).toBe(0)
    const { data } = studio.events('payment.completed')[0]!
    expect(data).toMatchObject({
      appointmentId: null,
      parts: [{ kind: 'fee', feeId, amount: 1_000 }],
    })
  })

  it('that the screen showed with another amount is refused', () => {
    expect(outcomeOf(payFee(fee('due', 1_500)))).toBe('consequence_changed')
  })

  it('of somebody else is refused, and one is not paid twice on one receipt', () => {
    const feeId = fee('due')
    const sell = (changes: object) =>
      studio.command('payments.sell', {
        clientId,
        items: [{ kind: 'fee', feeId }],
        amountMinor: 1_000,
        tenders: [cash(1_000)],
        ...changes,
      })
    const other = clientOf(
      studio,
      bookSession(studio, '2026-03-02T12:00', {
        client: { kind: 'new', client: { name: 'Dora' } },
      }),
    )
    expect(outcomeOf(sell({ clientId: other }))).toBe('fee_not_open')
    const twice = [
      { kind: 'fee', feeId },
      { kind: 'fee', feeId },
    ]
    expect(outcomeOf(sell({ items: twice, amountMinor: 2_000, tenders: [cash(2_000)] }))).toBe(
      'fee_not_open',
    )
  })
})

describe('a sale through the door', () => {
  const price = { taxBasisPoints: 1_900, taxInclusive: true } as const
  const sellSession = (tenders: Tender[], extra: number) =>
    inTransaction((tx) =>
      recordSale(
        tx,
        studio.app.bus,
        {
          clientId,
          tenders: tenders as never,
          lines: [
            {
              kind: 'session',
              appointmentId: id,
              seatId: null,
              priceMinor: minor(5_500),
              ...price,
            },
            { kind: 'top_up', priceMinor: minor(extra), ...price, taxBasisPoints: 0 },
          ],
        },
        asDesk(),
      ),
    )

  it('names what a package line made, which may name the sale', () => {
    const productId = newId()
    const packageId = newId()
    studio.app.database.exec(
      `INSERT INTO products (id, kind, name, price_minor, credits, validity_days, position)
       VALUES ('${productId}', 'package', 'Ten sessions', 0, 10, 365, 0)`,
    )
    const create = (saleId: string) => {
      studio.app.database.insert('client_packages', {
        id: packageId,
        client_id: clientId,
        product_id: productId,
        sale_id: saleId,
        credits: 10,
        paid_minor: minor(0),
        single_price_minor: minor(5_500),
        currency: 'EUR',
        expires_on: '2027-03-02' as never,
        sold_at: studio.app.work.now(),
      })
      return packageId
    }
    const sold = inTransaction((tx) =>
      recordSale(
        tx,
        studio.app.bus,
        {
          clientId,
          tenders: [],
          lines: [{ kind: 'package', create, priceMinor: minor(0), ...price }],
        },
        asDesk(),
      ),
    )
    const { receiptNumber } = valueOf(sold)
    expect(receipt(receiptNumber)).toMatchObject({
      totalMinor: 0,
      tenders: [],
      lines: [{ kind: 'package', name: 'Ten sessions' }],
    })
  })

  it('gives the trainer the share of the session alone, also when a part goes back', () => {
    valueOf(sellSession([cash(3_000), card(3_500)], 1_000))
    expect(earned()).toBe(2_750)
    const [line] = studio.rows<{ id: string }>(`SELECT id FROM sale_lines WHERE kind = 'session'`)
    const refund = {
      saleLineId: line!.id,
      amountMinor: minor(5_500),
      to: 'original',
      reason: 'other',
    } as const
    valueOf(inTransaction((tx) => refundLine(tx, studio.app.bus, refund, asDesk())))
    expect(earned()).toBe(0)
    expect(
      studio.rows('SELECT method, amount_minor AS amount FROM refunds ORDER BY method'),
    ).toEqual([
      { method: 'card', amount: 3_500 },
      { method: 'cash', amount: 2_000 },
    ])
  })

  it('needs the line to be named when there are several', () => {
    valueOf(sellSession([cash(6_500)], 1_000))
    const refund = { paymentId: paymentIds()[0]!, amountMinor: 100, reason: 'other' } as const
    expect(outcomeOf(studio.command('payments.refund', refund))).toBe('payment_not_found')
    const [line] = studio.rows<{ id: string }>(`SELECT id FROM sale_lines WHERE kind = 'session'`)
    const over = { ...refund, saleLineId: line!.id, amountMinor: 5_501 }
    expect(refusalOf(studio.command('payments.refund', over)).code).toBe('refund_exceeds_line')
    valueOf(studio.command('payments.refund', { ...refund, saleLineId: line!.id }))
  })
})
