import { beforeEach, describe, expect, it } from 'vitest'
import type { InputOf } from '../../shared/contract.ts'
import type { Contracts } from '../../shared/contracts.ts'
import { newId } from '../../shared/ids.ts'
import { bookSession, payCash } from '../support/book-session.ts'
import { setRates } from '../support/set-rates.ts'
import { openTestStudio, type TestStudio } from '../support/open-test-studio.ts'
import { outcomeOf, refusalOf, valueOf } from '../support/read-result.ts'
import { openTodaysDrawer, putChangeIn } from '../support/todays-drawer.ts'

type Tender = InputOf<Contracts['payments.take']>['tenders'][number]

let studio: TestStudio
let id: string

beforeEach(() => {
  studio = openTestStudio()
  studio.signIn('desk')
  id = bookSession(studio, '2026-03-02T09:00')
})

const take = (tender: Tender, amountMinor = 5_500, appointmentId = id) =>
  studio.command('payments.take', { appointmentId, amountMinor, tenders: [tender] })
const cash = (tenderedMinor: number, amountMinor = 5_500): Tender => ({
  method: 'cash',
  amountMinor,
  tenderedMinor,
})
const card = (reference = 'T-4711', last4?: string): Tender => ({
  method: 'card',
  amountMinor: 5_500,
  reference,
  ...(last4 === undefined ? {} : { last4 }),
})
const get = () => valueOf(studio.call('appointments.get', { appointmentId: id }))
const receipt = (receiptNumber: string) =>
  valueOf(studio.call('payments.receipt', { receiptNumber }))

describe('taking a payment', () => {
  it('in cash gives the change, a receipt number, and marks the session as paid', () => {
    putChangeIn(studio, 500)
    const taken = valueOf(take(cash(6_000)))
    expect(taken).toMatchObject({ receiptNumber: 'A-2026-000001', changeMinor: 500 })
    expect(get().money).toEqual({ priceMinor: 5_500, status: 'paid' })
    expect(receipt('A-2026-000001')).toMatchObject({
      kind: 'sale',
      studioName: 'Harbour Street Studio',
      currency: 'EUR',
      issuedLocal: '2026-03-02T08:00',
      clientName: 'Cleo Client',
      lines: [
        {
          kind: 'session',
          name: 'Personal training',
          trainerName: 'Ana Ruiz',
          sessionLocal: '2026-03-02T09:00',
          grossMinor: 5_500,
        },
      ],
      totalMinor: 5_500,
      taxes: [],
      tenders: [{ method: 'cash', amountMinor: 5_500, tenderedMinor: 6_000, changeMinor: 500 }],
      takenBy: 'Dana Desk',
      refundOf: null,
      voidedLocal: null,
    })
  })

  it('by card keeps the terminal’s reference and the last four digits, and nothing more', () => {
    valueOf(take(card('T-4711', '4242')))
    expect(receipt('A-2026-000001').tenders).toMatchObject([
      {
        method: 'card',
        cardReference: 'T-4711',
        cardLast4: '4242',
        tenderedMinor: null,
        changeMinor: null,
      },
    ])
  })

  it.each([
    { what: 'cash that is a cent short', tender: cash(5_499), code: 'too_little_cash' },
    {
      what: 'an amount that is not the price',
      tender: cash(9_000),
      amount: 5_400,
      code: 'consequence_changed',
    },
    { what: 'a negative amount', tender: cash(5_500), amount: -5_500, code: 'invalid_input' },
    { what: 'half a cent', tender: cash(5_500), amount: 5_500.5, code: 'invalid_input' },
    { what: 'a card without a reference', tender: card('  '), code: 'invalid_input' },
    {
      what: 'a card number for a reference',
      tender: card('4242 4242 4242 4242'),
      code: 'invalid_input',
    },
    {
      what: 'a card number with dashes',
      tender: card('no 4242-4242-4242-4242'),
      code: 'invalid_input',
    },
    { what: 'three digits of a card', tender: card('T-1', '424'), code: 'invalid_input' },
    {
      what: 'a tender of an unknown kind',
      tender: { method: 'cheque' } as never,
      code: 'invalid_input',
    },
  ])('refuses $what, and nothing is written', ({ tender, amount, code }) => {
    const before = studio.dump()
    expect(outcomeOf(take(tender, amount))).toBe(code)
    expect(studio.dump()).toBe(before)
  })

  it('refuses to take it twice and names the receipt', () => {
    payCash(studio, id)
    const refusal = refusalOf(take(card()))
    expect(refusal.code).toBe('already_paid')
    expect(refusal.message).toContain('A-2026-000001')
    expect(studio.rows('SELECT * FROM payments')).toHaveLength(1)
  })

  it('refuses for a cancelled session, one that is free, and one that is not there', () => {
    const cancel = { by: 'client', reason: 'client_ill', refund: false } as const
    valueOf(studio.agree('appointments.cancel', { appointmentId: id, ...cancel }))
    expect(outcomeOf(take(cash(5_500)))).toBe('appointment_cancelled')
    const free = bookSession(studio, '2026-03-02T12:00', { serviceId: studio.people.trial })
    expect(outcomeOf(take(cash(1, 1), 0, free))).toBe('nothing_to_pay')
    expect(outcomeOf(take(cash(5_500), 5_500, newId()))).toBe('appointment_not_found')
  })

  it('is one request: payment, paid mark, earning and receipt share a correlation', () => {
    const before = studio.events().length
    payCash(studio, id)
    const events = studio.events().slice(before)
    expect(events.map(({ type }) => type)).toEqual(['payment.completed', 'earning.recorded'])
    expect(new Set(events.map(({ metadata }) => metadata.correlationId)).size).toBe(1)
    expect(new Set(events.map(({ metadata }) => metadata.commandId)).size).toBe(1)
    expect(events[1]!.metadata.causationId).toBe(events[0]!.id)
    expect(events[0]!.metadata.correlationId).not.toBe(
      studio.events('appointment.created')[0]!.metadata.correlationId,
    )
  })

  it('is all or nothing: when the payment cannot be written, nothing of it is there', () => {
    studio.app.database.exec(
      `CREATE TRIGGER broken BEFORE INSERT ON command_results BEGIN SELECT RAISE(ABORT, 'broken'); END`,
    )
    const before = studio.dump()
    expect(outcomeOf(take(cash(5_500)))).toBe('unexpected')
    expect(studio.dump()).toBe(before)
  })

  it('cannot be changed or deleted by anybody afterwards', () => {
    payCash(studio, id)
    const foreign = studio.foreign()
    expect(() => foreign.exec('UPDATE payments SET amount_minor = 1')).toThrow(/never changed/)
    expect(() => foreign.exec('DELETE FROM payments')).toThrow(/never deleted/)
    expect(() => foreign.exec('UPDATE earnings SET amount_minor = 1')).toThrow(/never changed/)
    expect(() => foreign.exec('DELETE FROM earnings')).toThrow(/never deleted/)
  })
})

