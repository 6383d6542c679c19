import { beforeEach, describe, expect, it } from 'vitest'
import type { InputOf } from '../../shared/contract.ts'
import type { Contracts } from '../../shared/contracts.ts'
import { bookSession, clientOf, payCash } from '../support/book-session.ts'
import { openTestStudio, type TestStudio } from '../support/open-test-studio.ts'
import { membershipDraft, offerProduct, packageDraft } from '../support/sell-package.ts'
import { minor } from '../../shared/money.ts'
import { defaultPolicy } from '../../shared/policy.ts'
import { outcomeOf, refusalOf, valueOf } from '../support/read-result.ts'

type Tender = InputOf<Contracts['payments.take']>['tenders'][number]

let studio: TestStudio

beforeEach(() => {
  studio = openTestStudio()
  studio.signIn('desk')
})

const openWith = (floatMinor: number, sureOfMinor?: number) => {
  const drawer = valueOf(studio.call('drawer.status', {}))
  if (drawer.state === 'open') {
    const { drawerId } = drawer
    const { countId, expectedMinor } = valueOf(
      studio.command('drawer.count', { drawerId, count: { by: 'amount', amountMinor: 0 } }),
    )
    const reason = expectedMinor === 0 ? {} : { reason: 'The day before' }
    valueOf(studio.command('drawer.close', { drawerId, countId, ...reason }))
  }
  return studio.command('drawer.open', { floatMinor, sureOfMinor, reason: 'From the bank' })
}
const move = (kind: 'paid_in' | 'paid_out' | 'drop', amountMinor: number, more = {}) =>
  studio.command('drawer.move', { kind, amountMinor, reason: 'Milk', ...more })

