import { beforeEach, describe, expect, it } from 'vitest'
import { bookSession, payCash } from '../support/book-session.ts'
import { addGroupService, fillSeats, groupOf, scheduleGroup } from '../support/group-session.ts'
import { openTestStudio, type TestStudio } from '../support/open-test-studio.ts'
import { outcomeOf, refusalOf, valueOf } from '../support/read-result.ts'
import { membershipDraft, offerProduct } from '../support/sell-package.ts'
import { closeDrawer } from '../support/todays-drawer.ts'

/*
 * The computer's clock runs ahead and is put right. What was done later is then dated earlier, so the
 * order in which things were written says what came after what, and never their dates.
 */

const today = '2026-03-02'
const tomorrow = '2026-03-03'
let studio: TestStudio

beforeEach(() => {
  studio = openTestStudio()
  studio.signIn('manager')
})

/** Goes on at a time, forwards or back. */
const goOnAt = (at: string, who: 'manager' | 'desk' = 'manager') => {
  studio.at(at)
  studio.signIn(who)
}
const open = (floatMinor: number, reason?: string) =>
  studio.command('drawer.open', { floatMinor, reason })
const move = (kind: 'paid_in' | 'paid_out', amountMinor: number) =>
  studio.command('drawer.move', { kind, amountMinor, reason: 'Till roll' })
const closing = (date: string) => valueOf(studio.call('day.closing', { date }))
const close = (date: string) => studio.command('day.close', { date })
const payByCard = (appointmentId: string) =>
  valueOf(
    studio.command('payments.take', {
      appointmentId,
      amountMinor: 5_500,
      tenders: [{ method: 'card', amountMinor: 5_500, reference: 'T-1' }],
    }),
  )

describe('what is paid out without a manager', () => {
  it.each([
    { rule: 'a drawer that is open since a day to come', ahead: tomorrow },
    { rule: 'today’s drawer', ahead: today },
  ])('ends at the limit in $rule', ({ ahead }) => {
    closeDrawer(studio)
    goOnAt(`${ahead}T08:00`)
    valueOf(open(50_000, 'Change'))
    goOnAt(`${today}T08:00`, 'desk')
    expect(outcomeOf(move('paid_out', 10_000))).toBe('ok')
    expect(outcomeOf(move('paid_out', 1))).toBe('approval_needed')
  })

  it('counts a drawer of a day to come that is closed', () => {
    closeDrawer(studio)
    goOnAt(`${tomorrow}T08:00`, 'desk')
    valueOf(open(50_000, 'Change'))
    valueOf(move('paid_out', 10_000))
    closeDrawer(studio, 40_000)
    goOnAt(`${today}T09:00`, 'desk')
    valueOf(open(40_000))
    expect(outcomeOf(move('paid_out', 1))).toBe('approval_needed')
  })
})

describe('a day', () => {
  it('is not closed while its cash lies in a drawer of a day to come', () => {
    closeDrawer(studio)
    goOnAt(`${tomorrow}T08:00`)
    valueOf(open(0))
    goOnAt(`${today}T09:00`)
    payCash(studio, bookSession(studio, '2026-03-05T10:00'))
    expect(closing(today).drawerOpen).toBe(true)
    expect(outcomeOf(close(today))).toBe('day_drawer_open')
    goOnAt(`${tomorrow}T09:00`)
    // Nor is it on the day that the drawer says it is of.
    expect(outcomeOf(close(today))).toBe('day_drawer_open')
    closeDrawer(studio, 5_500)
    expect(outcomeOf(close(today))).toBe('ok')
  })

  it('of today is not closed while any drawer is open', () => {
    closeDrawer(studio)
    goOnAt(`${tomorrow}T08:00`)
    valueOf(open(0))
    goOnAt(`${today}T09:00`)
    expect(outcomeOf(close(today))).toBe('day_drawer_open')
    goOnAt(`${tomorrow}T09:00`)
    expect(outcomeOf(close(today))).toBe('ok')
  })
})

describe('the last count', () => {
  it.each([`${tomorrow}T08:00`, `${today}T11:00`])(
    'is the one that was written last, after one at %s',
    (ahead) => {
      closeDrawer(studio)
      goOnAt(ahead)
      valueOf(open(10_000, 'From the bank'))
      closeDrawer(studio, 10_000)
      goOnAt(`${today}T09:00`)
      valueOf(open(10_000))
      valueOf(move('paid_in', 7_000))
      closeDrawer(studio, 17_000)
      goOnAt(`${today}T12:00`)
      expect(valueOf(studio.call('drawer.status', {}))).toMatchObject({ carriedMinor: 17_000 })
      expect(refusalOf(open(10_000))).toMatchObject({
        code: 'drawer_opening_reason_needed',
        details: { counted: expect.stringContaining('170') },
      })
      const { sessions } = valueOf(studio.call('drawer.history', { limit: 2 }))
      expect(sessions.map(({ countedMinor }) => countedMinor)).toEqual([17_000, 10_000])
    },
  )
})

