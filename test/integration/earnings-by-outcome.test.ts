import { describe, expect, it } from 'vitest'
import type { Rate } from '../../shared/earnings.ts'
import { minor } from '../../shared/money.ts'
import type { Policy } from '../../shared/policy.ts'
import { localDateTimeOf, type Instant } from '../../shared/time.ts'
import { bookSession, clientOf } from '../support/book-session.ts'
import type { TestStudio } from '../support/open-test-studio.ts'
import {
  amountsIn,
  byCard,
  half,
  openStudioAt,
  play,
  sumIn,
  type Act,
} from '../support/play-session.ts'
import { valueOf } from '../support/read-result.ts'
import { offerProduct, packageDraft } from '../support/sell-package.ts'

let studio: TestStudio
/** Wednesday, 4 March at noon with Ana, 60 minutes for 55.00. */
let id: string

describe('a private session at 50 %', () => {
  it.each<{ when: Act[]; lines: number[] }>([
    { when: [], lines: [] },
    { when: ['paid ahead'], lines: [2_750] },
    { when: ['completed'], lines: [2_750] },
    { when: ['paid ahead', 'completed'], lines: [2_750] },
    { when: ['completed', 'paid'], lines: [2_750] },
    { when: ['completed', 'taken back'], lines: [2_750, -2_750] },
    { when: ['paid ahead', 'completed', 'taken back'], lines: [2_750] },
    { when: ['paid ahead', 'sale voided'], lines: [2_750, -2_750] },
    { when: ['completed', 'paid', 'sale voided'], lines: [2_750] },
    { when: ['paid ahead', '15.00 given back'], lines: [2_750, -750] },
    { when: ['completed', 'paid', '15.00 given back'], lines: [2_750, -750] },
    { when: ['completed', 'paid', 'all given back'], lines: [2_750, -2_750] },
    { when: ['completed', 'paid', 'all given back', 'paid'], lines: [2_750, -2_750, 2_750] },
    { when: ['cancelled in time'], lines: [] },
    { when: ['paid ahead', 'cancelled in time'], lines: [2_750, -2_750] },
    { when: ['cancelled late'], lines: [] },
    { when: ['cancelled late', 'fee paid'], lines: [1_375] },
    { when: ['cancelled late', 'fee paid', 'sale voided'], lines: [1_375, -1_375] },
    { when: ['cancelled late', 'fee let go'], lines: [] },
    { when: ['cancelled late, let go'], lines: [] },
    { when: ['cancelled by the studio'], lines: [] },
    { when: ['paid ahead', 'cancelled by the studio'], lines: [2_750, -2_750] },
    { when: ['not come'], lines: [] },
    { when: ['not come', 'fee paid'], lines: [2_750] },
    { when: ['not come', 'fee let go'], lines: [] },
    { when: ['not come', 'no-show taken back', 'completed'], lines: [2_750] },
  ])('$when: $lines', ({ when, lines }) => {
    studio = openStudioAt(half)
    id = bookSession(studio, '2026-03-04T12:00')
    play(studio, id, when)
    expect(amountsIn(studio)).toEqual(lines)
  })

  it.each<{ when: Act[]; earned: number }>([
    // 27.50 of the 55.00 that were paid is kept as the fee.
    { when: ['paid ahead', 'cancelled late'], earned: 1_375 },
    { when: ['paid ahead', 'not come'], earned: 2_750 },
    { when: ['paid ahead', 'not come', 'fee let go'], earned: 0 },
  ])('$when: $earned of what was kept', ({ when, earned }) => {
    studio = openStudioAt(half)
    id = bookSession(studio, '2026-03-04T12:00')
    play(studio, id, when)
    expect(sumIn(studio)).toBe(earned)
  })
})

describe('a slot that was lost', () => {
  it.each<{ policy: Policy['lateEarning']; rate: Rate; when: Act[]; earned: number }>([
    { policy: 'always', rate: half, when: ['cancelled late'], earned: 2_750 },
    { policy: 'always', rate: half, when: ['cancelled late', 'fee let go'], earned: 2_750 },
    { policy: 'always', rate: half, when: ['not come'], earned: 2_750 },
    { policy: 'always', rate: half, when: ['cancelled in time'], earned: 0 },
    { policy: 'always', rate: half, when: ['cancelled by the studio'], earned: 0 },
    { policy: 'never', rate: half, when: ['cancelled late', 'fee paid'], earned: 0 },
    { policy: 'never', rate: half, when: ['not come', 'fee paid'], earned: 0 },
    { policy: 'never', rate: half, when: ['completed'], earned: 2_750 },
    {
      policy: 'if_kept',
      rate: { kind: 'flat', value: 2_000 },
      when: ['cancelled late'],
      earned: 0,
    },
    {
      policy: 'if_kept',
      rate: { kind: 'flat', value: 2_000 },
      when: ['cancelled late', 'fee paid'],
      earned: 2_000,
    },
    {
      policy: 'if_kept',
      rate: { kind: 'hourly', value: 3_000 },
      when: ['not come', 'fee paid'],
      earned: 3_000,
    },
  ])('$policy at $rate.kind, $when: $earned', ({ policy, rate, when, earned }) => {
    studio = openStudioAt(rate, { lateEarning: policy })
    id = bookSession(studio, '2026-03-04T12:00')
    play(studio, id, when)
    expect(sumIn(studio)).toBe(earned)
  })
})

