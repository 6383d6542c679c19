import { beforeEach, describe, expect, it } from 'vitest'
import { decidePayOut } from '../../main/features/payments/pay-out.ts'
import type { InputOf } from '../../shared/contract.ts'
import type { Contracts } from '../../shared/contracts.ts'
import { minor } from '../../shared/money.ts'
import { defaultPolicy } from '../../shared/policy.ts'
import { approve } from '../support/approve.ts'
import { bookSession, payCash } from '../support/book-session.ts'
import { openTestStudio, type TestStudio } from '../support/open-test-studio.ts'
import { outcomeOf, refusalOf, valueOf } from '../support/read-result.ts'
import { closeDrawer } from '../support/todays-drawer.ts'
import { validInputs } from '../support/valid-inputs.ts'
import { commandNames, openWholeStudio } from '../support/whole-studio.ts'

let studio: TestStudio
let clientId: string

beforeEach(() => {
  studio = openTestStudio()
  studio.signIn('desk')
  clientId = valueOf(studio.command('clients.register', { name: 'Gus Gone' })).clientId
})

type To = InputOf<Contracts['payments.payOut']>['to']
const byTransfer: To = { method: 'bank_transfer', reference: 'FITFLOW 17' }
const payOut = (amountMinor: number, to: To = { method: 'cash' }, more: object = {}) =>
  studio.command('payments.payOut', { clientId, amountMinor, to, ...more })
const balance = () => valueOf(studio.call('payments.account', { clientId })).balanceMinor
const receiptOf = (receiptNumber: string) =>
  valueOf(studio.call('payments.receipt', { receiptNumber }))
const figures = () => valueOf(studio.call('day.closing', {})).figures

function topUp(amountMinor: number, method: 'cash' | 'card' = 'cash'): void {
  const tender =
    method === 'cash'
      ? { method, amountMinor, tenderedMinor: amountMinor }
      : { method, amountMinor, reference: 'T-1' }
  const items = [{ kind: 'top_up' as const, amountMinor }]
  valueOf(studio.command('payments.sell', { clientId, items, amountMinor, tenders: [tender] }))
}

function asManager<T>(act: () => T): T {
  studio.signIn('manager')
  const value = act()
  studio.signIn('desk')
  return value
}

