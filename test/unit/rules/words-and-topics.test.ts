import { describe, expect, it } from 'vitest'
import { pauseSeconds } from '../../../main/features/staff/pin-pauses.ts'
import { contracts } from '../../../shared/contracts.ts'
import { assertNever, ok, refuse } from '../../../shared/result.ts'
import type { LocalDate } from '../../../shared/time.ts'
import { topics } from '../../../shared/topics.ts'
import { refusals, type RefusalCode } from '../../../shared/words/refusals.ts'

describe('every refusal', () => {
  /** One value for each thing a sentence can need, so that no code can be forgotten here. */
  const facts = {
    field: 'name',
    problem: 'must not be empty',
    limitBytes: 65_536,
    role: 'trainer',
    reason: 'the disk is full',
    name: 'Harbour Street Studio',
    triesLeft: 2,
    leastDigits: 6,
    seconds: 30,
    trainer: 'Ana Ruiz',
    client: 'Cleo Client',
    from: '09:00',
    until: '10:00',
    minutes: 15,
    free: '10:15',
    rooms: ['Studio 1'],
    hours: [{ from: '09:00', until: '17:00' }],
    time: '02:30',
    timeZone: 'Europe/Berlin',
    next: '03:00',
    start: '10:00',
    end: '09:00',
    maximumHours: 12,
    receiptNumber: 'A-2026-000001',
    shown: '€50.00',
    now: '€55.00',
    due: '€55.00',
    tendered: '€20.00',
    given: '€50.00',
    balance: '€10.00',
    refundable: '€10.00',
    job: 'checking the log',
    obvious: 'run',
    count: 3,
    openedOn: '2026-03-02',
    by: 'Mara Lindqvist',
    since: '2026-03-02 08:00',
    waiting: 3,
    variance: '−€12.00',
    denomination: '€3.00',
    currency: 'EUR',
    obstacles: ['open_fees', 'credits'] as const,
    service: 'Pilates',
    capacity: 8,
    taken: 6,
    date: '2026-03-16 10:00',
    why: 'Ana Ruiz is busy until 11:00.',
    day: '2026-03-16',
    days: '2026-03-16',
    detail: 'row 7 of table clients',
    counted: '€170.00',
    today: '2027-03-05',
    lastDay: '2026-03-02',
    difference: '−€70.00',
    amount: '€99,999.00',
    amountMinor: 9_999_900,
  }
  const codes = Object.keys(refusals) as RefusalCode[]

  it.each(codes)('%s says what is wrong and what to do, in whole sentences', (code) => {
    // What it shows and what it is now are not two texts but the sums of an act.
    const now = { feeMinor: 2_750, sessionsLost: 0, lateMoves: 0, backMinor: 0 }
    const more = { priceMinor: 5_500, paidMinor: 0, credits: 0, endsOn: null }
    const sums = { shown: { feeMinor: 0 }, now: { ...now, ...more } }
    const { error } = refuse(code, code === 'consequence_changed' ? { ...facts, ...sums } : facts)
    expect(error.code).toBe(code)
    expect(error.message).toMatch(/^\S.{10,}\.$/)
    expect(error.nextStep).toMatch(/^\S.{10,}\.$/)
    expect(error.message + error.nextStep).not.toMatch(/undefined|NaN|null|\[object/)
  })

  it('names the field that is wrong, when there is one', () => {
    const said = (field: string) => refuse('invalid_input', { field, problem: 'is missing' }).error
    expect(said('client.name').message).toContain('“client.name”')
    expect(said('').message).not.toContain('“')
  })

  it('counts the last try in the singular', () => {
    expect(refuse('wrong_pin', { triesLeft: 1 }).error.message).toContain('One more try')
    expect(refuse('wrong_pin', { triesLeft: 3 }).error.message).toContain('3 tries')
  })

  it('carries the facts behind the sentence, and nothing when there are none', () => {
    expect(refuse('pin_locked', { seconds: 30 }).error.details).toEqual({ seconds: 30 })
    expect('details' in refuse('not_signed_in', {}).error).toBe(false)
  })
})

describe('a result', () => {
  it('wraps what was answered', () => {
    expect(ok(null)).toEqual({ ok: true, value: null })
  })

  it('stops at a case that the compiler was told cannot be', () => {
    expect(() => assertNever('surprise' as never)).toThrow(/surprise/)
  })
})

describe('the pause after wrong PINs', () => {
  it.each([
    { failed: 0, seconds: 0 },
    { failed: 4, seconds: 0 },
    { failed: 5, seconds: 30 },
    { failed: 6, seconds: 60 },
    { failed: 7, seconds: 120 },
    { failed: 9, seconds: 480 },
    { failed: 10, seconds: 900 },
    { failed: 5_000, seconds: 900 },
  ])('is $seconds s after $failed', ({ failed, seconds }) => {
    expect(pauseSeconds(failed)).toBe(seconds)
  })
})

describe('topics', () => {
  it('are different for different days and appointments', () => {
    const monday = topics.day('2026-03-02' as LocalDate)
    const names = [
      topics.studio,
      topics.session,
      topics.staff,
      topics.catalog,
      topics.clients,
      topics.activity,
      monday,
      topics.day('2026-03-03' as LocalDate),
      topics.appointment('a'),
      topics.appointment('b'),
    ]
    expect(new Set(names).size).toBe(names.length)
    expect(topics.day('2026-03-02' as LocalDate)).toBe(monday)
  })

  it('of the day grid are its own day and the catalogue', () => {
    const date = '2026-03-02' as LocalDate
    expect(contracts['appointments.day'].topics({ date })).toEqual([
      topics.day(date),
      topics.catalog,
    ])
  })
})
