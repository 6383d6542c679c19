import { beforeEach, describe, expect, it } from 'vitest'
import type { Shown } from '../../shared/shown.ts'
import { approve } from '../support/approve.ts'
import { bookSession, clientOf, payCash } from '../support/book-session.ts'
import { leavingAllAsItWas } from '../support/leaving-all-as-it-was.ts'
import { openTestStudio, type TestStudio } from '../support/open-test-studio.ts'
import { outcomeOf, refusalOf, valueOf } from '../support/read-result.ts'

let studio: TestStudio
let clientId: string
/** Today at ten with Ana; it is eight now. */
let id: string

beforeEach(() => {
  studio = openTestStudio()
  studio.signIn('desk')
  id = bookSession(studio, '2026-03-02T10:00')
  clientId = clientOf(studio, id)
})

const book = (start: string) =>
  bookSession(studio, start, { client: { kind: 'existing', clientId } })
const mark = (appointmentId: string, changes: object = {}) =>
  studio.agree('appointments.noShow', { appointmentId, refund: false, ...changes })
const fees = () => valueOf(studio.call('fees.list', { clientId }))
const states = () => fees().map(({ state, amountMinor }) => ({ state, amountMinor }))
const get = (appointmentId: string) => valueOf(studio.call('appointments.get', { appointmentId }))

/** Uses up the one that is forgiven, on a session of its own. */
function useForgiveness(): void {
  const first = book('2026-03-02T08:15')
  studio.at('2026-03-02T08:30')
  valueOf(mark(first))
}

describe('a client who did not come', () => {
  it.each([
    { at: '2026-03-02T10:14', outcome: 'no_show_too_early' },
    { at: '2026-03-02T10:15', outcome: 'ok' },
  ])('is marked at $at: $outcome', ({ at, outcome }) => {
    studio.at(at)
    expect(outcomeOf(mark(id))).toBe(outcome)
  })

  it('says from when', () => {
    studio.at('2026-03-02T10:05')
    expect(refusalOf(mark(id)).details).toEqual({ from: '10:15' })
  })

  it('is forgiven once, and that is written down', () => {
    studio.at('2026-03-02T10:15')
    const told = valueOf(studio.call('appointments.noShowConsequence', { appointmentId: id }))
    expect(told).toMatchObject({
      excuse: 'forgiven',
      feeMinor: 0,
      forgivenBefore: 0,
      forgivenAtMost: 1,
    })
    valueOf(mark(id))
    expect(get(id)).toMatchObject({ status: 'no_show', excused: 'forgiven' })
    expect(states()).toEqual([{ state: 'forgiven', amountMinor: 5_500 }])
    expect(studio.events('appointment.no_show')[0]!.data).toMatchObject({
      feeMinor: 0,
      excused: 'forgiven',
    })
  })

  it('owes a fee the next time: pending for a day, then due, to the minute', () => {
    useForgiveness()
    studio.at('2026-03-02T10:15')
    valueOf(mark(id))
    const [fee] = fees()
    expect(fee).toMatchObject({ state: 'pending', amountMinor: 5_500, kind: 'no_show' })
    expect(fee!.dueAt).toBe('2026-03-03T09:15:00.000Z')
    const open = () => valueOf(studio.call('fees.open', {})).map(({ state }) => state)
    studio.at('2026-03-03T10:15')
    studio.clock.advance({ ms: -1 })
    expect(open()).toEqual(['pending'])
    studio.at('2026-03-03T10:15')
    expect(open()).toEqual(['due'])
  })

  // The forgiven session was on Mon 2 March at ten. 30 days are 30 × 24 hours, over the change of
  // the clocks too: they end on 1 April at eleven.
  it.each([
    {
      next: '2026-04-01T10:45',
      excuse: null,
      rule: 'a quarter of an hour less than 30 days later',
    },
    { next: '2026-04-01T11:00', excuse: 'forgiven', rule: 'exactly 30 days later' },
  ])('is forgiven again $rule: $excuse', ({ next, excuse }) => {
    studio.at('2026-03-02T10:15')
    valueOf(mark(id))
    const later = book(next)
    studio.at('2026-04-01T12:00')
    valueOf(mark(later))
    expect(get(later).excused).toBe(excuse)
  })

  it('counts the days between sessions, whenever they are marked', () => {
    const before = book('2026-03-02T08:15')
    studio.at('2026-03-02T10:15')
    valueOf(mark(id))
    valueOf(mark(before))
    expect(get(before).excused).toBeNull()
  })

  it('came after all: the fee is withdrawn, and what was forgiven is to be had again', () => {
    studio.at('2026-03-02T10:15')
    const { undo } = valueOf(mark(id))
    const redo = valueOf(studio.undo(undo)) as { undo: never }
    expect(get(id)).toMatchObject({ status: 'booked', excused: null })
    expect(states()).toEqual([{ state: 'withdrawn', amountMinor: 5_500 }])
    valueOf(studio.undo(redo.undo))
    expect(get(id)).toMatchObject({ status: 'no_show', excused: 'forgiven' })
  })
})