describe('paying a balance out', () => {
  it.each([
    { balance: 2_000, amount: 2_000, says: 'ok', rule: 'all of it' },
    { balance: 2_000, amount: 1, says: 'ok', rule: 'a cent of it' },
    { balance: 2_000, amount: 2_001, says: 'pay_out_exceeds_balance', rule: 'a cent too much' },
    { balance: 0, amount: 1, says: 'pay_out_exceeds_balance', rule: 'of nothing' },
  ])('of $balance, $amount: $rule', ({ balance: held, amount, says }) => {
    expect(outcomeOf(decidePayOut(minor(held), minor(amount), 'EUR'))).toBe(says)
  })

  it.each<[To]>([[{ method: 'cash' }], [byTransfer]])(
    'by %o leaves the rest, has a receipt, an event and its line in the reports',
    (to) => {
      topUp(5_000)
      const { receiptNumber, payOutId } = valueOf(payOut(3_000, to))
      expect(receiptNumber).toBe('A-2026-000002')
      expect(balance()).toBe(2_000)
      expect(receiptOf(receiptNumber)).toMatchObject({
        kind: 'pay_out',
        clientName: 'Gus Gone',
        lines: [{ kind: 'pay_out', grossMinor: 3_000 }],
        totalMinor: 3_000,
        taxes: [],
        tenders: [
          {
            method: to.method,
            amountMinor: 3_000,
            transferReference: to.method === 'cash' ? null : 'FITFLOW 17',
          },
        ],
        takenBy: 'Dana Desk',
        refundOf: null,
        voidedLocal: null,
      })
      const data = { payOutId, clientId, method: to.method, amount: 3_000, currency: 'EUR' }
      expect(studio.events('balance.paid_out').map((event) => event.data)).toEqual([
        { ...data, receiptNumber },
      ])
      expect(figures()).toMatchObject({ netMinor: 0, taxMinor: 0, toppedUpMinor: 5_000 })
      expect(figures().receipts).toMatchObject({ count: 2, last: receiptNumber })
      const row = figures().tenders.find(({ method }) => method === to.method)
      expect(row).toMatchObject({ paidOutMinor: 3_000, refundedMinor: 0 })
      expect(valueOf(studio.call('payments.ofClient', { clientId }))).toMatchObject({
        paidMinor: 5_000,
        refundedMinor: 3_000,
        balanceMinor: 2_000,
        receiptCount: 2,
      })
      closeDrawer(studio, to.method === 'cash' ? 2_000 : 5_000)
      const { drawerId } = valueOf(studio.call('drawer.history', { limit: 1 })).sessions[0]!
      expect(valueOf(studio.call('drawer.report', { drawerId }))).toMatchObject({
        sums: { payOutsMinor: to.method === 'cash' ? -3_000 : 0 },
        varianceMinor: 0,
      })
    },
  )

  it('needs an open drawer for cash, and none for a transfer', () => {
    topUp(5_000)
    closeDrawer(studio, 5_000)
    expect(outcomeOf(payOut(1_000))).toBe('drawer_closed')
    expect(balance()).toBe(5_000)
    expect(outcomeOf(payOut(1_000, byTransfer))).toBe('ok')
  })

  it.each(['', '   ', '4242 4242 4242 4242', 'x'.repeat(61)])(
    'by transfer wants its reference, not %j',
    (reference) => {
      topUp(5_000)
      const to = { method: 'bank_transfer', reference } as const
      expect(outcomeOf(payOut(1_000, to))).toBe('invalid_input')
    },
  )

  it.each([0, -1, 0.5, 1e15])('of %s is refused', (amount) => {
    topUp(5_000)
    expect(outcomeOf(payOut(amount))).toBe('invalid_input')
  })

  it('needs a manager above the refund limit, counted over the day and the client', () => {
    asManager(() => {
      const policy = { ...defaultPolicy('EUR'), refundLimitMinor: 3_000 }
      valueOf(studio.command('policy.save', { effectiveFrom: '2026-03-02', policy }))
    })
    topUp(9_000)
    expect(outcomeOf(payOut(3_001))).toBe('approval_needed')
    expect(outcomeOf(payOut(2_000))).toBe('ok')
    expect(outcomeOf(payOut(1_001))).toBe('approval_needed')
    const { receiptNumber } = valueOf(payOut(1_000))
    // What was voided counts no more.
    const voided = { receiptNumber, reason: 'other' } as const
    asManager(() => valueOf(studio.command('payments.void', voided)))
    expect(outcomeOf(payOut(1_001))).toBe('approval_needed')
    expect(outcomeOf(payOut(1_000))).toBe('ok')
    const approvalId = approve(studio, payOut(2_000))
    expect(outcomeOf(payOut(2_000, { method: 'cash' }, { approvalId }))).toBe('ok')
    const [row] = studio.rows(
      'SELECT approved_by FROM pay_outs ORDER BY created_at DESC, rowid DESC',
    )
    expect(row).toEqual({ approved_by: studio.people.staff.manager.id })
    expect(asManager(() => outcomeOf(payOut(4_000)))).toBe('ok')
    expect(balance()).toBe(0)
  })

  it('lets the client be erased, and the receipt says everything but their name', () => {
    const id = bookSession(studio, '2026-03-02T10:00', { client: { kind: 'existing', clientId } })
    payCash(studio, id)
    const how = { appointmentId: id, by: 'studio', reason: 'other', refund: false } as const
    valueOf(studio.command('appointments.cancel', how))
    studio.signIn('manager')
    const erase = () => studio.command('clients.erase', { clientId, confirmation: 'Gus Gone' })
    expect(refusalOf(erase())).toMatchObject({ details: { obstacles: ['balance'] } })
    const { receiptNumber } = valueOf(payOut(5_500))
    const before = receiptOf(receiptNumber)
    expect(outcomeOf(erase())).toBe('ok')
    expect(receiptOf(receiptNumber)).toEqual({ ...before, clientName: 'Erased client' })
    // The day's report is the money that went in and out: nothing was sold.
    expect(figures()).toMatchObject({ netMinor: 0, taxMinor: 0 })
  })
})

