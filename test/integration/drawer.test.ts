import { beforeEach, describe, expect, it } from 'vitest'
import { newId } from '../../shared/ids.ts'
import { bookSession, payCash } from '../support/book-session.ts'
import { openTestStudio, type TestStudio } from '../support/open-test-studio.ts'
import { outcomeOf, refusalOf, valueOf } from '../support/read-result.ts'
import { openTodaysDrawer } from '../support/todays-drawer.ts'

let studio: TestStudio

beforeEach(() => {
  studio = openTestStudio()
  studio.signIn('desk')
})

const status = () => valueOf(studio.call('drawer.status', {}))
const openDrawer = () => {
  const drawer = status()
  if (drawer.state !== 'open') throw new Error('The drawer is closed.')
  return drawer
}
const count = (amountMinor: number, drawerId = openDrawer().drawerId) =>
  studio.command('drawer.count', { drawerId, count: { by: 'amount', amountMinor } })
const close = (countId: string, reason?: string) =>
  studio.command('drawer.close', { drawerId: openDrawer().drawerId, countId, reason })
const closeWith = (amountMinor: number, reason?: string) =>
  valueOf(close(valueOf(count(amountMinor)).countId, reason))
const open = (floatMinor: number, reason?: string) =>
  studio.command('drawer.open', { floatMinor, reason })
const move = (kind: 'paid_in' | 'paid_out' | 'drop', amountMinor: number) =>
  studio.command('drawer.move', { kind, amountMinor, reason: 'Milk and coffee' })
const payByCash = (appointmentId: string) =>
  studio.command('payments.take', {
    appointmentId,
    amountMinor: 5_500,
    tenders: [{ method: 'cash', amountMinor: 5_500, tenderedMinor: 5_500 }],
  })

describe('cash', () => {
  it('that is taken and given back is on the drawer, with its receipts', () => {
    const { paymentId } = payCash(studio, bookSession(studio, '2026-03-02T09:00'))
    valueOf(studio.command('payments.refund', { paymentId, amountMinor: 1_000, reason: 'other' }))
    expect(openDrawer().movements).toMatchObject([
      { kind: 'refund', amountMinor: -1_000, receiptNumber: 'A-2026-000002', by: 'Dana Desk' },
      { kind: 'sale', amountMinor: 5_500, receiptNumber: 'A-2026-000001', reversible: false },
    ])
  })

  it('is neither taken nor given back while the drawer is closed; a card is', () => {
    const id = bookSession(studio, '2026-03-02T09:00')
    const { paymentId } = payCash(studio, id)
    closeWith(5_500)
    const other = bookSession(studio, '2026-03-02T10:00')
    expect(outcomeOf(payByCash(other))).toBe('drawer_closed')
    const refund = { paymentId, amountMinor: 100, reason: 'other' } as const
    expect(outcomeOf(studio.command('payments.refund', refund))).toBe('drawer_closed')
    expect(outcomeOf(move('paid_in', 100))).toBe('drawer_closed')
    const tender = { method: 'card', amountMinor: 5_500, reference: 'T-1' } as const
    const card = { appointmentId: other, amountMinor: 5_500, tenders: [tender] }
    expect(valueOf(studio.command('payments.take', card)).receiptNumber).toBe('A-2026-000002')
  })

  it('is refused from the next studio day on, until the drawer is counted', () => {
    const id = bookSession(studio, '2026-03-03T09:00')
    studio.at('2026-03-02T23:59')
    expect(outcomeOf(move('paid_in', 100))).toBe('ok')
    expect(openDrawer().overdue).toBe(false)
    studio.at('2026-03-03T00:00')
    expect(openDrawer().overdue).toBe(true)
    expect(outcomeOf(payByCash(id))).toBe('drawer_overdue')
    expect(outcomeOf(move('drop', 100))).toBe('drawer_overdue')
    closeWith(100)
    expect(outcomeOf(payByCash(id))).toBe('drawer_closed')
    valueOf(open(100))
    expect(outcomeOf(payByCash(id))).toBe('ok')
  })
})

