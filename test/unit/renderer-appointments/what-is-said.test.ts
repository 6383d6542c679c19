import { describe, expect, it } from 'vitest'
import {
  describeSession,
  moneyMarkOf,
} from '../../../renderer/features/appointments/describe-session.ts'
import { sayCost } from '../../../renderer/features/appointments/say-cost.ts'
import { sayConsequence } from '../../../renderer/features/appointments/say-consequence.ts'
import { readNewClient } from '../../../renderer/features/clients/read-new-client.ts'
import { readCardSlip } from '../../../renderer/features/payments/read-card-slip.ts'
import { isPayable } from '../../../renderer/features/payments/is-payable.ts'
import type { PaymentStatus } from '../../../shared/appointments.ts'
import type { CancelConsequence } from '../../../shared/attendance.ts'
import { paymentMark } from '../../../renderer/features/payments/payment-mark.ts'
import { minor } from '../../../shared/money.ts'
import { words } from '../../../shared/words/index.ts'
import { at, berlin, session } from './a-day.ts'

const before = at('2026-03-02T08:00')
const after = at('2026-03-02T10:00')
const booked = session('1', 'ana', 'kim', '2026-03-02', '09:00', '10:00')

describe('a session read aloud', () => {
  it('says who, when, whom, what and whether it is paid', () => {
    const paid = { ...booked, money: { priceMinor: minor(5500), status: 'paid' as const } }
    expect(describeSession(paid, 'Ana Ruiz', berlin, before)).toBe(
      'Ana Ruiz, 09:00 to 10:00, Client kim, Personal training, paid',
    )
  })

  it('tells what is over and not paid from what is still to come', () => {
    expect(moneyMarkOf(booked, before)).toBe('unpaid')
    expect(moneyMarkOf(booked, at('2026-03-02T09:30'))).toBe('unpaid')
    expect(moneyMarkOf(booked, after)).toBe('owed')
  })

  it('says nothing of money to a trainer, or about a free session', () => {
    expect(moneyMarkOf({ ...booked, money: null }, after)).toBe('none')
    const free = { ...booked, money: { priceMinor: minor(0), status: 'unpaid' as const } }
    expect(moneyMarkOf(free, after)).toBe('none')
  })

  it.each([
    { status: 'no_show', paid: 'unpaid', mark: 'none', rule: 'the fee is what is owed, if any' },
    { status: 'cancelled', paid: 'unpaid', mark: 'none', rule: 'the same' },
    { status: 'no_show', paid: 'paid', mark: 'paid', rule: 'all of it was kept for the fee' },
    { status: 'cancelled', paid: 'part_refunded', mark: 'part_refunded', rule: 'a part was kept' },
    { status: 'cancelled', paid: 'refunded', mark: 'refunded', rule: 'it went back' },
    { status: 'completed', paid: 'unpaid', mark: 'owed', rule: 'it took place' },
  ] as const)('says $mark of one that is $status and $paid: $rule', ({ status, paid, mark }) => {
    const money = { priceMinor: minor(7_500), status: paid }
    expect(moneyMarkOf({ ...booked, status, money }, after)).toBe(mark)
    expect(paymentMark(status, money) ?? 'none').toBe(mark === 'owed' ? 'unpaid' : mark)
  })
})

describe('what a lost session cost', () => {
  it.each(['forgiven', 'waived'] as const)('is said as its fee is, when that is %s', (state) => {
    const { excuses } = words.outcome
    expect(excuses[state].toLowerCase()).toBe(`none, ${words.fees.states[state].toLowerCase()}`)
  })

  const cancelled = (fee: number, late: boolean) => ({
    at: before,
    by: 'client' as const,
    reason: 'client_request' as const,
    note: null,
    toldAt: null,
    feeMinor: minor(fee),
    late,
  })

  it.each([
    { what: 'let go', late: false, fee: 0, excused: 'waived', says: 'None, let go' },
    { what: 'in time', late: false, fee: 0, excused: null, says: 'None, cancelled in time' },
    { what: 'late and free', late: true, fee: 0, excused: null, says: 'None, cancelled late' },
    {
      what: 'late',
      late: true,
      fee: 2_750,
      excused: null,
      says: '€27.50 by the terms, cancelled late',
    },
  ] as const)('is one line when it was cancelled $what', ({ late, fee, excused, says }) => {
    const cancellation = cancelled(fee, late)
    expect(sayCost({ cancellation, excused, currency: 'EUR' })).toBe(says)
  })

  it('is forgiven, or nothing that a line could say, of a client who did not come', () => {
    const noShow = { cancellation: null, currency: 'EUR' }
    expect(sayCost({ ...noShow, excused: 'forgiven' })).toBe('None, forgiven')
    expect(sayCost({ ...noShow, excused: null })).toBeNull()
  })
})

