import { beforeEach, describe, expect, it } from 'vitest'
import { minor, type Minor } from '../../shared/money.ts'
import type { VoidReason } from '../../shared/payments.ts'
import { bookSession, clientOf, payCash } from '../support/book-session.ts'
import { openTestStudio, type TestStudio } from '../support/open-test-studio.ts'
import { outcomeOf, refusalOf, valueOf } from '../support/read-result.ts'
import { membershipDraft, offerProduct, packageDraft } from '../support/sell-package.ts'
import { closeDrawer } from '../support/todays-drawer.ts'

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
  studio.rows<{ sum: number | null }>('SELECT sum(amount_minor) AS sum FROM drawer_movements')[0]!
    .sum

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
    valueOf(studio.agree('appointments.cancel', cancel))
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
        const refund = { paymentId: payment!.id, amountMinor: 1, reason: 'other' } as const
        valueOf(studio.command('payments.refund', refund))
      },
    ],
    ['is of yesterday', 'void_another_day', () => studio.at('2026-03-03T00:00')],
    ['was counted by a report, and the drawer opened again', 'void_day_closed', closeAndGoOn],
    ['is of a day that another was closed after', 'ok', closeAnotherDay],
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

  it('is refused when its top-up is spent, and when there is none', () => {
    const { receiptNumber } = topUp(2_000)
    const tenders = [{ method: 'account', amountMinor: 1 } as const, card(5_499)]
    valueOf(studio.command('payments.take', { appointmentId: id, amountMinor: 5_500, tenders }))
    expect(outcomeOf(cancelSale(receiptNumber))).toBe('void_top_up_spent')
    expect(account().balanceMinor).toBe(1_999)
    expect(outcomeOf(cancelSale('A-2026-999999'))).toBe('payment_not_found')
  })
})

describe('a receipt of a day that was closed', () => {
  it('is voided when it is of after the close, until that is closed as well', () => {
    closeAndGoOn()
    const { receiptNumber } = payCash(studio, id)
    const later = topUp(2_000).receiptNumber
    expect(outcomeOf(cancelSale(receiptNumber))).toBe('ok')
    closeDrawer(studio)
    valueOf(studio.command('day.close', { date: today, ahead: 1 }))
    expect(outcomeOf(cancelSale(later))).toBe('void_day_closed')
  })

  it('is refunded instead, or brought back as a top-up, as the refusal says', () => {
    topUp(2_000)
    const { paymentId, receiptNumber: sale } = payCash(studio, id)
    const to = { method: 'bank_transfer', reference: 'Back' } as const
    const { receiptNumber: payOut } = valueOf(
      studio.command('payments.payOut', { clientId, amountMinor: minor(2_000), to }),
    )
    closeAndGoOn()
    const refusals = [sale, payOut].map((one) => refusalOf(cancelSale(one)))
    expect(refusals.map(({ code, nextStep }) => [code, nextStep])).toEqual([
      ['void_day_closed', 'Refund it instead.'],
      ['void_day_closed', 'Bring the money back as a top-up of the balance.'],
    ])
    for (const receiptNumber of [sale, payOut]) {
      const preview = studio.call('payments.voidPreview', { receiptNumber })
      expect(outcomeOf(preview)).toBe('void_day_closed')
    }
    const refund = { paymentId, amountMinor: 5_500, to: 'account', reason: 'other' } as const
    expect(outcomeOf(studio.command('payments.refund', refund))).toBe('ok')
  })
})

/** Closes the drawer and then the day. */
function closeDay(): void {
  const [drawer] = studio.rows<{ drawerId: string }>('SELECT id AS drawerId FROM drawer_sessions')
  const [cash] = studio.rows<{ amountMinor: Minor }>(
    'SELECT coalesce(sum(amount_minor), 0) AS amountMinor FROM drawer_movements',
  )
  const count = { by: 'amount', ...cash! } as const
  const { countId } = valueOf(studio.command('drawer.count', { ...drawer!, count }))
  valueOf(studio.command('drawer.close', { ...drawer!, countId }))
  studio.at(`${today}T20:00`)
  valueOf(
    studio.agree('appointments.cancel', {
      appointmentId: id,
      by: 'studio',
      reason: 'other',
      refund: false,
    }),
  )
  valueOf(studio.command('day.close', { date: today }))
}

/** Closes the drawer and the day, and opens the drawer again for whoever still comes. */
function closeAndGoOn(): void {
  const inItMinor = drawerMinor() ?? 0
  closeDrawer(studio, inItMinor)
  valueOf(studio.command('day.close', { date: today, ahead: 1 }))
  valueOf(studio.command('drawer.open', { floatMinor: minor(inItMinor) }))
  studio.clock.advance({ ms: 1 })
}

/** Closes a day that is over, as one does the morning after. */
function closeAnotherDay(): void {
  bookSession(studio, '2026-02-28T09:00')
  for (const appointmentId of studio
    .rows<{ id: string }>(`SELECT id FROM appointments WHERE local_start < '2026-03-01'`)
    .map((row) => row.id)) {
    valueOf(
      studio.agree('appointments.cancel', {
        appointmentId,
        by: 'studio',
        reason: 'other',
        refund: false,
      }),
    )
  }
  valueOf(studio.command('day.close', { date: '2026-02-28' }))
}