describe('opening', () => {
  it('suggests what the last count left', () => {
    closeWith(0)
    expect(status()).toMatchObject({ state: 'closed', suggestedFloatMinor: 0 })
    valueOf(open(20_000, 'From the bank'))
    closeWith(20_300)
    expect(status()).toMatchObject({ state: 'closed', suggestedFloatMinor: 20_300 })
  })

  it.each([
    // The last count left 170.00, and 5.00 off needs no reason by default.
    [17_000, undefined, 'ok'],
    [17_500, undefined, 'ok'],
    [16_500, undefined, 'ok'],
    [17_501, undefined, 'drawer_opening_reason_needed'],
    [16_499, undefined, 'drawer_opening_reason_needed'],
    [10_000, undefined, 'drawer_opening_reason_needed'],
    [10_000, 'Brought to the bank by Mara', 'ok'],
    [0, undefined, 'drawer_opening_reason_needed'],
  ])('with %s after a count of 17000, for %s: %s', (floatMinor, reason, outcome) => {
    valueOf(move('paid_in', 17_000))
    closeWith(17_000)
    expect(status()).toMatchObject({ carriedMinor: 17_000 })
    const opened = open(floatMinor, reason)
    expect(outcomeOf(opened)).toBe(outcome)
    expect(status().state).toBe(outcome === 'ok' ? 'open' : 'closed')
  })

  it('shows what went over night on the drawer’s and the day’s report, and the reason on neither log', () => {
    valueOf(move('paid_in', 17_000))
    closeWith(17_000)
    expect(refusalOf(open(10_000)).details).toEqual({ difference: '−€70.00', counted: '€170.00' })
    const { drawerId } = valueOf(open(10_000, 'Brought to the bank by Mara'))
    closeWith(10_000)
    expect(valueOf(studio.call('drawer.report', { drawerId }))).toMatchObject({
      carriedMinor: 17_000,
      sums: { floatMinor: 10_000 },
      openingReason: 'Brought to the bank by Mara',
    })
    expect(valueOf(studio.call('day.closing', {})).figures.drawers).toMatchObject([
      { openingDifferenceMinor: 0 },
      { openingDifferenceMinor: -7_000, varianceMinor: 0 },
    ])
    expect(studio.events('drawer.opened').at(-1)!.data).toMatchObject({ carried: 17_000 })
    expect(JSON.stringify(studio.events())).not.toContain('Mara')
    const file = studio.foreign()
    expect(() => file.exec('UPDATE drawer_sessions SET carried_minor = 10000')).toThrow('never')
    expect(() => file.exec(`UPDATE drawer_sessions SET opening_reason = '.'`)).toThrow('never')
  })

  it('the first drawer of a studio asks nothing', () => {
    expect(studio.rows('SELECT carried_minor, opening_reason FROM drawer_sessions')).toEqual([
      { carried_minor: null, opening_reason: null },
    ])
  })

  it('a second time is refused, in the code and by the file itself', () => {
    expect(refusalOf(open(100))).toMatchObject({
      code: 'drawer_already_open',
      details: { by: 'Mara Lindqvist', since: '2026-03-02 08:00' },
    })
    const second = studio.foreign().prepare(
      `INSERT INTO drawer_sessions (id, opened_at, opened_on, opened_by, float_minor, currency)
       VALUES (?, '2026-03-02T07:00:00.000Z', '2026-03-02', ?, 0, 'EUR')`,
    )
    expect(() => second.run(newId(), studio.people.staff.desk.id)).toThrow('UNIQUE')
  })
})

describe('a movement by hand', () => {
  beforeEach(() => {
    closeWith(0)
    valueOf(open(20_000, 'Change from the bank'))
  })

  it.each([
    { kind: 'paid_in', amount: 1_000, signed: 1_000, counter: 'paid_out' },
    { kind: 'paid_out', amount: 840, signed: -840, counter: 'paid_in' },
    { kind: 'drop', amount: 5_000, signed: -5_000, counter: 'paid_in' },
  ] as const)('$kind is taken back by $counter, once', ({ kind, amount, signed, counter }) => {
    const { undo } = valueOf(move(kind, amount))
    valueOf(studio.undo(undo))
    expect(openDrawer().movements).toMatchObject([
      { kind: counter, amountMinor: 0 - signed, reversible: false },
      { kind, amountMinor: signed, reversible: false },
    ])
    expect(outcomeOf(studio.undo(undo))).toBe('movement_reversed')
    expect(valueOf(count(20_000)).varianceMinor).toBe(0)
  })

  it('can be done again after it was taken back', () => {
    const moved = valueOf(move('drop', 5_000))
    const back = valueOf(studio.undo(moved.undo)) as typeof moved
    valueOf(studio.undo(back.undo))
    expect(openDrawer().movements.map(({ amountMinor }) => amountMinor)).toEqual([
      -5_000, 5_000, -5_000,
    ])
  })

  it('keeps its reason beside the log, never in it', () => {
    valueOf(move('paid_out', 840))
    expect(openDrawer().movements[0]!.reason).toBe('Milk and coffee')
    expect(JSON.stringify(studio.events())).not.toContain('Milk')
    expect(studio.events('drawer.movement')[0]!.data).toMatchObject({
      kind: 'paid_out',
      amount: 840,
    })
  })

  it('of a closed session stays as it is', () => {
    const { undo } = valueOf(move('paid_in', 500))
    closeWith(20_500)
    expect(outcomeOf(studio.undo(undo))).toBe('drawer_closed')
    valueOf(open(20_500))
    expect(outcomeOf(studio.undo(undo))).toBe('drawer_already_closed')
  })

  it.each([0, -1, 0.5])('of %s is refused', (amount) => {
    expect(outcomeOf(move('paid_in', amount))).toBe('invalid_input')
  })

  it('cannot take back a sale', () => {
    payCash(studio, bookSession(studio, '2026-03-02T09:00'))
    const movementId = openDrawer().movements[0]!.id
    expect(outcomeOf(studio.command('drawer.reverse', { movementId }))).toBe('movement_not_found')
  })
})