describe('voiding a pay-out', () => {
  it('puts the money back: into the balance, and the cash into the drawer', () => {
    topUp(5_000)
    const { receiptNumber, payOutId } = valueOf(payOut(3_000))
    studio.signIn('manager')
    expect(valueOf(studio.call('payments.voidPreview', { receiptNumber }))).toEqual({
      kind: 'pay_out',
      currency: 'EUR',
      tenders: [{ id: payOutId, method: 'cash', amountMinor: 3_000 }],
      ahead: [],
    })
    valueOf(studio.command('payments.void', { receiptNumber, reason: 'wrong_client' }))
    expect(balance()).toBe(5_000)
    expect(receiptOf(receiptNumber).voidedLocal).toBe('2026-03-02T08:00')
    expect(studio.events('balance.pay_out_voided')).toHaveLength(1)
    expect(figures().tenders.find(({ method }) => method === 'cash')).toMatchObject({
      paidOutMinor: 0,
    })
    closeDrawer(studio, 5_000)
    const again = { receiptNumber, reason: 'other' } as const
    expect(outcomeOf(studio.command('payments.void', again))).toBe('sale_voided')
  })

  it('needs a manager, its own day, and a client who is still there', () => {
    topUp(5_000)
    const first = valueOf(payOut(1_000)).receiptNumber
    const voided = (receiptNumber: string) =>
      outcomeOf(studio.command('payments.void', { receiptNumber, reason: 'other' }))
    expect(voided(first)).toBe('approval_needed')
    const last = valueOf(payOut(4_000)).receiptNumber
    studio.signIn('manager')
    valueOf(studio.command('clients.erase', { clientId, confirmation: 'Gus Gone' }))
    expect(voided(last)).toBe('client_erased')
    studio.at('2026-03-03T08:00')
    studio.signIn('manager')
    expect(voided(first)).toBe('void_another_day')
  })
})

describe('what voiding a sale would give back', () => {
  it('is said before the press, or why it cannot be', () => {
    const id = bookSession(studio, '2026-03-02T10:00')
    const { paymentId, receiptNumber } = payCash(studio, id)
    studio.signIn('manager')
    const preview = () => studio.call('payments.voidPreview', { receiptNumber })
    expect(valueOf(preview())).toMatchObject({
      kind: 'sale',
      tenders: [{ method: 'cash', amountMinor: 5_500 }],
    })
    const log = studio.events().length
    const refund = { paymentId, amountMinor: 1, reason: 'goodwill' } as const
    valueOf(studio.command('payments.refund', refund))
    expect(outcomeOf(preview())).toBe('void_refunded')
    expect(outcomeOf(studio.command('payments.void', { receiptNumber, reason: 'other' }))).toBe(
      'void_refunded',
    )
    expect(studio.events().length).toBe(log + 1)
  })

  it('is refused for a receipt that is none, and for the receipt of a refund', () => {
    const { paymentId } = payCash(studio, bookSession(studio, '2026-03-02T10:00'))
    const refund = { paymentId, amountMinor: 1, reason: 'other' } as const
    const { receiptNumber } = valueOf(studio.command('payments.refund', refund))
    for (const number of [receiptNumber, 'A-2026-999999']) {
      const asked = studio.call('payments.voidPreview', { receiptNumber: number })
      expect(outcomeOf(asked)).toBe('payment_not_found')
    }
  })
})