describe('cash that leaves the drawer', () => {
  it.each([
    { kind: 'paid_out', float: 5_000, amount: 5_000, outcome: 'ok' },
    { kind: 'paid_out', float: 5_000, amount: 5_001, outcome: 'drawer_not_enough' },
    { kind: 'drop', float: 5_000, amount: 5_000, outcome: 'ok' },
    { kind: 'drop', float: 5_000, amount: 5_001, outcome: 'drawer_not_enough' },
    { kind: 'drop', float: 0, amount: 1, outcome: 'drawer_not_enough' },
    { kind: 'paid_in', float: 0, amount: 5_000, outcome: 'ok' },
  ] as const)('$kind of $amount out of $float: $outcome', ({ kind, float, amount, outcome }) => {
    valueOf(openWith(float))
    expect(outcomeOf(move(kind, amount))).toBe(outcome)
  })

  it('is never more than there is, also for a refund, a void and what is taken back', () => {
    const { paymentId, receiptNumber } = payCash(studio, bookSession(studio, '2026-03-02T09:00'))
    valueOf(move('drop', 5_000))
    const refund = { paymentId, reason: 'goodwill' } as const
    expect(outcomeOf(studio.command('payments.refund', { ...refund, amountMinor: 501 }))).toBe(
      'drawer_not_enough',
    )
    studio.signIn('manager')
    const voided = { receiptNumber, reason: 'wrong_amount' } as const
    expect(outcomeOf(studio.command('payments.void', voided))).toBe('drawer_not_enough')
    const paidIn = valueOf(move('paid_in', 1_000))
    valueOf(move('drop', 1_000))
    expect(outcomeOf(studio.undo(paidIn.undo))).toBe('drawer_not_enough')
    expect(outcomeOf(studio.command('payments.refund', { ...refund, amountMinor: 500 }))).toBe('ok')
  })

  const cash = (amountMinor: number, tenderedMinor: number) =>
    ({ method: 'cash', amountMinor, tenderedMinor }) as const
  const card = (amountMinor: number) => ({ method: 'card', amountMinor, reference: 'T-1' }) as const
  const pay = (tenders: Tender[], appointmentId = bookSession(studio, '2026-03-02T09:00')) =>
    studio.command('payments.take', { appointmentId, amountMinor: 5_500, tenders })

  it.each([
    { float: 2_000, tenders: [cash(5_500, 5_500)], outcome: 'ok' },
    { float: 0, tenders: [cash(5_500, 5_500)], outcome: 'ok' },
    { float: 0, tenders: [cash(5_500, 5_501)], outcome: 'drawer_not_enough' },
    { float: 2_000, tenders: [cash(5_500, 10_000)], outcome: 'drawer_not_enough' },
    { float: 4_499, tenders: [cash(5_500, 10_000)], outcome: 'drawer_not_enough' },
    { float: 4_500, tenders: [cash(5_500, 10_000)], outcome: 'ok' },
    { float: 4_500, tenders: [cash(5_500, 9_999_900_000)], outcome: 'drawer_not_enough' },
    // Each part of it would do, both together do not.
    { float: 500, tenders: [cash(2_500, 3_000), cash(3_000, 3_001)], outcome: 'drawer_not_enough' },
    { float: 501, tenders: [cash(2_500, 3_000), cash(3_000, 3_001)], outcome: 'ok' },
    { float: 499, tenders: [cash(2_500, 3_000), card(3_000)], outcome: 'drawer_not_enough' },
    { float: 500, tenders: [card(3_000), cash(2_500, 3_000)], outcome: 'ok' },
  ])('is not more change than there was: %j', ({ float, tenders, outcome }) => {
    valueOf(openWith(float))
    expect(outcomeOf(pay(tenders))).toBe(outcome)
  })

  it('is not more change than there was, whatever is sold', () => {
    studio.signIn('manager')
    const appointmentId = bookSession(studio, '2026-03-02T09:00')
    const clientId = clientOf(studio, appointmentId)
    const packageId = offerProduct(studio, packageDraft({ priceMinor: minor(5_500) }))
    const monthlyId = offerProduct(studio, membershipDraft({ priceMinor: minor(5_500) }))
    const paid = { amountMinor: 5_500, tenders: [cash(5_500, 6_000)] }
    const sell = (productId: string) =>
      studio.command('packages.sell', { clientId, productId, ...paid })
    const topUp = [{ kind: 'top_up' as const, amountMinor: 5_500 }]
    const sales = {
      session: () => pay(paid.tenders, appointmentId),
      package: () => sell(packageId),
      membership: () => sell(monthlyId),
      renewal: () => {
        const [membershipId] = studio.rows<{ id: string }>('SELECT id FROM memberships')
        return studio.command('memberships.renew', { membershipId: membershipId!.id, ...paid })
      },
      topUp: () => studio.command('payments.sell', { clientId, items: topUp, ...paid }),
    }
    for (const [what, act] of Object.entries(sales)) {
      valueOf(openWith(499))
      const before = studio.dump()
      expect({ what, outcome: outcomeOf(act()) }).toEqual({ what, outcome: 'drawer_not_enough' })
      expect(studio.dump()).toEqual(before)
      valueOf(move('paid_in', 1))
      expect({ what, outcome: outcomeOf(act()) }).toEqual({ what, outcome: 'ok' })
    }
  })

  it.each([
    { who: 'desk', kind: 'paid_out', amount: 10_000, outcome: 'ok' },
    { who: 'desk', kind: 'paid_out', amount: 10_001, outcome: 'approval_needed' },
    { who: 'manager', kind: 'paid_out', amount: 10_001, outcome: 'ok' },
    // What is brought to the safe stays the studio's.
    { who: 'desk', kind: 'drop', amount: 10_001, outcome: 'ok' },
  ] as const)('$kind of $amount by the $who: $outcome', ({ who, kind, amount, outcome }) => {
    valueOf(openWith(50_000))
    studio.signIn(who)
    expect(outcomeOf(move(kind, amount))).toBe(outcome)
  })
})