describe('a sale', () => {
  const voidIt = (receiptNumber: string) =>
    outcomeOf(studio.command('payments.void', { receiptNumber, reason: 'wrong_client' }))

  it.each([
    { taken: '17:30', closed: '17:00', sale: 'void_day_closed', payOut: 'void_day_closed' },
    { taken: '17:30', closed: '17:30', sale: 'void_day_closed', payOut: 'void_day_closed' },
    { taken: '17:30', closed: '18:00', sale: 'void_day_closed', payOut: 'void_day_closed' },
  ])('taken at $taken is in a report closed at $closed: $sale', ({ taken, closed, ...outcome }) => {
    const id = bookSession(studio, '2026-03-05T10:00')
    goOnAt(`${today}T${taken}`)
    const { receiptNumber } = payByCard(id)
    const payOut = payOutOf(id)
    closeDrawer(studio)
    goOnAt(`${today}T${closed}`)
    const { dayId } = valueOf(close(today))
    const { figures } = valueOf(studio.call('day.report', { dayId }))
    expect(figures.netMinor).toBe(5_500)
    goOnAt(`${today}T18:30`)
    expect({ sale: voidIt(receiptNumber), payOut: voidIt(payOut) }).toEqual(outcome)
  })

  it.each(['17:00', '18:00', '19:00'])(
    'after a close at 18:00, at %s, is in no report',
    (taken) => {
      const [counted, id] = ['2026-03-05T10:00', '2026-03-05T12:00'].map((at) =>
        bookSession(studio, at),
      )
      goOnAt(`${today}T18:00`)
      const before = payByCard(counted!).receiptNumber
      closeDrawer(studio)
      valueOf(close(today))
      goOnAt(`${today}T${taken}`)
      if (taken < '18:00') valueOf(studio.command('payments.confirmClock', { day: today }))
      const { receiptNumber } = payByCard(id!)
      const payOut = payOutOf(id!)
      goOnAt(`${today}T19:30`)
      expect([receiptNumber, payOut, before].map(voidIt)).toEqual(['ok', 'ok', 'void_day_closed'])
    },
  )

  it('that renewed a membership is the one that is voided first', () => {
    const { clientId } = valueOf(studio.command('clients.register', { name: 'Cleo' }))
    const productId = offerProduct(studio, membershipDraft())
    const tenders = [{ method: 'card' as const, amountMinor: 9_900, reference: 'T-2' }]
    const pay = { amountMinor: 9_900, tenders }
    goOnAt(`${today}T12:00`)
    const sold = valueOf(studio.command('packages.sell', { clientId, productId, ...pay }))
    goOnAt(`${today}T11:57`)
    const membershipId = sold.soldId
    const renewed = valueOf(studio.command('memberships.renew', { membershipId, ...pay }))
    const outcomes = [sold, renewed, sold].map((one) => voidIt(one.receiptNumber))
    expect(outcomes).toEqual(['void_membership', 'ok', 'ok'])
  })

  /** Pays a little of a balance out. Answers the receipt's number. */
  const payOutOf = (appointmentId: string) => {
    const { clientId } = studio.rows<{ clientId: string }>(
      `SELECT client_id AS clientId FROM appointments WHERE id = '${appointmentId}'`,
    )[0]!
    const tenders = [{ method: 'card' as const, amountMinor: 100, reference: 'T-3' }]
    const items = [{ kind: 'top_up' as const, amountMinor: 100 }]
    valueOf(studio.command('payments.sell', { clientId, items, amountMinor: 100, tenders }))
    const to = { method: 'bank_transfer', reference: 'Back' } as const
    return valueOf(studio.command('payments.payOut', { clientId, amountMinor: 100, to }))
      .receiptNumber
  }
})

it('whoever joins a line stands behind those who wait already', () => {
  const serviceId = addGroupService(studio, 1)
  const group = scheduleGroup(studio, '2026-03-10T09:00', { serviceId, capacity: 1 })
  fillSeats(studio, group, 1)
  const line = ['First', 'Second', 'Third'].map((name, index) => {
    goOnAt(`${today}T${12 - index}:00`)
    const client = { kind: 'new', client: { name } } as const
    return valueOf(studio.command('groups.joinWaitlist', { appointmentId: group, client }))
  })
  const waiting = () => groupOf(studio, group).waiting.map(({ clientName }) => clientName)
  expect(waiting()).toEqual(['First', 'Second', 'Third'])
  const left = valueOf(studio.command('groups.leaveWaitlist', { waitlistId: line[0]!.waitlistId }))
  valueOf(studio.undo(left.undo))
  expect(waiting()).toEqual(['First', 'Second', 'Third'])
  // Of two places of one person the better one stays.
  const [keepId, mergeId] = ['Third', 'First'].map(
    (name) => studio.rows<{ id: string }>(`SELECT id FROM clients WHERE name = '${name}'`)[0]!.id,
  )
  const fields = { name: 'keep', phone: 'keep', email: 'keep' } as const
  valueOf(studio.command('clients.merge', { keepId: keepId!, mergeId: mergeId!, fields }))
  expect(waiting()).toEqual(['Third', 'Second'])
})

it('what goes back of a session goes back on what was paid last', () => {
  const id = bookSession(studio, `${today}T15:00`)
  const pay = (amountMinor: number) => {
    const tenders = [{ method: 'card' as const, amountMinor, reference: 'T-4' }]
    valueOf(studio.command('payments.take', { appointmentId: id, amountMinor, tenders }))
    return studio.rows<{ id: string }>('SELECT id FROM payments ORDER BY rowid DESC')[0]!.id
  }
  goOnAt(`${today}T12:04`)
  const paymentId = pay(5_500)
  valueOf(studio.command('payments.refund', { paymentId, amountMinor: 2_000, reason: 'other' }))
  goOnAt(`${today}T12:00`)
  const last = pay(2_000)
  const cancel = { appointmentId: id, by: 'client', reason: 'client_ill', refund: true } as const
  valueOf(studio.agree('appointments.cancel', cancel))
  const back = studio.rows('SELECT payment_id AS paymentId, amount_minor AS sum FROM refunds')
  expect(back).toEqual([
    { paymentId, sum: 2_000 },
    { paymentId, sum: 750 },
    { paymentId: last, sum: 2_000 },
  ])
})
