import { beforeEach, describe, expect, it } from 'vitest'
import { addDays, type LocalDate } from '../../shared/time.ts'
import { bookSession, clientOf, payCash } from '../support/book-session.ts'
import { openTestStudio, type TestStudio } from '../support/open-test-studio.ts'
import { outcomeOf, refusalOf, valueOf } from '../support/read-result.ts'
import { offerProduct, packageDraft } from '../support/sell-package.ts'

let studio: TestStudio
let id: string
let other: string
let paymentId: string

beforeEach(() => {
  studio = openTestStudio()
  studio.signIn('manager')
  id = bookSession(studio, '2026-03-05T15:00')
  other = bookSession(studio, '2026-03-05T17:00')
  ;({ paymentId } = payCash(studio, id))
})

const card = (amountMinor: number) => [{ method: 'card' as const, amountMinor, reference: 'T-1' }]
const take = () =>
  studio.command('payments.take', {
    appointmentId: other,
    amountMinor: 5_500,
    tenders: card(5_500),
  })
/** Something of the first payment into the balance. */
const refund = () =>
  studio.command('payments.refund', {
    paymentId,
    amountMinor: 100,
    reason: 'goodwill',
    to: 'account',
  })
/** From 28 November to 31 December. */
const everyThirdDay = Array.from({ length: 12 }, (_, index) =>
  addDays('2026-11-28' as LocalDate, 3 * index),
)
const confirm = (day: string) => studio.command('payments.confirmClock', { day })

describe('the clock of a studio’s first receipt', () => {
  const sellIn = (fresh: TestStudio) => {
    const { clientId } = valueOf(fresh.command('clients.register', { name: 'Fay First' }))
    const items = [{ kind: 'top_up' as const, amountMinor: 100 }]
    return fresh.command('payments.sell', { clientId, items, amountMinor: 100, tenders: card(100) })
  }

  it.each([
    ['2026-03-02', 'A-2026-000001'],
    ['2026-12-31', 'A-2026-000001'],
    ['2031-05-05', null],
    ['2019-05-05', null],
  ])('on %s is measured by when it was set up: %s', (day, number) => {
    const fresh = openTestStudio()
    fresh.at(`${day}T11:00`)
    fresh.signIn('manager')
    const sold = sellIn(fresh)
    expect(sold.ok ? sold.value.receiptNumber : null).toBe(number)
    if (number !== null) return
    expect(refusalOf(sold)).toMatchObject({
      code: 'clock_unsure',
      message: expect.stringContaining('the studio was set up on 2 Mar 2026'),
    })
    valueOf(fresh.command('payments.confirmClock', { day }))
    expect(valueOf(sellIn(fresh)).receiptNumber).toBe(`A-${day.slice(0, 4)}-000001`)
  })
})

describe('a clock that is wrong', () => {
  it('is asked about before a receipt takes a number of another year, and no number is lost', () => {
    studio.at('2027-03-05T10:00')
    const refused = refusalOf(take())
    expect(refused).toMatchObject({
      code: 'clock_unsure',
      details: { today: '2027-03-05', lastDay: '2026-03-02' },
    })
    expect(refused.message).toContain('5 Mar 2027')
    studio.at('2026-03-03T10:00')
    expect(valueOf(take()).receiptNumber).toBe('A-2026-000002')
  })

  it.each([
    ['2027-03-05', 'ok', 'A-2027-000001'],
    ['2027-03-04', 'clock_moved', null],
    ['2026-03-05', 'clock_moved', null],
  ])('goes on once %s was confirmed: %s', (day, outcome, number) => {
    studio.at('2027-03-05T10:00')
    expect(outcomeOf(confirm(day))).toBe(outcome)
    const taken = take()
    expect(taken.ok ? taken.value.receiptNumber : null).toBe(number)
    expect(studio.events('studio.clock_confirmed')).toHaveLength(outcome === 'ok' ? 1 : 0)
  })

  it.each([
    [['2026-12-28', '2026-12-30'], 'clock_unsure', 'jumped within the year and ran over its end'],
    [everyThirdDay, 'ok', 'a month without a jump, whatever was before'],
  ])('is asked about after receipts of %s: %s (%s)', (days, outcome, _rule) => {
    for (const day of days) {
      studio.at(`${day}T10:00`)
      valueOf(refund())
    }
    studio.at('2027-01-01T10:00')
    expect(outcomeOf(refund())).toBe(outcome)
  })

  it('is asked about once when it is put right after it ran ahead', () => {
    studio.at('2027-03-05T10:00')
    valueOf(confirm('2027-03-05'))
    valueOf(take())
    studio.at('2026-03-03T10:00')
    const topUp = () =>
      studio.command('payments.sell', {
        clientId: clientOf(studio, id),
        items: [{ kind: 'top_up', amountMinor: 100 }],
        amountMinor: 100,
        tenders: card(100),
      })
    expect(outcomeOf(topUp())).toBe('clock_unsure')
    valueOf(confirm('2026-03-03'))
    expect(valueOf(topUp()).receiptNumber).toBe('A-2026-000002')
    expect(valueOf(topUp()).receiptNumber).toBe('A-2026-000003')
  })

  it.each([
    ['a payment', take],
    ['a refund', refund],
    [
      'a pay-out',
      () =>
        studio.command('payments.payOut', {
          clientId: clientOf(studio, id),
          amountMinor: 100,
          to: { method: 'bank_transfer', reference: 'Balance' },
        }),
    ],
    [
      'a package',
      () =>
        studio.command('packages.sell', {
          clientId: clientOf(studio, id),
          productId: offerProduct(studio, packageDraft()),
          amountMinor: 50_000,
          tenders: card(50_000),
        }),
    ],
    [
      'a cancellation that gives money back',
      () =>
        studio.command('appointments.cancel', {
          appointmentId: id,
          by: 'studio',
          reason: 'other',
          refund: false,
        }),
    ],
  ])('stops %s, and leaves everything as it was', (_, act) => {
    valueOf(refund())
    studio.at('2025-12-31T10:00')
    const sums = () =>
      studio.rows(
        `SELECT (SELECT count(*) FROM receipts), (SELECT count(*) FROM account_entries),
           (SELECT count(*) FROM appointments WHERE status = 'cancelled'),
           (SELECT sum(last) FROM receipt_numbers)`,
      )
    const before = sums()
    expect(outcomeOf(act())).toBe('clock_unsure')
    expect(sums()).toEqual(before)
  })
})