describe('pay-outs of one day', () => {
  const payOut = (amountMinor: number) => {
    const appointmentId = bookSession(studio, '2026-03-02T09:00')
    const clientId = clientOf(studio, appointmentId)
    const items = [{ kind: 'top_up' as const, amountMinor }]
    const tenders = [{ method: 'card' as const, amountMinor, reference: 'T-1' }]
    valueOf(studio.command('payments.sell', { clientId, items, amountMinor, tenders }))
    const to = { method: 'cash' as const }
    return valueOf(studio.command('payments.payOut', { clientId, amountMinor, to }))
  }
  const reopened = () => {
    valueOf(openWith(50_000))
    studio.signIn('desk')
  }

  it.each([
    { rule: 'by hand', before: () => void valueOf(move('paid_out', 6_000)), left: 4_000 },
    { rule: 'of a balance', before: () => void payOut(6_000), left: 4_000 },
    {
      rule: 'out of another drawer',
      before: () => {
        valueOf(move('paid_out', 6_000))
        reopened()
      },
      left: 4_000,
    },
    {
      rule: 'and taken back',
      before: () => void valueOf(studio.undo(valueOf(move('paid_out', 6_000)).undo)),
      left: 10_000,
    },
    {
      rule: 'as what was paid in by mistake',
      before: () => void valueOf(studio.undo(valueOf(move('paid_in', 6_000)).undo)),
      left: 10_000,
    },
    { rule: 'to the safe', before: () => void valueOf(move('drop', 6_000)), left: 10_000 },
  ])('count together for the limit: $rule', ({ before, left }) => {
    reopened()
    before()
    expect(outcomeOf(move('paid_out', left + 1))).toBe('approval_needed')
    expect(outcomeOf(move('paid_out', left))).toBe('ok')
    expect(outcomeOf(move('paid_out', 1))).toBe('approval_needed')
    studio.at('2026-03-03T10:00')
    reopened()
    expect(outcomeOf(move('paid_out', 10_000))).toBe('ok')
  })
})