describe('the sale of a package that is voided', () => {
  const sell = () => {
    const productId = offerProduct(studio, packageDraft())
    const tenders = [cash(20_000), card(30_000)]
    return valueOf(
      studio.command('packages.sell', { clientId, productId, amountMinor: 50_000, tenders }),
    )
  }
  const bookWith = (clientPackageId: string) =>
    bookSession(studio, '2026-03-05T09:00', {
      client: { kind: 'existing', clientId },
      funding: { kind: 'package', clientPackageId },
    })
  const cancel = (appointmentId: string) =>
    valueOf(
      studio.agree('appointments.cancel', {
        appointmentId,
        by: 'client',
        reason: 'client_ill',
        refund: false,
      }),
    )
  const left = () => valueOf(studio.call('packages.ofClient', { clientId })).packages[0]!.left

  it('voids all its credits and takes the money back, in one transaction', () => {
    const sold = sell()
    valueOf(cancelSale(sold.receiptNumber, 'wrong_item'))
    expect(left()).toBe(0)
    expect(drawerMinor()).toBe(0)
    expect(studio.rows('SELECT kind, delta FROM credit_entries ORDER BY rowid')).toEqual([
      { kind: 'sold', delta: 10 },
      { kind: 'void', delta: -10 },
    ])
    expect(studio.events('package.voided')[0]?.data).toMatchObject({ creditsVoid: 10 })
    expect(
      outcomeOf(
        studio.command('packages.refund', {
          clientPackageId: sold.soldId,
          amountMinor: minor(50_000),
          to: 'original',
        }),
      ),
    ).toBe('package_nothing_left')
  })

  it.each([
    ['nothing of it is used', 'ok', () => {}],
    ['a session is booked with it', 'void_package', bookWith],
    [
      'that session was cancelled early, and the credit came back',
      'ok',
      (soldId: string) => cancel(bookWith(soldId)),
    ],
    [
      'that session was cancelled late, and the credit is lost',
      'void_package',
      (soldId: string) => {
        const booked = bookSession(studio, `${today}T18:00`, {
          client: { kind: 'existing', clientId },
          funding: { kind: 'package', clientPackageId: soldId },
        })
        cancel(booked)
      },
    ],
    ['the day was closed since', 'void_day_closed', closeDay],
    ['another day was closed since', 'ok', closeAnotherDay],
    ['it is the next day', 'void_another_day', () => studio.at('2026-03-03T00:00')],
    ['the desk asks without a manager', 'approval_needed', () => studio.signIn('desk')],
  ])('when %s: %s', (_, outcome, given) => {
    const sold = sell()
    given(sold.soldId)
    const before = studio.dump()
    expect(outcomeOf(cancelSale(sold.receiptNumber, 'wrong_item'))).toBe(outcome)
    // A refusal leaves every row as it was.
    expect(studio.dump() === before).toBe(outcome !== 'ok')
  })
})

describe('the sale of a membership that is voided', () => {
  let membershipId: string
  let firstReceipt: string
  beforeEach(() => {
    const productId = offerProduct(studio, membershipDraft())
    const tenders = [card(9_900)]
    const sold = valueOf(
      studio.command('packages.sell', { clientId, productId, amountMinor: 9_900, tenders }),
    )
    membershipId = sold.soldId
    firstReceipt = sold.receiptNumber
  })
  const renew = () =>
    studio.command('memberships.renew', {
      membershipId,
      amountMinor: 9_900,
      tenders: [card(9_900)],
    })
  const membership = () => valueOf(studio.call('packages.ofClient', { clientId })).memberships[0]!
  const bookOn = (date: string) =>
    bookSession(studio, `${date}T09:00`, {
      client: { kind: 'existing', clientId },
      funding: { kind: 'membership', membershipId },
    })

  it('leaves it without a single day: it pays for nothing and cannot be renewed', () => {
    valueOf(cancelSale(firstReceipt, 'wrong_item'))
    expect(membership()).toMatchObject({ state: 'void', endsOnIfRenewed: null })
    expect(outcomeOf(renew())).toBe('membership_ended')
    expect(
      valueOf(
        studio.call('packages.funding', {
          clientId,
          serviceId: studio.people.training,
          date: today,
        }),
      ),
    ).toEqual([])
  })

  it('takes one month off again when it was a renewal', () => {
    const before = membership().endsOn
    const { receiptNumber } = valueOf(renew())
    expect(membership().endsOn).toBe('2026-05-01')
    valueOf(cancelSale(receiptNumber, 'wrong_item'))
    expect(membership()).toMatchObject({ state: 'running', endsOn: before })
    valueOf(cancelSale(firstReceipt, 'wrong_item'))
    expect(membership().state).toBe('void')
  })

  it.each([
    ['a session is booked with it', 'void_membership', () => bookOn('2026-03-05')],
    ['it was renewed since', 'void_membership', () => valueOf(renew())],
    [
      'it was given up since',
      'void_membership',
      () => valueOf(studio.command('memberships.end', { membershipId, lastDay: '2026-03-10' })),
    ],
    ['the day was closed since', 'void_day_closed', closeDay],
  ])('is refused when %s', (_, outcome, given) => {
    given()
    expect(outcomeOf(cancelSale(firstReceipt, 'wrong_item'))).toBe(outcome)
  })

  it('is refused for a renewal only when something is booked in the month it brought', () => {
    const { receiptNumber } = valueOf(renew())
    bookOn('2026-03-05')
    valueOf(cancelSale(receiptNumber, 'wrong_item'))
    const again = valueOf(renew())
    bookOn('2026-04-02')
    expect(outcomeOf(cancelSale(again.receiptNumber, 'wrong_item'))).toBe('void_membership')
  })
})