describe('by the session and by the hour', () => {
  it.each<{ rate: Rate; when: Act[]; lines: number[] }>([
    { rate: { kind: 'flat', value: 2_000 }, when: ['paid ahead'], lines: [] },
    { rate: { kind: 'flat', value: 2_000 }, when: ['completed', 'paid'], lines: [2_000] },
    {
      rate: { kind: 'flat', value: 2_000 },
      when: ['completed', 'paid', 'all given back'],
      lines: [2_000],
    },
    { rate: { kind: 'hourly', value: 3_000 }, when: ['completed'], lines: [3_000] },
    { rate: { kind: 'percent', value: 0 }, when: ['completed', 'paid'], lines: [] },
    { rate: { kind: 'percent', value: 10_000 }, when: ['completed'], lines: [5_500] },
  ])('$rate.kind $rate.value, $when: $lines', ({ rate, when, lines }) => {
    studio = openStudioAt(rate)
    id = bookSession(studio, '2026-03-04T12:00')
    play(studio, id, when)
    expect(amountsIn(studio)).toEqual(lines)
  })

  it.each([
    { rate: half, earned: 0 },
    { rate: { kind: 'flat', value: 2_000 } as const, earned: 2_000 },
    { rate: { kind: 'hourly', value: 3_000 } as const, earned: 3_000 },
  ])('a session for nothing earns $earned at $rate.kind', ({ rate, earned }) => {
    studio = openStudioAt(rate)
    studio.app.database.prepare('UPDATE services SET price_minor = 0').run()
    id = bookSession(studio, '2026-03-04T12:00')
    play(studio, id, ['completed'])
    expect(sumIn(studio)).toBe(earned)
  })

  it.each([
    { day: '2026-03-29', start: '01:30', ends: '03:30', hours: 23 },
    { day: '2026-10-25', start: '02:30', ends: '02:30', hours: 25 },
  ])('an hour is an hour on a day of $hours hours', ({ day, start, ends }) => {
    studio = openStudioAt({ kind: 'hourly', value: 3_000 })
    studio.at(`${day}T00:30`)
    studio.signIn('manager')
    id = bookSession(studio, `${day}T${start}`, { allowOutsideHours: true })
    const [row] = studio.rows<{ end: Instant }>('SELECT end_time AS "end" FROM appointments')
    expect(localDateTimeOf(row!.end, studio.timeZone)).toBe(`${day}T${ends}`)
    studio.at(`${day}T09:00`)
    valueOf(studio.command('appointments.complete', { appointmentId: id }))
    expect(studio.rows('SELECT amount_minor, base, pay_on FROM earnings')).toEqual([
      { amount_minor: 3_000, base: 60, pay_on: day },
    ])
  })

  it.each([
    { currency: 'JPY', price: 4_999, earned: 1_666 },
    { currency: 'JPY', price: 1, earned: 0 },
    { currency: 'KWD', price: 12_345, earned: 4_115 },
    { currency: 'EUR', price: 2, earned: 1 },
  ])('33.33 % of $price $currency is $earned of its smallest', ({ currency, price, earned }) => {
    studio = openStudioAt({ kind: 'percent', value: 3_333 }, {}, currency)
    studio.app.database.prepare('UPDATE services SET price_minor = ?').run(price)
    id = bookSession(studio, '2026-03-04T12:00')
    play(studio, id, ['completed'])
    expect(sumIn(studio)).toBe(earned)
  })
})

describe('tax on top of the price', () => {
  const tax = { taxBasisPoints: 2_000, taxInclusive: false }

  it.each<{ when: Act[]; lines: number[] }>([
    { when: ['paid ahead'], lines: [2_750] },
    { when: ['paid ahead', 'completed'], lines: [2_750] },
    { when: ['completed', 'paid'], lines: [2_750] },
    // 15.00 of the 66.00 is 12.50 of the price.
    { when: ['paid ahead', '15.00 given back'], lines: [2_750, -625] },
    { when: ['paid ahead', '15.00 given back', 'completed'], lines: [2_750, -625] },
    { when: ['completed', 'paid', '15.00 given back'], lines: [2_750, -625] },
  ])('is nobody’s to earn: $when: $lines', ({ when, lines }) => {
    studio = openStudioAt(half, tax)
    id = bookSession(studio, '2026-03-04T12:00')
    play(studio, id, when)
    expect(amountsIn(studio)).toEqual(lines)
  })

  it('is not in the share of a package either', () => {
    studio = openStudioAt(half, tax)
    const productId = offerProduct(studio, packageDraft())
    const clientId = clientOf(studio, bookSession(studio, '2026-03-02T09:00'))
    const sold = { clientId, productId, amountMinor: minor(60_000), tenders: byCard(60_000) }
    const { soldId } = valueOf(studio.command('packages.sell', sold))
    id = bookSession(studio, '2026-03-04T12:00', {
      client: { kind: 'existing', clientId },
      funding: { kind: 'package', clientPackageId: soldId },
    })
    play(studio, id, ['completed'])
    expect(amountsIn(studio)).toEqual([2_500])
  })

  it('that is in the price stays in it', () => {
    studio = openStudioAt(half, { taxBasisPoints: 2_000, taxInclusive: true })
    id = bookSession(studio, '2026-03-04T12:00')
    play(studio, id, ['paid ahead', 'completed'])
    expect(amountsIn(studio)).toEqual([2_750])
  })
})