describe('an unusually high amount', () => {
  const topUps = (amountMinor: number, sureOfMinor?: number) => {
    const clientId = clientOf(studio, bookSession(studio, '2026-03-02T09:00'))
    const halves = [Math.floor(amountMinor / 2), Math.ceil(amountMinor / 2)]
    return studio.command('payments.sell', {
      clientId,
      items: halves.map((half) => ({ kind: 'top_up' as const, amountMinor: half })),
      amountMinor,
      tenders: [{ method: 'card', amountMinor, reference: 'T-1' }],
      sureOfMinor,
    })
  }
  const service = {
    name: 'Yoga',
    durationMinutes: 60,
    hue: 1,
    bufferBeforeMinutes: 0,
    bufferAfterMinutes: 0,
    capacity: null,
    roomIds: [],
  }
  const packageOf = (priceMinor: number, singlePriceMinor: number) => ({
    kind: 'package' as const,
    name: 'Ten',
    priceMinor,
    credits: 10,
    validityDays: 90,
    singlePriceMinor,
    serviceIds: [],
  })
  const rate = (kind: 'flat' | 'hourly') => (value: number, sureOfMinor?: number) =>
    studio.command('earnings.setRate', {
      trainerId: studio.people.ana,
      effectiveFrom: '2026-03-02',
      rate: { kind, value },
      sureOfMinor,
    })
  const policy =
    (key: 'memberFeeMinor' | 'refundLimitMinor' | 'drawerToleranceMinor') =>
    (amountMinor: number, sureOfMinor?: number) =>
      studio.command('policy.save', {
        effectiveFrom: '2026-03-02',
        policy: { ...defaultPolicy('EUR'), [key]: amountMinor },
        sureOfMinor,
      })
  const acts = {
    'a service': (priceMinor: number, sureOfMinor?: number) =>
      studio.command('catalog.addService', { ...service, priceMinor, sureOfMinor }),
    'a package': (priceMinor: number, sureOfMinor?: number) =>
      studio.command('packages.addProduct', { product: packageOf(priceMinor, 100), sureOfMinor }),
    'its single price': (priceMinor: number, sureOfMinor?: number) =>
      studio.command('packages.addProduct', { product: packageOf(100, priceMinor), sureOfMinor }),
    'cash put in': (amountMinor: number, sureOfMinor?: number) =>
      move('paid_in', amountMinor, { sureOfMinor }),
    'two top-ups on one receipt': topUps,
    'a float': openWith,
    'a trainer’s pay for a session': rate('flat'),
    'a trainer’s pay for an hour': rate('hourly'),
    'a member’s fee': policy('memberFeeMinor'),
    'the limit of a refund': policy('refundLimitMinor'),
    'the drawer’s tolerance': policy('drawerToleranceMinor'),
  }
  const names = Object.keys(acts) as (keyof typeof acts)[]

  it.each(
    names.flatMap((name) => [
      { name, amount: 1_000_000, sureOf: undefined, outcome: 'ok' },
      { name, amount: 1_000_001, sureOf: undefined, outcome: 'amount_unusual' },
      { name, amount: 9_999_900, sureOf: undefined, outcome: 'amount_unusual' },
      { name, amount: 9_999_900, sureOf: 999_990, outcome: 'amount_unusual' },
      { name, amount: 9_999_900, sureOf: 9_999_900, outcome: 'ok' },
    ]),
  )('is asked about: $name of $amount, sure of $sureOf', ({ name, amount, sureOf, outcome }) => {
    studio.signIn('manager')
    expect(outcomeOf(acts[name](amount, sureOf))).toBe(outcome)
  })

  it('says how much it is, and nothing is written before it is confirmed', () => {
    studio.signIn('manager')
    const before = studio.events().length
    expect(refusalOf(acts['a service'](9_999_900))).toMatchObject({
      message: '€99,999.00 is unusually much.',
      details: { amountMinor: 9_999_900 },
    })
    expect(studio.events()).toHaveLength(before)
  })

  it.each([
    { amount: 1_000_000_000, outcome: 'ok' },
    { amount: 1_000_000_001, outcome: 'invalid_input' },
    { amount: 99_999_999_900, outcome: 'invalid_input' },
  ])('is no price at all from somewhere on: $amount', ({ amount, outcome }) => {
    studio.signIn('manager')
    expect(outcomeOf(acts['a service'](amount, amount))).toBe(outcome)
  })

  it('of the policy is asked about once: not when something else changes, nor when it is undone', () => {
    studio.signIn('manager')
    valueOf(acts['a member’s fee'](9_999_900, 9_999_900))
    const current = valueOf(studio.call('policy.current', {})).policy
    const effectiveFrom = '2026-03-02'
    const save = (change: object, sureOfMinor?: number) =>
      studio.command('policy.save', {
        effectiveFrom,
        policy: { ...current, ...change },
        sureOfMinor,
      })
    valueOf(save({ noShowGraceMinutes: 20 }))
    const lower = valueOf(save({ memberFeeMinor: 1_000 }))
    valueOf(studio.undo(lower.undo))
    expect(valueOf(studio.call('policy.current', {})).policy.memberFeeMinor).toBe(9_999_900)
    const both = { memberFeeMinor: 5_000_000, refundLimitMinor: 6_000_000 }
    expect(outcomeOf(save(both, 5_000_000))).toBe('amount_unusual')
    expect(outcomeOf(save(both, 6_000_000))).toBe('ok')
  })

  it('is no percentage', () => {
    studio.signIn('manager')
    const of = { trainerId: studio.people.ana, effectiveFrom: '2026-03-02' }
    const all = { kind: 'percent' as const, value: 10_000 }
    expect(outcomeOf(studio.command('earnings.setRate', { ...of, rate: all }))).toBe('ok')
  })

  it('of a price is no obstacle to going back to it', () => {
    studio.signIn('manager')
    const { id: serviceId } = valueOf(acts['a service'](9_999_900, 9_999_900))
    const cheaper = { ...service, serviceId, priceMinor: 1_500 }
    const changed = valueOf(studio.command('catalog.changeService', cheaper))
    expect(outcomeOf(studio.undo(changed.undo))).toBe('ok')
  })
})