describe('the trainer’s earning', () => {
  it('is the rate of the day it was earned', () => {
    payCash(studio, id)
    setRates(studio, 8_000)
    const later = bookSession(studio, '2026-03-02T12:00')
    payCash(studio, later)
    expect(
      studio.rows('SELECT amount_minor, rate_value FROM earnings ORDER BY created_at, id'),
    ).toEqual([
      { amount_minor: 2_750, rate_value: 5_000 },
      { amount_minor: 4_400, rate_value: 8_000 },
    ])
  })

  it('goes to the trainer who has the session when it is paid', () => {
    const move = { appointmentId: id, trainerId: studio.people.ben, start: '2026-03-02T09:00' }
    valueOf(studio.agree('appointments.reschedule', move))
    payCash(studio, id)
    expect(studio.rows('SELECT trainer_id FROM earnings')).toEqual([
      { trainer_id: studio.people.ben },
    ])
  })
})

describe('receipt numbers', () => {
  const numbers = () =>
    studio
      .rows<{ n: string }>(
        `SELECT receipt_number AS n FROM sales UNION ALL SELECT receipt_number FROM refunds ORDER BY 1`,
      )
      .map(({ n }) => n)
  let days: number
  beforeEach(() => {
    days = 0
  })

  /** Pays for some session of next June at a moment of the studio's wall clock. */
  const payAt = (local: string) => {
    studio.at(local)
    studio.signIn('desk')
    openTodaysDrawer(studio.app)
    days += 1
    return payCash(studio, bookSession(studio, `2027-06-0${days}T12:00`)).receiptNumber
  }

  it('have no gap, also after payments that failed in every way', () => {
    payCash(studio, id)
    expect(outcomeOf(take(cash(5_500)))).toBe('already_paid')
    const second = bookSession(studio, '2026-03-02T10:00')
    expect(outcomeOf(take(cash(1), 5_500, second))).toBe('too_little_cash')
    studio.app.database.exec(
      `CREATE TRIGGER broken BEFORE INSERT ON payments BEGIN SELECT RAISE(ABORT, 'broken'); END`,
    )
    expect(outcomeOf(take(cash(5_500), 5_500, second))).toBe('unexpected')
    studio.app.database.exec('DROP TRIGGER broken')
    payCash(studio, second)
    studio.reopen()
    studio.signIn('desk')
    payCash(studio, bookSession(studio, '2026-03-02T11:00'))
    expect(numbers()).toEqual(['A-2026-000001', 'A-2026-000002', 'A-2026-000003'])
  })

  it('are shared by payments and refunds', () => {
    const { paymentId } = payCash(studio, id)
    const refund = { paymentId, amountMinor: 500, reason: 'other' } as const
    expect(valueOf(studio.command('payments.refund', refund)).receiptNumber).toBe('A-2026-000002')
    expect(receipt('A-2026-000002')).toMatchObject({
      kind: 'refund',
      totalMinor: 500,
      refundOf: 'A-2026-000001',
      takenBy: 'Dana Desk',
      tenders: [{ method: 'cash', amountMinor: 500, tenderedMinor: null }],
    })
  })

  it('begin again with the year of the studio’s wall clock, not with that of UTC', () => {
    expect(payAt('2026-12-31T23:59')).toBe('A-2026-000001')
    expect(payAt('2027-01-01T00:00')).toBe('A-2027-000001')
    // 23:30 on New Year’s Eve in UTC is the new year in Berlin.
    expect(studio.events('payment.completed').at(-1)!.metadata.timestamp).toBe(
      '2026-12-31T23:00:00.000Z',
    )
    expect(payAt('2027-01-01T00:01')).toBe('A-2027-000002')
  })

  it('go on where they were when the clock is set back into the old year', () => {
    payAt('2026-12-31T12:00')
    payAt('2027-01-02T12:00')
    studio.at('2026-12-30T12:00')
    valueOf(studio.command('payments.confirmClock', { day: '2026-12-30' }))
    expect(payAt('2026-12-30T12:00')).toBe('A-2026-000002')
  })

  it('of a receipt that does not exist are refused', () => {
    expect(outcomeOf(studio.call('payments.receipt', { receiptNumber: 'A-2026-000009' }))).toBe(
      'payment_not_found',
    )
  })
})