describe('the blind count', () => {
  it('shows what was expected only after a count was handed in', () => {
    valueOf(move('paid_in', 12_345))
    const { drawerId } = openDrawer()
    expect(JSON.stringify(openDrawer())).not.toMatch(/expected/i)
    expect(openDrawer().count).toBeNull()
    expect(outcomeOf(studio.call('drawer.report', { drawerId }))).toBe('drawer_not_counted')
    expect(valueOf(studio.call('drawer.history', {})).sessions).toEqual([])
    expect(valueOf(count(12_000))).toMatchObject({ expectedMinor: 12_345, varianceMinor: -345 })
  })

  it.each([
    { counted: 10_000, reason: undefined, outcome: 'ok' },
    { counted: 10_500, reason: undefined, outcome: 'ok' },
    { counted: 9_500, reason: undefined, outcome: 'ok' },
    { counted: 10_501, reason: undefined, outcome: 'drawer_reason_needed' },
    { counted: 9_499, reason: undefined, outcome: 'drawer_reason_needed' },
    { counted: 9_499, reason: 'A note is missing', outcome: 'ok' },
    { counted: 9_499, reason: '   ', outcome: 'invalid_input' },
  ])('of $counted on 10,000 with the reason “$reason”: $outcome', (row) => {
    valueOf(move('paid_in', 10_000))
    const { countId } = valueOf(count(row.counted))
    expect(outcomeOf(close(countId, row.reason))).toBe(row.outcome)
  })

  it('is made again when cash has moved since', () => {
    const { countId } = valueOf(count(0))
    valueOf(move('paid_in', 100))
    expect(openDrawer().count).toBeNull()
    expect(outcomeOf(close(countId))).toBe('drawer_count_old')
    closeWith(100)
  })

  it('may be made again, and every earlier one is kept', () => {
    valueOf(move('paid_in', 10_000))
    const { drawerId } = openDrawer()
    const first = valueOf(count(4_000))
    closeWith(10_000)
    expect(outcomeOf(studio.command('drawer.close', { drawerId, countId: first.countId }))).toBe(
      'drawer_already_closed',
    )
    expect(valueOf(studio.call('drawer.report', { drawerId })).earlierCounts).toMatchObject([
      { countedMinor: 4_000 },
    ])
  })

  it('by pieces is on the report, largest first', () => {
    const { drawerId } = openDrawer()
    const pieces = { '5': 3, '5000': 1, '200': 0 }
    const handedIn = { drawerId, count: { by: 'pieces', pieces } } as const
    const { countId, varianceMinor } = valueOf(studio.command('drawer.count', handedIn))
    expect(varianceMinor).toBe(5_015)
    valueOf(close(countId, 'The float was never entered'))
    expect(valueOf(studio.call('drawer.report', { drawerId }))).toMatchObject({
      countedMinor: 5_015,
      expectedMinor: 0,
      varianceReason: 'The float was never entered',
      pieces: [
        { denominationMinor: 5_000, count: 1 },
        { denominationMinor: 5, count: 3 },
      ],
    })
  })
})

describe('a closed session', () => {
  it('is never changed, not even by somebody with the file in their hands', () => {
    const { drawerId } = openDrawer()
    closeWith(0)
    const file = studio.foreign()
    const change = () => file.exec(`UPDATE drawer_sessions SET counted_minor = 1`)
    expect(change).toThrow('a closed drawer is never changed')
    const add = () =>
      file
        .prepare(
          `INSERT INTO drawer_movements
             (id, drawer_session_id, kind, amount_minor, reason, created_at, created_by)
           VALUES (?, ?, 'paid_in', 1, 'x', 'x', ?)`,
        )
        .run(newId(), drawerId, studio.people.staff.desk.id)
    expect(add).toThrow('drawer_closed')
    expect(outcomeOf(count(0, drawerId))).toBe('drawer_already_closed')
  })

  it('tells what it was made of', () => {
    const { drawerId } = openDrawer()
    const { paymentId } = payCash(studio, bookSession(studio, '2026-03-02T09:00'))
    valueOf(studio.command('payments.refund', { paymentId, amountMinor: 500, reason: 'other' }))
    valueOf(move('paid_in', 2_000))
    valueOf(move('paid_out', 840))
    valueOf(move('drop', 3_000))
    closeWith(3_160)
    expect(valueOf(studio.call('drawer.report', { drawerId }))).toMatchObject({
      sums: {
        floatMinor: 0,
        salesMinor: 5_500,
        refundsMinor: -500,
        paidInMinor: 2_000,
        paidOutMinor: -840,
        dropsMinor: -3_000,
      },
      expectedMinor: 3_160,
      varianceMinor: 0,
    })
    expect(studio.events('drawer.closed')[0]!.data).toMatchObject({ expected: 3_160, variance: 0 })
  })

  it('is listed, the newest first', () => {
    closeWith(0)
    studio.at('2026-03-03T08:00')
    openTodaysDrawer(studio.app)
    closeWith(0)
    const { sessions, more } = valueOf(studio.call('drawer.history', { limit: 1 }))
    expect(sessions.map(({ openedOn }) => openedOn)).toEqual(['2026-03-03'])
    expect(more).toBe(true)
  })
})