describe('what cancelling means', () => {
  const consequence: CancelConsequence = {
    stake: 'price',
    isTaken: false,
    atWorstMinor: minor(2750),
    movedLate: false,
    late: false,
    freeUntil: at('2026-03-01T09:00'),
    feeMinor: minor(0),
    paidMinor: minor(0),
    refundDueMinor: minor(0),
    refundRequired: false,
  }
  const say = (change: Partial<CancelConsequence>, by: 'client' | 'studio' = 'client') =>
    sayConsequence({ ...consequence, ...change }, { by, isWaived: false }, 'EUR', berlin)

  it('is nothing while there is time', () => {
    expect(say({})).toEqual({
      tone: 'good',
      title: 'Free of charge',
      lines: ['Cancelling costs nothing until Sun 1 Mar, 09:00.'],
    })
  })

  it('is a fee that stays open when it is late and not paid', () => {
    const said = say({ late: true, isTaken: true, feeMinor: minor(2750) })
    expect(said.tone).toBe('costly')
    expect(said.title).toBe('Late: €27.50 fee')
    expect(said.lines.at(-1)).toBe('€27.50 stays open on the session.')
  })

  it('is what is left of a payment after the fee', () => {
    const said = say({
      late: true,
      feeMinor: minor(2750),
      paidMinor: minor(5500),
      refundDueMinor: minor(2750),
      refundRequired: true,
    })
    expect(said.lines.slice(1)).toEqual([
      '€55.00 is already paid.',
      'The €27.50 fee is kept.',
      '€27.50 is due back to the client.',
    ])
  })

  it('never costs the client anything when the studio cancels', () => {
    const said = say({ late: true, paidMinor: minor(5500), refundDueMinor: minor(5500) }, 'studio')
    expect(said.title).toBe('Free of charge')
    expect(said.lines[0]).toBe('The studio cancels, so the client pays nothing.')
  })
})

describe('a card slip', () => {
  it('is a reference, and the last four digits if wanted', () => {
    expect(readCardSlip({ reference: ' T-1042 ', last4: '' })).toEqual({
      ok: true,
      slip: { reference: 'T-1042' },
    })
    expect(readCardSlip({ reference: 'T-1042', last4: '4242' }).ok).toBe(true)
  })

  it('is never a card number', () => {
    const read = readCardSlip({ reference: '4242 4242 4242 4242', last4: '' })
    expect(read.ok ? null : read.problems.reference).toContain('looks like a card number')
  })

  it('says which field is wrong', () => {
    const read = readCardSlip({ reference: '', last4: '42' })
    expect(read.ok ? null : Object.keys(read.problems)).toEqual(['reference', 'last4'])
  })
})

describe('a new client', () => {
  const typed = { name: 'Ana', phone: '', email: '', messagesConsent: false }

  it('needs a name only', () => {
    expect(readNewClient(typed)).toEqual({
      ok: true,
      client: { name: 'Ana', phone: undefined, email: undefined, messagesConsent: false },
    })
  })

  it('says which field is wrong', () => {
    const read = readNewClient({ ...typed, name: ' ', phone: 'xx', email: 'ana@' })
    expect(read.ok ? null : Object.keys(read.problems)).toEqual(['name', 'phone', 'email'])
  })
})

describe('taking payment is offered', () => {
  const money = (status: PaymentStatus, price = 5_500) => ({ priceMinor: minor(price), status })

  it('for what nobody paid, and for what went back, in part or altogether', () => {
    expect(isPayable(money('unpaid'))).toBe(true)
    expect(isPayable(money('refunded'))).toBe(true)
    expect(isPayable(money('part_refunded'))).toBe(true)
  })

  it('not for what is paid, nor for what is free', () => {
    expect(isPayable(money('paid'))).toBe(false)
    expect(isPayable(money('unpaid', 0))).toBe(false)
    expect(isPayable(null)).toBe(false)
  })
})