/** Where in an input a client is named by id. */
const places = ['clientId', 'keepId', 'mergeId'] as const

function named(input: unknown, client: string): unknown {
  if (typeof input !== 'object' || input === null) return null
  // As it stands of that client, not of the one whose place they take.
  const given: Record<string, unknown> = { ...input }
  delete given['expectedVersion']
  const place = places.find((key) => key in given)
  if (place) return { ...given, [place]: client }
  if (given['client']) return { ...given, client: { kind: 'existing', clientId: client } }
  return null
}

describe('somebody who is erased', () => {
  it('is refused by every command that names a client', () => {
    const whole = openWholeStudio()
    whole.become('manager')
    const { gone } = whole.stock
    valueOf(whole.command('clients.erase', { clientId: gone, confirmation: 'Gus Gone' }))
    const answers = commandNames.flatMap((name) => {
      // What is left of them may be looked at.
      if (name === 'clients.export') return []
      const input = named(validInputs[name](whole), gone)
      if (input === null) return []
      const before = whole.rows('SELECT count(*) AS count FROM event_log')
      const outcome = outcomeOf(whole.command(name, input as never))
      expect([name, whole.rows('SELECT count(*) AS count FROM event_log')]).toEqual([name, before])
      return [[name, outcome] as const]
    })
    expect(answers.length).toBeGreaterThan(9)
    const refused = new Set(['client_erased', 'client_not_found'])
    expect(answers.filter(([, outcome]) => !refused.has(outcome))).toEqual([])
  })

  it('has a session cancelled that was paid from a balance, and the money stays', () => {
    topUp(5_500)
    const id = bookSession(studio, '2026-03-02T09:00', { client: { kind: 'existing', clientId } })
    valueOf(
      studio.command('payments.take', {
        appointmentId: id,
        amountMinor: 5_500,
        tenders: [{ method: 'account', amountMinor: 5_500 }],
      }),
    )
    studio.at('2026-03-02T11:00')
    studio.signIn('manager')
    valueOf(studio.command('clients.erase', { clientId, confirmation: 'Gus Gone' }))
    const how = { appointmentId: id, by: 'studio' as const }
    const said = valueOf(studio.call('appointments.cancelConsequence', { ...how, waived: false }))
    expect(said).toMatchObject({ paidMinor: 5_500, refundDueMinor: 0, refundRequired: false })
    const cancel = { ...how, reason: 'other', refund: false } as const
    expect(outcomeOf(studio.command('appointments.cancel', cancel))).toBe('ok')
    expect(studio.rows('SELECT id FROM refunds')).toEqual([])
  })

  it('gets no balance, however it comes about, also not from the file itself', () => {
    const id = bookSession(studio, '2026-03-02T09:00', { client: { kind: 'existing', clientId } })
    const { paymentId, receiptNumber } = payCash(studio, id)
    studio.at('2026-03-02T11:00')
    studio.signIn('manager')
    valueOf(studio.command('appointments.complete', { appointmentId: id }))
    valueOf(studio.command('clients.erase', { clientId, confirmation: 'Gus Gone' }))
    const refund = { paymentId, amountMinor: 500, reason: 'other' } as const
    const toBalance = { ...refund, to: 'account' } as const
    expect(outcomeOf(studio.command('payments.refund', toBalance))).toBe('client_erased')
    expect(outcomeOf(studio.command('payments.refund', refund))).toBe('ok')
    expect(outcomeOf(studio.call('payments.receipt', { receiptNumber }))).toBe('ok')
    const insert = () =>
      studio
        .foreign()
        .prepare(
          `INSERT INTO account_entries (id, client_id, kind, amount_minor, currency, created_at, created_by)
           VALUES ('x', ?, 'top_up', 1, 'EUR', 'x', ?)`,
        )
        .run(clientId, studio.people.staff.desk.id)
    expect(insert).toThrow('client_erased')
  })
})
