import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { minor, shareOf } from '../../shared/money.ts'
import { newId } from '../../shared/ids.ts'
import { bookSession, payCash } from '../support/book-session.ts'
import { setRates } from '../support/set-rates.ts'
import { openTestStudio, type TestStudio } from '../support/open-test-studio.ts'
import { outcomeOf, refusalOf, valueOf } from '../support/read-result.ts'

let studio: TestStudio

beforeEach(() => {
  studio = openTestStudio()
  studio.signIn('desk')
})

const refund = (paymentId: string, amountMinor: number) =>
  studio.command('payments.refund', { paymentId, amountMinor, reason: 'other' })
const earned = (paymentId: string) =>
  studio
    .rows<{ amount: number }>(
      'SELECT amount_minor AS amount FROM earnings WHERE payment_id = ? ORDER BY rowid',
      paymentId,
    )
    .map(({ amount }) => amount)

describe('a refund', () => {
  it('of a part leaves the rest to be paid again, once, and the session is paid', () => {
    const id = bookSession(studio, '2026-03-02T09:00')
    const { paymentId } = payCash(studio, id)
    valueOf(refund(paymentId, 2_000))
    expect(payCash(studio, id, 2_000).changeMinor).toBe(0)
    const { money, payments } = valueOf(studio.call('appointments.get', { appointmentId: id }))
    expect(money?.status).toBe('paid')
    expect(payments.map((payment) => payment.refundableMinor)).toEqual([3_500, 2_000])
    expect(
      outcomeOf(
        studio.command('payments.take', {
          appointmentId: id,
          amountMinor: 2_000,
          tenders: [{ method: 'cash', amountMinor: 2_000, tenderedMinor: 2_000 }],
        }),
      ),
    ).toBe('already_paid')
  })

  it('may be given in parts, down to the last cent and not a cent more', () => {
    const id = bookSession(studio, '2026-03-02T09:00')
    const { paymentId } = payCash(studio, id)
    const status = () =>
      valueOf(studio.call('appointments.get', { appointmentId: id })).money!.status
    valueOf(refund(paymentId, 1_000))
    expect(status()).toBe('part_refunded')
    expect(refusalOf(refund(paymentId, 4_501))).toMatchObject({
      code: 'refund_exceeds_payment',
      details: { refundable: '€45.00' },
    })
    valueOf(refund(paymentId, 4_500))
    expect(status()).toBe('refunded')
    expect(outcomeOf(refund(paymentId, 1))).toBe('refund_exceeds_payment')
  })

  it.each([0, -1, 0.5])('of %s is refused', (amount) => {
    const { paymentId } = payCash(studio, bookSession(studio, '2026-03-02T09:00'))
    expect(outcomeOf(refund(paymentId, amount))).toBe('invalid_input')
  })

  it('of a payment that is not there is refused', () => {
    expect(outcomeOf(refund(newId(), 100))).toBe('payment_not_found')
  })

  it('is held against the payment by the file itself', () => {
    const { paymentId } = payCash(studio, bookSession(studio, '2026-03-02T09:00'))
    valueOf(refund(paymentId, 5_000))
    const insert = (amount: number) =>
      studio
        .foreign()
        .prepare(
          `INSERT INTO refunds (id, payment_id, sale_line_id, method, amount_minor, reason,
             receipt_number, created_at, created_by)
           SELECT ?, p.id, l.id, p.method, ?, 'other', ?, 'x', ?
           FROM payments p JOIN sale_lines l ON l.sale_id = p.sale_id WHERE p.id = ?`,
        )
        .run(newId(), amount, newId(), studio.people.staff.desk.id, paymentId)
    expect(() => insert(501)).toThrow(/refund_exceeds/)
    insert(500)
    expect(() => insert(1)).toThrow(/refund_exceeds/)
  })

  it('takes back from the trainer what the refund is of the share, with its own event', () => {
    const { paymentId } = payCash(studio, bookSession(studio, '2026-03-02T09:00'))
    const { refundId } = valueOf(refund(paymentId, 1_000))
    expect(earned(paymentId)).toEqual([2_750, -500])
    const adjusted = studio.events('earning.adjusted')[0]!
    expect(adjusted.data).toMatchObject({ refundId, amount: -500, trainerId: studio.people.ana })
    const refunded = studio.events('payment.refunded')[0]!
    expect(adjusted.metadata.causationId).toBe(refunded.id)
    expect(adjusted.metadata.correlationId).toBe(refunded.metadata.correlationId)
  })

  it('uses the rate at which it was earned', () => {
    const { paymentId } = payCash(studio, bookSession(studio, '2026-03-02T09:00'))
    setRates(studio, 9_000)
    valueOf(refund(paymentId, 5_500))
    expect(earned(paymentId)).toEqual([2_750, -2_750])
  })

  it('that is too small to change the share adjusts nothing', () => {
    const id = bookSession(studio, '2026-03-02T09:00', { serviceId: studio.people.stretching })
    const { paymentId } = payCash(studio, id, 2_499)
    valueOf(refund(paymentId, 1))
    // Half of 24.98 is 12.49, and half of 24.97 is rounded up to the same.
    valueOf(refund(paymentId, 1))
    expect(earned(paymentId)).toEqual([1_250, -1])
  })

  it('leaves the trainer the share of what stayed paid, to the cent, in whatever parts it comes', () => {
    let day = 0
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 10_000 }),
        fc.array(fc.integer({ min: 1, max: 1_500 }), { minLength: 1, maxLength: 5 }),
        (rate, parts) => {
          setRates(studio, rate)
          const hour = String(8 + (day % 12)).padStart(2, '0')
          // Sunday is off, so every day of the year is counted on from a Monday, six a week.
          const start = `2026-03-${String(2 + (Math.floor(day / 12) % 6)).padStart(2, '0')}T${hour}:00`
          day += 1
          const id = bookSession(studio, start, { serviceId: studio.people.stretching })
          const { paymentId } = payCash(studio, id, 2_499)
          let kept = 2_499
          for (const part of parts) {
            const answer = refund(paymentId, part)
            expect(outcomeOf(answer)).toBe(part <= kept ? 'ok' : 'refund_exceeds_payment')
            if (answer.ok) kept -= part
            const sum = earned(paymentId).reduce((total, amount) => total + amount, 0)
            expect(sum).toBe(shareOf(minor(kept), rate))
          }
        },
      ),
      { numRuns: 40 },
    )
  })
})

describe('a studio in another currency', () => {
  it.each([
    { currency: 'JPY', price: '¥5,500' },
    { currency: 'KWD', price: /KWD\s5\.500/ },
  ])('says prices in $currency with its own decimals', ({ currency, price }) => {
    const other = openTestStudio({ currency })
    other.signIn('desk')
    const id = bookSession(other, '2026-03-02T09:00')
    const wrong = {
      appointmentId: id,
      amountMinor: 1,
      tenders: [{ method: 'cash' as const, amountMinor: 1, tenderedMinor: 1 }],
    }
    expect(refusalOf(other.command('payments.take', wrong)).message).toMatch(price)
    payCash(other, id)
    expect(other.events('payment.completed')[0]!.data).toMatchObject({ amount: 5_500, currency })
  })
})