describe('letting it go', () => {
  beforeEach(() => {
    useForgiveness()
    studio.at('2026-03-02T10:15')
  })

  it('needs a manager, and leaves no fee', () => {
    const waiver = { reason: 'illness' } as const
    const approvalId = approve(studio, mark(id, { waiver }))
    valueOf(mark(id, { waiver: { ...waiver, approvalId } }))
    expect(get(id)).toMatchObject({ status: 'no_show', excused: 'waived' })
    expect(states().filter(({ state }) => state !== 'forgiven')).toEqual([])
    expect(studio.events('appointment.no_show').at(-1)!.data).toMatchObject({ waived: 'illness' })
  })

  it('is possible afterwards, with a reason, and can be taken back and done again', () => {
    valueOf(mark(id))
    const feeId = fees().find(({ state }) => state === 'pending')!.id
    const waive = (approvalId?: string) =>
      studio.command('fees.waive', { feeId, reason: 'goodwill', approvalId })
    const approvalId = approve(studio, waive())
    const { undo } = valueOf(waive(approvalId))
    const fee = () => fees().find((candidate) => candidate.id === feeId)
    expect(fee()).toMatchObject({ state: 'waived', waiverReason: 'goodwill' })
    expect(outcomeOf(waive(approvalId))).toBe('fee_not_open')
    valueOf(studio.undo(undo))
    expect(fee()).toMatchObject({ state: 'pending', waiverReason: null })
    studio.at('2026-03-05T10:00')
    studio.signIn('manager')
    valueOf(waive())
    valueOf(studio.agree('fees.takeBackWaiver', { feeId }))
    expect(fee()?.state).toBe('due')
  })

  it('stands in the log with its reason and without a name', () => {
    valueOf(mark(id))
    const feeId = fees().find(({ state }) => state === 'pending')!.id
    studio.signIn('manager')
    valueOf(studio.command('fees.waive', { feeId, reason: 'our_mistake' }))
    expect(studio.events('fee.waived')[0]!.data).toEqual({
      feeId,
      appointmentId: id,
      clientId,
      kind: 'no_show',
      amount: 5_500,
      currency: 'EUR',
      reason: 'our_mistake',
    })
  })
})

describe('a client who had paid and did not come', () => {
  it('has the fee kept out of it', () => {
    useForgiveness()
    payCash(studio, id)
    studio.at('2026-03-02T10:15')
    valueOf(mark(id))
    expect(states()[0]).toEqual({ state: 'kept', amountMinor: 5_500 })
    expect(valueOf(studio.call('fees.open', {}))).toEqual([])
  })

  it('gets it back when it is forgiven and that was chosen', () => {
    payCash(studio, id)
    studio.at('2026-03-02T10:15')
    valueOf(mark(id, { refund: true }))
    expect(get(id).money!.status).toBe('refunded')
  })

  it('gets a kept fee back when it is let go', () => {
    useForgiveness()
    payCash(studio, id)
    studio.at('2026-03-02T10:15')
    valueOf(mark(id))
    studio.signIn('manager')
    valueOf(studio.command('fees.waive', { feeId: fees()[0]!.id, reason: 'emergency' }))
    expect(get(id).money!.status).toBe('refunded')
  })

  // The fee is 55.00. What of it went back is neither let go nor owed, whatever is undone.
  it.each([
    { backMinor: 1, leftMinor: 5_499 },
    { backMinor: 2_000, leftMinor: 3_500 },
    { backMinor: 5_499, leftMinor: 1 },
  ])('is let go $leftMinor of a kept fee after $backMinor of it', ({ backMinor, leftMinor }) => {
    for (const reason of ['goodwill', 'other'] as const) {
      const { feeId, refund, waive } = keep()
      valueOf(refund(backMinor, reason))
      expect(fees()[0]!.waivableMinor).toBe(leftMinor)
      leavingAllAsItWas(studio, () =>
        expect(outcomeOf(waive({ backMinor: leftMinor + 1 }))).toBe('consequence_changed'),
      )
      const { undo } = valueOf(waive({ backMinor: leftMinor }))
      expect(studio.events('fee.waived').at(-1)!.data.amount).toBe(leftMinor)
      const back = valueOf(studio.undo(undo)) as { undo: typeof undo }
      expect(states()[0]).toEqual({ state: 'pending', amountMinor: leftMinor })
      expect(studio.events('fee.waiver_taken_back').at(-1)!.data.amount).toBe(leftMinor)
      valueOf(studio.undo(back.undo))
      expect(fees().find(({ id: fee }) => fee === feeId)).toMatchObject({
        state: 'waived',
        waivableMinor: null,
      })
    }
  })

  it.each(['goodwill', 'other'] as const)(
    'is neither offered nor let go a kept fee whose money went back since (%s)',
    (reason) => {
      const { refund, waive } = keep()
      valueOf(refund(5_500, reason))
      expect(fees()[0]!.waivableMinor).toBeNull()
      expect(outcomeOf(waive())).toBe('fee_not_open')
      expect(states()[0]).toEqual({ state: 'kept', amountMinor: 5_500 })
    },
  )

  /** Does not come to a session of their own that was paid, and is refunded and let go something. */
  function keep() {
    studio = openTestStudio()
    studio.signIn('manager')
    id = bookSession(studio, '2026-03-02T10:00')
    clientId = clientOf(studio, id)
    useForgiveness()
    const { paymentId } = payCash(studio, id)
    studio.at('2026-03-02T10:15')
    valueOf(mark(id))
    const feeId = fees()[0]!.id
    return {
      feeId,
      refund: (amountMinor: number, reason: 'goodwill' | 'other') =>
        studio.command('payments.refund', { paymentId, amountMinor, reason }),
      waive: (shown?: Shown) => studio.command('fees.waive', { feeId, reason: 'emergency', shown }),
    }
  }
})
